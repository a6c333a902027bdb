#!/bin/bash
# Makes the pages that check.mjs looks at, and beside each report the JSON it was drawn from, in the directory given: by the real
# programs, from simulated diaries, as the commands write them.
set -eu
out=$1
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../e2e/helper.bash
. "$here/../e2e/helper.bash"
NOW=2026-11-22T14:00:00+01:00
year="2025-11-22..2026-11-21"

diary_setup
trap 'diary_teardown > /dev/null' EXIT
mkdir -p "$out"
daemon_start

# begin: another diary, empty
begin() {
	daemon_stop
	rm -rf "$XDG_DATA_HOME/cramp"
	daemon_start
}
# life FIRST NIGHTS SEED: a simulated diary with everything in it
life() {
	begin
	awk -v first="$1" -v nights="$2" -v seed="$3" -f "$here/../data/simulate_life.awk" > "$diary/life.ndjson"
	"$cramp" import ndjson "$diary/life.ndjson" > /dev/null
}
# report NAME [RANGE]: the page and its numbers
report() {
	local name=$1 since
	shift
	"$cramp" report "$@" --html "$out/$name.html" > /dev/null
	since=$(date -d '2026-11-21 - 364 days' +%F)
	"$cramp" call org.crampd.Report.Report "{\"from\":\"2026-11-15\",\"to\":\"2026-11-21\",\"since\":\"$since\"}" > "$out/$name.json"
}

report empty
"$cramp" summary --html "$out/summary-empty.html" > /dev/null

# Three nights, then weeks without any cramp.
begin
"$cramp" none 2026-11-19..2026-11-20 > /dev/null
"$cramp" log 2026-11-22T03:10 left calf 7 > /dev/null
report three
"$cramp" summary --html "$out/summary-three.html" > /dev/null
begin
"$cramp" none 2026-10-01..2026-11-21 > /dev/null
report free
"$cramp" summary --html "$out/summary-free.html" > /dev/null

life 2026-10-20 33 4
report early
"$cramp" summary --html "$out/summary-early.html" > /dev/null

life 2025-11-22 365 2
report year
"$cramp" summary --html "$out/summary.html" > /dev/null

# Where a day has twice twelve hours, and cramps come at any of them.
mkdir "$diary/locales"
localedef -f UTF-8 -i en_US "$diary/locales/en_US.UTF-8" 2> /dev/null || true
for hour in 0{0..9} {10..23}; do
	"$cramp" log "2026-11-20T$hour:20" left calf inbed > /dev/null
done
american() { env LOCPATH="$diary/locales" LC_ALL=en_US.UTF-8 "$cramp" "$@" > /dev/null; }
american report --html "$out/twelve.html"
american summary --html "$out/summary-twelve.html"

# Ten years: what they cost the processor, in all programs together, and how large the page is.
used() { echo $((($(awk '{ print $14 + $15 + $16 + $17 }' "/proc/$daemon_pid/stat") + $(awk '{ print $16 + $17 }' "/proc/$$/stat")) * 1000 / $(getconf CLK_TCK))); }
life 2017-01-01 3612 5
started=$(used)
for _ in 1 2 3 4 5; do "$cramp" report --html "$out/decade.html" > /dev/null; done
echo $((($(used) - started) / 5)) > "$out/decade.ms"
report decade
"$cramp" report 2017-01-01..2026-11-21 --html "$out/decade-whole.html" > /dev/null

# What somebody may type, or have imported, of themselves or of others.
life 2025-11-22 365 8
label() { "$cramp" factor new "$1" yesno day label "$2" > /dev/null && "$cramp" track "$1" > /dev/null; }
label hostile_script "<script>window.hacked=1</script>"
label hostile_quotes "\" onmouseover=\"window.hacked=1\" x='"
label hostile_rtl "$(printf '\u202e\u05e9\u05dc\u05d5\u05dd RTL <b>')"
label hostile_emoji "$(printf '\U1F9B5\U1F3FD\u200d\U1F525 \U1F1E9\U1F1EA %.0s' 1 2 3)"
label hostile_long "$(printf 'Supercalifragilistic%.0s' 1 2 3 4 5 6 7 8 9)"
"$cramp" list nights "$year" --json | jq -r 'select(.state != "unknown") | [.night, .state] | @tsv' | awk -v OFS=, '
	function random() { state = (state * 16807) % 2147483647; return state / 2147483647 }
	BEGIN { state = 11; print "night", "cramps", "hostile_script", "hostile_quotes", "hostile_rtl", "hostile_emoji", "hostile_long" }
	{ c = $2 == "cramp"; print $1, "", random() < (c ? 0.85 : 0.3), random() < 0.5, random() < 0.4, random() < (c ? 0.2 : 0.6), random() < 0.5 }' > "$diary/hostile.csv"
"$cramp" import csv "$diary/hostile.csv" > /dev/null
"$cramp" log 2026-11-21T03:10 left calf 7 note "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>" > /dev/null
"$cramp" log 2026-11-21T04:10 right foot 4 note "\"'><svg onload=window.hacked=1>&lt;&amp; ]]> --> */ }" > /dev/null
"$cramp" log 2026-11-20T03:10 both toes 2 note "$(printf '\u202e\u05d0\u05d1\u05d2 \u2066abc \U1F468\u200d\U1F469\u200d\U1F467 \u0000' | tr -d '\0')" > /dev/null
"$cramp" log 2026-11-20T05:10 left calf 2 note "$(printf 'W%.0s' $(seq 4096))" > /dev/null
"$cramp" trait set other_medication "<img src=x onerror=window.hacked=1>" > /dev/null
"$cramp" trait set diuretic "\"mg\" & 'more'" > /dev/null
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "$cramp" trait set other_medication "Medicine number $i $(printf 'of a very long name %.0s' 1 2 3 4)" from 2026-01-0$((i % 9 + 1)) > /dev/null; done
for flag in swelling numb weak dark-urine chest-pain breathless; do "$cramp" log 2026-11-19T02:10 left calf 9 for 15m "$flag" > /dev/null; done
report hostile
"$cramp" summary --html "$out/summary-hostile.html" > /dev/null
mkdir -p "$XDG_DATA_HOME/cramp/reports"
for last in 2025-12-27 2026-10-31 2026-11-07 2026-11-14 2026-11-21; do
	"$cramp" report "$(date -d "$last - 6 days" +%F)..$last" --html "$XDG_DATA_HOME/cramp/reports/$last.html" > /dev/null
done
cp "$XDG_DATA_HOME/cramp/reports/index.html" "$out/index.html"

trap - EXIT
diary_teardown
