#!/bin/bash
# cramp.conf(5) tells every setting with its default, and its examples are right. Prints TAP.
set -u
. tests/tap.sh
B=${B:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME=$work CRAMP_SOCKET=$work/none LC_ALL=C.UTF-8
manual=man/cramp.conf.5

# The text of one setting, on one line.
entry() {
	awk -v key="$1" '/^\.It Cm / { on = $3 == key } /^\.El/ { on = 0 } on' "$manual" | tr '\n' ' '
}

"$B/cramp" config --json > "$work/settings"
while IFS=$'\t' read -r key fallback; do
	text=$(entry "$key")
	[[ $text == *"Default: ${fallback:-nothing}."* ]]
	verdict $? "$key stands in the manual with its default" "wanted ${fallback:-nothing}; the manual: $text"
done < <(jq -r '[.key, .default] | @tsv' "$work/settings")

lint=$(mandoc -T lint -W warning "$manual" 2>&1)
verdict $? "mandoc finds nothing wrong with it" "$lint"

# Each example that sets something is a configuration file.
awk -v to="$work/example" '/^\.Bd/ { n++; on = 1; next } /^\.Ed/ { on = 0 } on { print > (to n) }' "$manual"
mkdir "$work/cramp"
for example in $(grep -l '^bedtime' "$work"/example*); do
	cp "$example" "$work/cramp/cramp.conf"
	complaint=$("$B/cramp" config 2>&1 > "$work/out")
	[ -z "$complaint" ]
	verdict $? "example ${example##*example} is read" "$complaint"
done

tap_end
