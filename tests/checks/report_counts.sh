#!/bin/bash
# A year's table is imported, and every figure of the report is compared with what awk counts in the file. Prints TAP.
set -u
. "${BASH_SOURCE[0]%/*}/../e2e/helper.bash"
. "${BASH_SOURCE[0]%/*}/../tap.sh"
NOW=2026-11-22T12:30:00+01:00
first=2025-11-22 last=2026-11-21 nights=365

diary_setup
trap 'diary_teardown > /dev/null' EXIT
data=$ROOT/tests/data
# Some nights with readings are of unknown outcome.
awk -v first=$first -v nights=$nights -v seed=11 -f "$data/simulate_diary.awk" |
	awk -F, -v OFS=, 'NR > 1 && NR % 17 == 0 { $2 = $3 = $4 = $5 = "" } { print }' > "$diary/table.csv"
awk -F, -v from=$first -v nights=$nights -v ushape=fluid_ml -f "$ROOT/tests/oracle/count_table.awk" "$diary/table.csv" > "$diary/wanted"


daemon_start || { verdict 1 "the daemon starts"; tap_end; }
run_it "$cramp" import csv "$diary/table.csv"
verdict "$status" "the table is imported" "$output$stderr"
run_it "$cramp" report "$first..$last" --json
verdict "$status" "the report is made" "$stderr"

# The same figures by the same names.
jq -r '
	def put($name): if type == "object" then to_entries[] as $e | $e.value | put($name + "." + $e.key)
		elif type == "array" then to_entries[] as $e | $e.value | put($name + "." + ($e.key | tostring))
		else "\($name) \(.)" end;
	({nights, episodes, cramps_per_week, severity, duration_s, hours, hour_unknown} | to_entries[] as $e | $e.value | put($e.key)),
	(.factors[] | .id as $id | {low, high} | to_entries[] as $e | $e.value | del(.edge) | put($id + "." + $e.key)),
	(.measures[] | .id as $id | {done, not_done} | put("measures." + $id))' <<< "$output" > "$diary/got"

# Names and numbers, these to nine digits.
differences=$(awk '
	function differ(a, b) { d = a - b; m = a < 0 ? -a : a; return d < 0 ? -d > 1e-9 * (m + 1) : d > 1e-9 * (m + 1) }
	FNR == NR { wanted[$1] = $2; next }
	!($1 in wanted) { print $1 ": reported as " $2 ", not counted"; next }
	{ seen[$1] = 1; if (differ(wanted[$1], $2)) print $1 ": reported as " $2 ", counted as " wanted[$1] }
	END { for (name in wanted) if (!(name in seen)) print name ": counted as " wanted[name] ", not reported" }
' "$diary/wanted" "$diary/got")
figures=$(wc -l < "$diary/wanted")
[ -z "$differences" ] && [ "$figures" -gt 150 ]
verdict $? "$figures figures equal those counted in the file" "$differences"

run_it "$cramp" report "$first..$last"
verdict "$status" "the text is printed" "$stderr"
grep -q 'counts, no verdict' <<< "$output"
verdict $? "and says that it is no verdict" "$output"

diary_teardown
verdict $? "the daemon did not complain"
trap - EXIT
tap_end
