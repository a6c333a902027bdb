#!/usr/bin/env bats
# Pages as files: whole or not at all, for their owner alone, in the directory of reports with an index; shown by the desktop.

load helper

NOW=2026-11-22T14:00:00+01:00
setup() {
	diary_setup
	reports=$XDG_DATA_HOME/cramp/reports
}
teardown() { diary_teardown; }

# A desktop that writes down what it is asked to show.
desktop() {
	mkdir -p "$diary/bin"
	printf '#!/bin/sh\necho "$*" > "%s/shown.new" && mv "%s/shown.new" "%s/shown"\n' "$diary" "$diary" "$diary" > "$diary/bin/xdg-open"
	chmod +x "$diary/bin/xdg-open"
	PATH=$diary/bin:$PATH
}
shown() {
	local until=$((SECONDS + 30))
	until [ -e "$diary/shown" ]; do [ "$SECONDS" -lt "$until" ] || { echo "nothing was shown"; return 1; }; done
	cat "$diary/shown"
}
some_nights() {
	run_ok "$cramp" none 2026-11-10..2026-11-20
	run_ok "$cramp" log 2026-11-22T03:10 left calf 7 for 2m note "<b>bold</b> & \"quoted\""
}

@test "a report is written as a page, for its owner alone" {
	daemon_start
	some_nights
	umask 000
	run_ok "$cramp" report --html "$diary/page.html"
	expect "$diary/page.html ($((($(stat -c %s "$diary/page.html") + 1023) / 1024)) KiB)"
	[ "$(stat -c %a "$diary/page.html")" = 600 ]
	head -n 1 "$diary/page.html" | grep -qx '<!DOCTYPE html>'
	tail -n 1 "$diary/page.html" | grep -qx '</html>'
	grep -qF '<title>Cramps, 15 to 21 November 2026</title>' "$diary/page.html"
	grep -qF '&lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot;' "$diary/page.html"
	! grep -qiE '<script|https?://[^w]|src=|@import|url\(' "$diary/page.html"
	# It lies elsewhere: no index is made, and none is linked to.
	[ ! -e "$diary/index.html" ]
	! grep -q index.html "$diary/page.html"
	[ "$(ls "$diary" | grep -c page)" = 1 ]
}

@test "without a file the report is kept with the others, in an index, and shown" {
	desktop
	daemon_start
	some_nights
	run_ok "$cramp" report --open
	[ "$(shown)" = "$reports/2026-11-21.html" ]
	[ "$(stat -c %a "$reports")" = 700 ]
	[ "$(stat -c %a "$reports/2026-11-21.html" "$reports/index.html" | sort -u)" = 600 ]
	grep -qF '<a href="index.html">' "$reports/2026-11-21.html"
	run_ok "$cramp" report 2026-11-08..2026-11-14 --html "$reports/2026-11-14.html"
	run_ok "$cramp" report last 3 weeks --open
	[ -e "$reports/2026-11-01_2026-11-21.html" ]
	# Newest first, each with what it says; what is no report is left out.
	echo x > "$reports/notes.html"
	mkdir "$reports/2026-11-07.html"
	ln -s /etc/passwd "$reports/2026-10-31.html"
	run_ok "$cramp" report --html "$reports/2026-11-21.html"
	[ "$(grep -o 'href="[^"]*"' "$reports/index.html" | tr '\n' ' ')" = 'href="2026-11-21.html" href="2026-11-01_2026-11-21.html" href="2026-11-14.html" href="2026-11-07.html" href="2026-10-31.html" ' ]
	grep -qF '1 cramp on 1 of 7 recorded nights.' "$reports/index.html"
	! grep -q root: "$reports/index.html"
	ls -A "$reports" | grep -vxE '[-0-9_]+\.html|index\.html|notes\.html' && return 1
	true
}

@test "the page can go to standard output, and the answer be JSON" {
	daemon_start
	some_nights
	"$cramp" report --html - > "$diary/out.html"
	run_ok "$cramp" report --html "$diary/page.html" --json
	cmp "$diary/out.html" "$diary/page.html"
	[ "$(jq -r .path <<< "$output")" = "$diary/page.html" ]
	[ "$(jq .bytes <<< "$output")" = "$(stat -c %s "$diary/page.html")" ]
	run_status 2 "$cramp" report --html - --open
	run_status 2 "$cramp" report --html
	run_status 2 "$cramp" report yestreday --html "$diary/x.html"
	[ ! -e "$diary/x.html" ]
}

@test "what cannot be written is one clear sentence, and the page before stays" {
	daemon_start
	some_nights
	run_status 1 "$cramp" report --html "$diary/none/page.html"
	complaint "cramp: $diary/none/page.html cannot be written: No such file or directory."
	mkdir "$diary/page.html"
	run_status 1 "$cramp" report --html "$diary/page.html"
	grep -q 'cannot be written' <<< "$stderr"
	[ "$(ls -d "$diary"/page.html* | wc -l)" = 1 ]
	echo before > "$diary/old.html"
	(ulimit -f 8; trap '' XFSZ; "$cramp" report --html "$diary/old.html" 2> "$diary/stderr") && return 1
	grep -q 'File too large' "$diary/stderr"
	[ "$(cat "$diary/old.html")" = before ]
	[ "$(ls -d "$diary"/old.html* | wc -l)" = 1 ]
}

@test "a desktop that shows no pages is one clear sentence, and the page is there" {
	daemon_start
	some_nights
	run_status 1 env PATH="$diary/empty" "$cramp" report --html "$diary/page.html" --open
	grep -q '^cramp: It is written, but xdg-open cannot show it: No such file or directory.' <<< "$stderr"
	[ -s "$diary/page.html" ]
}

@test "an empty diary, one of a single night, and one of long ago have a page too" {
	daemon_start
	run_ok "$cramp" report --html "$diary/empty.html"
	run_ok "$cramp" none 2026-11-21
	run_ok "$cramp" report --html "$diary/single.html"
	run_ok "$cramp" log 1999-03-03T02:00 right foot 4
	run_ok "$cramp" report 1999-02-28..1999-03-06 --html "$diary/old.html"
	run_ok "$cramp" report 1999-01-01..2026-11-21 --html "$diary/long.html"
	for page in empty single old long; do
		tail -n 1 "$diary/$page.html" | grep -qx '</html>'
		! grep -qE 'nan|inf%|-2147483648' "$diary/$page.html"
	done
	grep -qF '>Too few nights are recorded for a trend so far.<' "$diary/empty.html"
}

@test "the summary for a doctor is text, JSON, or a page" {
	desktop
	daemon_start
	some_nights
	run_ok "$cramp" trait set diuretic Furosemide 40mg from 2026-03-01
	run_ok "$cramp" summary
	grep -qx 'Features reported: 4 of 7 (0 no, 3 not asked)' <<< "$output"
	grep -qF 'Furosemide 40mg' <<< "$output"
	grep -qF 'at rest or in bed 1, heat 0' <<< "$output"
	run_ok env COLUMNS=40 "$cramp" summary
	[ "$(awk '{ gsub(/[^ -~]/, "x"); if (length > most) most = length } END { print most }' <<< "$output")" -le 40 ]
	run_ok "$cramp" summary --json
	[ "$(jq -r 'map(.id) | join(" ")' <<< "$output")" = 'period frequency cramps sleep features classes traits relief measures flags links' ]
	run_ok "$cramp" summary last 4 weeks --html "$diary/page.html"
	grep -qF '<title>Leg cramps at night, 10 to 21 November 2026</title>' "$diary/page.html"
	! grep -qiE '<script|https?://[^w]|src=|@import|url\(' "$diary/page.html"
	run_ok "$cramp" summary --open
	[ "$(shown)" = "$reports/summary-2026-11-21.html" ]
	[ "$(stat -c %a "$reports/summary-2026-11-21.html")" = 600 ]
	# It is no report and stands not among them.
	run_ok "$cramp" report --html "$reports/2026-11-21.html"
	! grep -q "href=\"summary" "$reports/index.html"
}

@test "the summary of an empty diary says that nothing is told" {
	daemon_start
	run_ok "$cramp" summary
	grep -qF 'no night is recorded' <<< "$output"
	run_ok "$cramp" summary --html "$diary/page.html"
	tail -n 1 "$diary/page.html" | grep -qx '</html>'
	! grep -qE 'nan|inf%|-2147483648' "$diary/page.html"
}

@test "each week the daemon keeps the page of the last seven nights" {
	export CRAMP_NOW=2026-11-22T09:00:00+01:00 CRAMPD_TEST_CLOCK=$diary/clock
	# It shows no notification: there is no bus. The page does not depend on one.
	"$crampd" 2>> "$diary/crampd.log" 3>&- 4>&- &
	daemon_pid=$!
	local until=$((SECONDS + 30))
	until daemon_answers; do [ "$SECONDS" -lt "$until" ]; done
	some_nights
	run_ok "$cramp" none 2026-11-01..2026-11-09
	at() { socat -t 20 - "UNIX-CONNECT:$diary/clock" <<< "run $1" | grep -v '^?'; }
	at 2026-11-22T09:59:59+01:00
	[ ! -e "$reports" ]
	at 2026-11-22T10:00:00+01:00
	until [ -e "$reports/index.html" ]; do [ "$SECONDS" -lt "$until" ] || { cat "$diary/crampd.log"; return 1; }; done
	run_ok "$cramp" report 2026-11-15..2026-11-21 --html "$diary/page.html"
	diff <(grep -v 'index.html' "$reports/2026-11-21.html") "$diary/page.html"
	[ "$(stat -c %a "$reports/2026-11-21.html")" = 600 ]
	[ "$(grep -o 'href="[^"]*"' "$reports/index.html")" = 'href="2026-11-21.html"' ]
	daemon_stop
	[ "$daemon_status" = 0 ]
}
