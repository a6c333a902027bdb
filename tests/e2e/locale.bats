# What the locale changes, and what it must not: times for people, never those for programs; letters and their columns.
load helper

NOW=2026-11-22T15:30:00+01:00

setup_file() {
	local name
	export LOCPATH=$BATS_FILE_TMPDIR
	command -v localedef >/dev/null || return 0
	for name in en_US de_DE ja_JP; do
		localedef -f UTF-8 -i "$name" "$LOCPATH/$name.UTF-8" 2>/dev/null || true
	done
}

setup() { diary_setup; unset COLUMNS; daemon_start; }
teardown() { diary_teardown; }

# in_locale NAME: from here on, as a login would have it
in_locale() {
	[ -e "$LOCPATH/$1.UTF-8/LC_TIME" ] || skip "the locale $1 cannot be made here (localedef and the package locales)"
	unset LC_ALL
	export LANG=$1.UTF-8
}

@test "where a day has twice twelve hours, times are told so, and can be typed so" {
	in_locale en_US
	run_ok "$cramp" log 3:10 left calf 7
	expect "1   left calf · 7/10 · Sun 22 Nov 3:10am (night of Sat 21)     undo: cramp undo"
	run_ok "$cramp" log 3:10am right calf 2
	expect "2   right calf · 2/10 · Sun 22 Nov 3:10am (night of Sat 21)     undo: cramp undo"
	run_ok "$cramp" sleep 11:20pm - 12:45am
	expect "3   night of Sat 21 Nov · lights out 11:20pm · woke at 12:45am     undo: cramp undo"
	run_ok "$cramp" show last night
	[[ $output == *"● 3:10am left calf 7/10"* ]]
	run_ok "$cramp"
	[[ $output == "Sun 22 Nov, 3:30pm"*"bedtime reminder, Sun 22 Nov 10:00pm"* ]]
	run_ok "$cramp" chart hours
	[[ $output == *"came between 3am and 4am."*$'\n'"11pm – 12am  0"$'\n'"12am – 1am   0"$'\n'*$'\n'" 3am – 4am  █"* ]]
	run_status 1 "$cramp" date 2026-03-29 2:30
	complaint "cramp: 2:30am does not exist on Sun 29 Mar: the clocks were put forward then. The nearest times are 1:59am and 3:00am."
	run_status 1 "$cramp" log today 23:59
	complaint 'cramp: "today 23:59" is still to come (Sun 22 Nov 11:59pm). If you mean the one before, write 2026-11-21T23:59.
Nothing was recorded.'
}

@test "elsewhere they have twenty-four; LC_TIME goes before LANG, LC_ALL before both" {
	in_locale de_DE
	run_ok "$cramp" date 3:10pm
	expect "Sun 22 Nov 2026 15:10, in the night of Sun 22 Nov 2026"
	in_locale en_US
	LC_TIME=de_DE.UTF-8 run_ok "$cramp" date 3:10pm
	expect "Sun 22 Nov 2026 15:10, in the night of Sun 22 Nov 2026"
	LC_ALL=C.UTF-8 run_ok "$cramp" date 3:10pm
	expect "Sun 22 Nov 2026 15:10, in the night of Sun 22 Nov 2026"
	LC_TIME=no_WHERE run_ok "$cramp" date 3:10pm
	expect "Sun 22 Nov 2026 15:10, in the night of Sun 22 Nov 2026"
}

# What programs read of one diary.
for_programs() {
	"$cramp" list episodes --json
	"$cramp" list episodes --csv
	"$cramp" list readings --csv
	"$cramp" show 2026-11-21 --json
	"$cramp" date 3:10pm --json
	"$cramp" export ndjson
	"$cramp" export csv
	"$cramp" remind preview --from 2026-11-22 --days 2 --json
	"$cramp" report --json
	"$cramp" config
}

@test "what programs read is the same everywhere" {
	run_ok "$cramp" log 3:10pm yesterday left calf 7
	run_ok "$cramp" log 3:10 left calf 7
	run_ok "$cramp" temp 17.5C
	run_ok "$cramp" sleep 22:50 23:10 6:40 7:00
	for_programs > "$diary/usual"
	for name in en_US de_DE; do
		in_locale "$name"
		for_programs > "$diary/$name"
		cmp "$diary/usual" "$diary/$name"
	done
}

@test "both decimal signs are read everywhere, and a comma before three digits nowhere" {
	for name in C en_US de_DE; do
		[ "$name" = C ] || in_locale "$name"
		for told in 1,5l 1.5l "1,5 l" 1500; do
			run_ok "$cramp" water $told --json
			[ "$(jq -c .reading.value <<<"$output")" = 1500 ]
		done
		run_ok "$cramp" temp 17,5C
		[[ $output == *"bedroom 17.5 °C"* ]]
		run_status 1 "$cramp" water 1,500
		complaint 'cramp: "1,500" can be read in two ways; write 1500 or 1.500.
Nothing was recorded.'
		run_status 1 "$cramp" water 2,250l
		complaint 'cramp: "2,250l" can be read in two ways; write 2250l or 2.250l.
Nothing was recorded.'
	done
}

# width TEXT: its columns on a terminal, asked of one
width() {
	local terminal columns until=$((SECONDS + 20))
	terminal=$(mktemp -u "$diary/tmux.XXXXXX")
	tmux -S "$terminal" -f /dev/null new-session -d -x 100 -y 5 "printf %s '$1'; exec cat" 3>&-
	until columns=$(tmux -S "$terminal" display-message -p '#{cursor_x}') && [ "$columns" -gt 0 ]; do
		[ "$SECONDS" -lt "$until" ] || break
	done
	tmux -S "$terminal" kill-server
	[ "$columns" -gt 0 ] && echo "$columns"
}

@test "columns stand under each other beside wide and combining letters" {
	in_locale ja_JP
	export COLUMNS=90
	run_ok "$cramp" factor new tea amount unit cups label 緑茶
	run_ok "$cramp" factor new cafe amount unit cups label $'Cafe\xcc\x81'
	run_ok "$cramp" tea 2 --night 2026-11-20
	run_ok "$cramp" cafe 3 --night 2026-11-20
	run_ok "$cramp" track tea
	run_ok "$cramp" track cafe
	run_ok "$cramp" show last 2 nights
	# Both numbers end where the titles above them end.
	title=$(grep -m1 緑茶 <<<"$output") row=$(grep "2 cups" <<<"$output")
	[ "$(width "${title%%緑茶*}緑茶")" -eq "$(width "${row%%2 cups*}2 cups")" ]
	[ "$(width "$title")" -eq "$(width "$row")" ]
}
