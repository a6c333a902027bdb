#!/usr/bin/env bats
# Pictures in the terminal, compared with those in tests/data/charts at 40, 80 and 200 columns and in ASCII, on a simulated year.
# CHARTS_WRITE=yes writes them anew; look at every one of them then.

load helper

NOW=2026-11-22T14:00:00+01:00
setup() {
	diary_setup
	daemon_start
}
teardown() { diary_teardown; }

a_year() {
	awk -v first=2025-11-22 -v nights=365 -v seed=2 -f "$ROOT/tests/data/simulate_life.awk" > "$diary/life.ndjson"
	run_ok "$cramp" import ndjson "$diary/life.ndjson"
}

# Every chart at a width, below its command; each line within that width.
drawn() {
	local width=$1 kind
	for kind in calendar "calendar last 12 weeks" trend "trend last 12 weeks" hours sleep factors; do
		# shellcheck disable=SC2086
		run_ok env COLUMNS="$width" "$cramp" chart $kind
		[ "$(wc -L <<< "$output")" -le "$width" ] || { echo "wider than $width columns: $kind"; return 1; }
		! grep -q $'\033' <<< "$output" || { echo "colour where there is no terminal"; return 1; }
		printf '$ cramp chart %s\n%s\n\n' "$kind" "$output"
	done
}

# as_kept NAME WIDTH: the charts are those of the file
as_kept() {
	local kept=$ROOT/tests/data/charts/$1.txt
	drawn "$2" > "$diary/charts" || { cat "$diary/charts"; return 1; }
	[ "${CHARTS_WRITE-}" != yes ] || cp "$diary/charts" "$kept"
	diff "$kept" "$diary/charts"
}

@test "charts at 40 columns" {
	a_year
	as_kept 40 40
}

@test "charts at 80 columns" {
	a_year
	as_kept 80 80
}

@test "charts at 200 columns" {
	a_year
	as_kept 200 200
}

@test "the README shows two of them as they are" {
	sed -n '/^## Look at it/,/^## Install it/p' "$ROOT/README.md" | sed -n '/^```/,/^```/p' | grep -v '^```' > "$diary/shown"
	[ "$(grep -c '^\$ cramp chart' "$diary/shown")" = 2 ]
	! grep -vxFf "$ROOT/tests/data/charts/80.txt" "$diary/shown"
}

@test "charts in ASCII" {
	a_year
	export LC_ALL=C
	as_kept ascii 64
	! LC_ALL=C grep -q '[^ -~]' "$diary/charts"
}

@test "charts of a diary of years fit as well" {
	awk -v first=2017-01-01 -v nights=3612 -v seed=5 -f "$ROOT/tests/data/simulate_life.awk" > "$diary/life.ndjson"
	run_ok "$cramp" import ndjson "$diary/life.ndjson"
	for width in 40 57 80 133; do
		for kind in calendar trend hours sleep factors; do
			run_ok env COLUMNS=$width "$cramp" chart $kind 2017-01-01..2026-11-21
			[ "$(wc -L <<< "$output")" -le $width ]
		done
	done
	run_ok env COLUMNS=80 "$cramp" chart trend 2017-01-01..2026-11-21
	grep -q '13 weeks from that day' <<< "$output"
}

@test "a name of one's own neither widens a chart nor turns its lines, and a wide interval has room" {
	a_year
	run_ok "$cramp" factor new long yesno day label "$(printf 'Supercalifragilistic%.0s' 1 2 3 4 5 6 7 8 9)"
	run_ok "$cramp" factor new turned yesno day label "$(printf '\u202e\u05e9\u05dc\u05d5\u05dd turned <b>')"
	run_ok "$cramp" track long
	run_ok "$cramp" track turned
	# One is there nearly always before a cramp and else hardly ever: its ratio is far above ten.
	"$cramp" list nights 2025-11-22..2026-11-21 --json | jq -r 'select(.state != "unknown") | [.night, .state] | @tsv' |
		awk -v OFS=, 'BEGIN { print "night,cramps,long,turned" } { c = $2 == "cramp"; print $1, "", NR % 25 ? c : !c, NR % 2 }' > "$diary/own.csv"
	run_ok "$cramp" import csv "$diary/own.csv"
	for width in 40 57 80 200; do
		run_ok env COLUMNS=$width "$cramp" chart factors
		[ "$(wc -L <<< "$output")" -le $width ] || { echo "wider than $width"; echo "$output"; return 1; }
		! grep -q $'\u202e' <<< "$output"
	done
	grep -q $'\u05e9\u05dc\u05d5\u05dd turned <b>: ' <<< "$output"
	grep -qE '[0-9]{2}\.[0-9] \([0-9.]+ to ([0-9]{2,}\.[0-9]|any number)\)$' <<< "$output"
}

@test "charts of an empty diary, and of a single night, say so" {
	for kind in calendar trend hours sleep factors; do
		run_ok "$cramp" chart $kind
		! grep -qiE 'nan|inf|-2147483648' <<< "$output"
	done
	run_ok "$cramp" log 2026-11-22T03:10 left calf 7
	for kind in calendar trend hours sleep factors; do
		run_ok "$cramp" chart $kind
		! grep -qE 'nan|inf\b|-2147483648' <<< "$output"
	done
	run_ok "$cramp" chart hours
	grep -qE '^ 3 – 4 +█+ 1$' <<< "$output"
}

@test "an unknown chart and a range that is none are refused; --json has the numbers" {
	run_status 2 "$cramp" chart
	run_status 2 "$cramp" chart pie
	grep -q 'calendar, trend, hours, sleep and factors' <<< "$stderr"
	run_status 2 "$cramp" chart trend yestreday
	run_ok "$cramp" none 2026-11-20
	run_ok "$cramp" chart trend --json
	[ "$(jq -c '.pictures.calendar' <<< "$output")" = '[0,null]' ]
}
