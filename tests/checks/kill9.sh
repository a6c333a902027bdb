#!/bin/bash
# Kills a writer a few hundred times: nothing that was acknowledged is lost, no page is damaged, every diary opens again. TAP.
set -u
. tests/tap.sh
B=${B:-build}
ROUNDS=${ROUNDS:-240}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$B/tests/tools/killwriter" "$dir/diary.db" "$ROUNDS" 40 > "$dir/figures" 2> "$dir/err"
status=$?
grep -v 'recovered' "$dir/err" | sed 's/^/# /'
sed 's/^/# /' "$dir/figures"

claim() {
	eval "$2"
	verdict $? "$1"
}
rounds=0 acknowledged=0 lost=-1 damaged=-1 beginnings=0 unopenable=-1
while IFS='=' read -r name value; do
	case $name in rounds | acknowledged | lost | damaged | beginnings | unopenable) declare "$name=$value" ;; esac
done < "$dir/figures"
claim "the writer ran" '[ "$status" -eq 0 ] && [ "$rounds" -eq "$ROUNDS" ] && [ "$acknowledged" -gt "$ROUNDS" ]'
claim "kill -9 loses no acknowledged entry ($acknowledged in $rounds rounds)" '[ "$lost" -eq 0 ]'
claim "kill -9 leaves every page, reference and command whole" '[ "$damaged" -eq 0 ]'
claim "a diary whose making was killed opens ($beginnings times)" '[ "$beginnings" -gt 0 ] && [ "$unopenable" -eq 0 ]'
tap_end
