#!/bin/bash
# The association engine against frozen numbers of the reference implementation. Prints TAP.
cd "$(dirname "$0")/../oracle" || exit 1
B=${B:-build}
. ../tap.sh
case $B in /*) ;; *) B=../../$B ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

agrees() { # TEXT DIARY EXPECTED [OPTION…]
	local text=$1 diary=$2 expected=$3 differences
	shift 3
	"$B/tests/tools/associate" "$diary" "$@" > "$work/ours.json" &&
		differences=$(jq -n -r -f compare.jq --slurpfile ours "$work/ours.json" --slurpfile wanted "$expected") && [ -z "$differences" ]
	verdict $? "$text" "${differences-}"
}
for diary in d*.csv; do agrees "${diary%.csv} agrees with the reference" "$diary" "${diary%.csv}.expected.json"; done
agrees "d4_year_365 with two U-shaped factors agrees" d4_year_365.csv d4_year_365.ushape.expected.json --ushape water_l --ushape exercise_min

"$B/tests/tools/associate" d4_year_365.csv > "$work/one.json"
"$B/tests/tools/associate" d4_year_365.csv --repeat 3 > "$work/two.json"
cmp -s "$work/one.json" "$work/two.json"
verdict $? "the same diary gives the same bits"
tap_end
