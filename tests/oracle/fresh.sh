#!/bin/bash
# make oracle: the association engine against the reference implementation (tests/oracle/ref, described in cramp-statistics(7)).
# Prints TAP.
#
#   1. every frozen diary through the engine (tests/checks/oracle.sh, which make check runs too)
#   2. FRESH more (50), simulated anew, through the engine and through the reference, run live
#   3. every frozen diary and some of the fresh ones, their columns renamed so that they become own factors, through the whole
#      product: cramp import, crampd, crampd-insight, cramp report
#
# FIRST is the first seed (1); another one gives other diaries.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
export B=${B:-build}
FRESH=${FRESH:-50}
FIRST=${FIRST:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

same() { # TEXT DIFFERENCES
	[ -z "$2" ]
	verdict $? "$1" "$(head -n 20 <<< "$2")"
}

# ---- frozen, through the engine ----
bash tests/checks/oracle.sh > "$work/frozen"
while read -r line; do
	case $line in
	'ok '*) same "${line#ok * - }" "" ;;
	'not ok '*) same "${line#not ok * - }" "see tests/checks/oracle.sh" ;;
	esac
done < "$work/frozen"

# ---- fresh, through the engine and the reference ----
kinds=(realistic harsh benign)
lengths=(21 30 45 60 75 90 120 150 180 240 269 270 300 365 430 500 600 729 730 900 1100)
planted=("" "exercise_min=2" "late_meal=2 stretched=0.5" "exercise_min=3" "water_l=0.4 late_meal=3 room_temp_c=2" "magnesium=0.5" "hot_bath=6 alcohol_u=2")
options=("" "--suspect late_meal" "--lag alcohol_u=1" "--ushape water_l" "--suspect exercise_min --suspect stretched --lag steps_k=2"
	"--ushape water_l --ushape exercise_min --suspect water_l_low" "--lag salt_1to5=3 --ushape room_temp_c")

# of NAME I: an element of a list, going round; different lists go round at different speeds, so that all meet.
of() {
	local -n list=$1
	echo "${list[$(($2 % ${#list[@]}))]}"
}

fresh() { # I: makes $work/fresh.csv and says with what
	local kind length effects seed=$((FIRST + $1))
	kind=$(of kinds "$((seed + seed / 3))") length=$(of lengths "$((seed * 5 + seed / 21))") effects=$(of planted "$((seed / 2))")
	with=$(of options "$((seed + seed / 7))")
	# shellcheck disable=SC2086
	"$B/tests/tools/simulate" "$kind" "$length" "$((7000 + seed))" $effects > "$work/fresh.csv"
	told="$kind, $length nights${effects:+, $effects}${with:+, $with}"
	if ((seed % 3 == 0)); then
		awk -F, -f tests/oracle/inseparable.awk "$work/fresh.csv" > "$work/more.csv" && mv "$work/more.csv" "$work/fresh.csv"
		told+=", with what cannot be separated"
	fi
}

if ! sh tests/deps.sh oracle > /dev/null || ! /usr/bin/python3 -c 'import numpy, scipy' 2> /dev/null; then
	skipped "$FRESH fresh diaries agree with the reference" "python3-numpy and python3-scipy are not installed"
	FRESH=0
fi
for ((i = 0; i < FRESH; i++)); do
	fresh "$i"
	# shellcheck disable=SC2086
	/usr/bin/python3 tests/oracle/ref/crampd_ref.py "$work/fresh.csv" $with > "$work/wanted.json" &&
		"$B/tests/tools/associate" "$work/fresh.csv" $with > "$work/ours.json"
	differences=$(jq -n -r -f tests/oracle/compare.jq --slurpfile ours "$work/ours.json" --slurpfile wanted "$work/wanted.json" 2>&1)
	same "fresh diary $((FIRST + i)) agrees: $told, $(jq .tested "$work/wanted.json") tested" "$differences"
	jq -r '.factors[].verdict' "$work/wanted.json" >> "$work/verdicts"
	if ((i % 10 == 2)); then
		cp "$work/fresh.csv" "$work/fresh-$((FIRST + i)).csv"
		/usr/bin/python3 tests/oracle/ref/crampd_ref.py "$work/fresh.csv" > "$work/fresh-$((FIRST + i)).json"
		echo "$work/fresh-$((FIRST + i)).csv $work/fresh-$((FIRST + i)).json" >> "$work/products"
	fi
done
if [ "$FRESH" -ge 50 ]; then
	met=$(sort "$work/verdicts" | uniq -c | awk '{ printf "%s%d %s", (NR > 1 ? ", " : ""), $1, $2 }')
	same "every verdict was met: $met" "$([ "$(sort -u "$work/verdicts" | wc -l)" -eq 7 ] || echo "$met")"
fi

# ---- through the whole product ----
NOW=2035-01-01T12:00:00+01:00
# shellcheck source=tests/e2e/helper.bash
. tests/e2e/helper.bash

through_product() { # DIARY: leaves the report in $work/report.json; says what went wrong
	local from to
	sed '1s/,\([a-z]\)/,x_\1/g; 1s/,x_cramps/,cramps/' "$1" > "$work/import.csv"
	from=$(sed -n 2p "$work/import.csv" | cut -d, -f1)
	to=$(tail -n 1 "$work/import.csv" | cut -d, -f1)
	diary_setup
	daemon_start && run_ok "$cramp" import csv "$work/import.csv" --dated evening --new-factors &&
		run_ok "$cramp" report "$from..$to" --look now --json && echo "$output" > "$work/report.json"
	diary_teardown
}

for diary in tests/oracle/d*.csv; do echo "$PWD/$diary $PWD/${diary%.csv}.expected.json"; done >> "$work/products"
while read -r diary wanted; do
	rm -f "$work/report.json"
	differences=$(through_product "$diary")
	if [ -s "$work/report.json" ]; then
		differences+=$(jq -n -r -f tests/oracle/compare_report.jq --slurpfile report "$work/report.json" --slurpfile wanted "$wanted" 2>&1)
	fi
	name=${diary##*/}
	same "${name%.csv} agrees through cramp import and cramp report" "$differences"
done < "$work/products"

tap_end
