#!/bin/bash
# A year's table is imported, and what the pictures are drawn from is compared with what R makes of the file (frozen:
# tests/oracle/course.expected.json, made by tests/oracle/course.R; made anew where R is installed, and by
# scipy where that is). Prints TAP.
set -u
. "${BASH_SOURCE[0]%/*}/../e2e/helper.bash"
. "${BASH_SOURCE[0]%/*}/../tap.sh"
NOW=2026-11-22T12:30:00+01:00
from=2025-11-22 to=2026-11-21
table=$ROOT/tests/data/demo_diary.csv
oracle=$ROOT/tests/oracle

diary_setup
trap 'diary_teardown > /dev/null' EXIT

daemon_start || { verdict 1 "the daemon starts"; tap_end; }
run_it "$cramp" import csv "$table"
verdict "$status" "the table is imported" "$output$stderr"
run_it "$cramp" call org.crampd.Report.Report "{\"to\":\"$to\",\"since\":\"$from\"}"
verdict "$status" "the report has pictures" "$stderr"
jq -c '.report.pictures | {cramp_share, weeks, stretches: .stretches.list, hours}' <<< "$output" > "$diary/ours.json"

# differences WANTED: what is not the same to nine digits
differences() {
	jq -n -r --slurpfile ours "$diary/ours.json" --slurpfile wanted "$1" '
		def near($a; $b): ($a - $b | fabs) <= 1e-9 * (1 + ($b | fabs));
		def value($root; $p): try ($root | getpath($p)) catch "nothing";
		$wanted[0] as $w | $ours[0] as $o |
		($w | paths(type != "object" and type != "array")) as $p | value($w; $p) as $b | value($o; $p) as $a |
		select(if ($a | type) == "number" and ($b | type) == "number" then near($a; $b) | not else $a != $b end) |
		"\($p | map(tostring) | join(".")): \($a), not \($b)"'
}
found=$(differences "$oracle/course.expected.json")
figures=$(jq '[paths(type != "object" and type != "array")] | length' "$oracle/course.expected.json")
[ -z "$found" ] && [ "$figures" -gt 400 ]
verdict $? "$figures figures equal those of R" "$found"
[ "$(jq '.weeks | length' "$diary/ours.json")" = "$(jq '.weeks | length' "$oracle/course.expected.json")" ]
verdict $? "there are as many weeks"

if command -v Rscript > /dev/null; then
	Rscript "$oracle/course.R" "$table" $from $to > "$diary/again.json" 2> "$diary/stderr"
	found=$(differences "$diary/again.json")
	[ -s "$diary/again.json" ] && [ -z "$found" ]
	verdict $? "R says so today as well" "$found$(cat "$diary/stderr")"
else
	skipped "R says so today as well" "R is not installed"
fi

# Three of the figures once more, beside those of scipy.
if /usr/bin/python3 -c 'import scipy' 2> /dev/null; then
	/usr/bin/python3 "$oracle/course.py" "$table" $from $to "$diary/ours.json" > "$diary/beside" 2>&1
	verdict $? "scipy says the same of shares, rates, trend and hours" "$(cat "$diary/beside")"
	cat "$diary/beside"
else
	skipped "scipy says the same of shares, rates, trend and hours" "scipy is not installed"
fi

diary_teardown
verdict $? "the daemon did not complain"
trap - EXIT
tap_end
