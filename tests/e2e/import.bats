# Whole diaries in and out: what a file says is entered once, as one step, and never overrules what a person told.
load helper

setup() { diary_setup; daemon_start; data=$ROOT/tests/data; }
teardown() { diary_teardown; }

everything() { "$cramp" export ndjson; }
facts() { "$cramp" list episodes --json; "$cramp" list readings --json; "$cramp" list nights --json; }

@test "a year's table: the second time changes nothing, not even the journal" {
	run_ok "$cramp" import csv "$data/demo_diary.csv" --json
	[ "$(jq -c '[.nights,.unchanged,(.left|length),(.skipped|length)]' <<<"$output")" = "[$(($(wc -l < "$data/demo_diary.csv") - 1)),0,0,0]" ]
	added=$(jq .added <<<"$output")
	before=$(everything)
	run_ok "$cramp" import csv "$data/demo_diary.csv" --json
	[ "$(jq -c '[.batch,.added,(.left|length)]' <<<"$output")" = "[null,0,0]" ]
	[ "$added" -gt 3000 ]
	same_text export "$before" "$(everything)"
}

@test "an import is one step of undo, and can be made again" {
	empty=$(facts)
	run_ok "$cramp" import csv "$data/demo_diary.csv"
	full=$(facts)
	run_ok "$cramp" undo
	same_text "after undo" "$empty" "$(facts)"
	run_ok "$cramp" import csv "$data/demo_diary.csv"
	same_text "after the second import, but for ids and the time of telling" "$(jq -c 'del(.id, .recorded_at)' <<<"$full")" "$(jq -c 'del(.id, .recorded_at)' <<<"$(facts)")"
	run_ok "$cramp" undo
	run_ok "$cramp" redo
	same_text "after redo, but for ids and the time of telling" "$(jq -c 'del(.id, .recorded_at)' <<<"$full")" "$(jq -c 'del(.id, .recorded_at)' <<<"$(facts)")"
}

@test "what a person told stays, and is listed" {
	run_ok "$cramp" none --night 2026-11-18
	run_ok "$cramp" log --night 2026-11-19 left calf 7
	run_ok "$cramp" water 300ml --night 2026-11-20
	told=$(facts)
	printf 'night,cramps,water\n2026-11-18,2,\n2026-11-19,0,1500\n2026-11-20,0,1500\n2026-11-17,1,900\n' > "$diary/t.csv"
	run_ok "$cramp" import csv "$diary/t.csv"
	same_text "the list" "  line 4, night of 2026-11-20: another value is on record
  line 3, night of 2026-11-19: a cramp is on record
  line 2, night of 2026-11-18: the night is on record as free" "$(grep '^  line' <<<"$output")"
	[ "$("$cramp" list readings --json | jq -c 'select(.night=="2026-11-20")|.value')" = 300 ]
	[ "$("$cramp" list nights --json | jq -c 'select(.night=="2026-11-18")|[.state,.episodes]')" = '["free",0]' ]
	[ "$("$cramp" list nights --json | jq -c 'select(.night=="2026-11-17")|[.state,.episodes]')" = '["cramp",1]' ]
	[ "$("$cramp" list readings --json | jq -c 'select(.night=="2026-11-19")|[.factor,.value,.source]')" = '["fluid_ml",1500,"import:csv"]' ]
}

@test "a file with a bad line enters nothing, and every bad line is named" {
	printf 'night,cramps,water\n2026-11-18,1,900\n2026-11-19,x,\n2026-11-20,1,-5\n' > "$diary/t.csv"
	before=$(everything)
	run_status 1 "$cramp" import csv "$diary/t.csv"
	complaint "cramp: $diary/t.csv: line 3: cramps cannot be \"x\"; expected a whole number from 0 to 50, or nothing if unknown.
cramp: $diary/t.csv: line 4: fluid_ml -5 is outside 0 to 20000 ml.
Nothing was imported."
	same_text export "$before" "$(everything)"
}

@test "what no importer can read gets one sentence" {
	run_status 1 "$cramp" import csv "$diary/nowhere.csv"
	complaint "cramp: $diary/nowhere.csv cannot be opened: No such file or directory."
	run_status 1 "$cramp" import csv "$diary"
	complaint "cramp: $diary is a directory; name the file in it."
	printf 'night,cramps\n2026-11-18,\xff\n' > "$diary/latin.csv"
	run_status 1 "$cramp" import csv "$diary/latin.csv"
	complaint "cramp: $diary/latin.csv is not UTF-8 text; save it as \"CSV UTF-8\"."
	run_status 1 "$cramp" import sleep-as-android "$data/demo_diary.csv"
	[ "$(head -n 1 <<<"$stderr")" = "cramp: $data/demo_diary.csv: line 1: is no Sleep as Android export: it must begin with Id,Tz,From,To." ]
	run_status 2 "$cramp" import fitbit "$diary/x"
	head -c 300 "$data/sleep-as-android/sleep-export.1.zip" > "$diary/cut.zip"
	run_status 1 "$cramp" import sleep-as-android "$diary/cut.zip"
	complaint "cramp: $diary/cut.zip begins like a zip file and is none that can be read."
}

@test "columns become own factors only when asked for" {
	printf 'night,cramps,Hot bath,steps\n2026-11-18,1,1,7.5\n2026-11-19,0,0,3\n' > "$diary/t.csv"
	run_status 1 "$cramp" import csv "$diary/t.csv"
	run_ok "$cramp" import csv --new-factors "$diary/t.csv"
	[ "$("$cramp" list readings --json | jq -c 'select(.factor=="hot_bath")|[.night,.value]' | tr '\n' ' ')" = '["2026-11-18",true] ["2026-11-19",false] ' ]
	[ "$("$cramp" list readings --json | jq -c 'select(.factor=="steps")|.value' | tr '\n' ' ')" = '7.5 3 ' ]
	run_ok "$cramp" undo
	run_status 1 "$cramp" import csv "$diary/t.csv"
}

@test "every Sleep as Android export: twice, and undone" {
	for zip in "$data"/sleep-as-android/*.zip; do
		empty=$(facts)
		run_ok "$cramp" import sleep-as-android "$zip" --json
		added=$(jq .added <<<"$output")
		before=$(everything)
		run_ok "$cramp" import sleep-as-android "$zip" --json
		[ "$(jq -c '[.added,(.left|length)]' <<<"$output")" = "[0,0]" ] || { echo "$zip: $output"; return 1; }
		same_text "$zip the second time" "$before" "$(everything)"
		if [ "$added" -gt 0 ]; then
			run_ok "$cramp" undo
			same_text "$zip undone" "$empty" "$(facts)"
		fi
	done
}

@test "the csv inside the zip is the same export" {
	unzip -p "$data/sleep-as-android/sleep-export.1606736472.zip" sleep-export.csv > "$diary/e.csv"
	run_ok "$cramp" import sleep-as-android "$data/sleep-as-android/sleep-export.1606736472.zip"
	before=$(everything)
	run_ok "$cramp" import sleep-as-android "$diary/e.csv"
	same_text export "$before" "$(everything)"
}

@test "an export of everything reads back into an empty diary to the same bytes" {
	run_ok "$cramp" import csv "$data/demo_diary.csv"
	run_ok "$cramp" log 3:10 left calf 7 for 2m massage helped note "quotes \" and ünïcode"
	run_ok "$cramp" sleep bed 22:50 light 23:10 sol 20m wake 6:40 up 7:00
	run_ok "$cramp" trait set diuretic furosemide 40mg
	run_ok "$cramp" undo
	run_ok "$cramp" export ndjson "$diary/a.ndjson"
	daemon_stop
	rm -rf "$XDG_DATA_HOME/cramp"
	daemon_start
	run_ok "$cramp" import ndjson "$diary/a.ndjson"
	run_ok "$cramp" export ndjson "$diary/b.ndjson"
	cmp "$diary/a.ndjson" "$diary/b.ndjson"
	run_ok "$cramp" redo
	[ "$("$cramp" trait list --json | jq -r .name)" = furosemide ]
}

@test "the nightly table that is written reads back to the same nights" {
	run_ok "$cramp" import csv "$data/demo_diary.csv"
	"$cramp" export csv > "$diary/a.csv"
	daemon_stop
	rm -rf "$XDG_DATA_HOME/cramp"
	daemon_start
	run_ok "$cramp" import csv "$diary/a.csv"
	"$cramp" export csv > "$diary/b.csv"
	cmp "$diary/a.csv" "$diary/b.csv"
}

@test "an export never leaves half a file, and says why it cannot" {
	run_ok "$cramp" none
	run_status 1 "$cramp" export ndjson "$diary/no/where"
	complaint "cramp: $diary/no/where cannot be written: No such file or directory."
	echo old > "$diary/x.ndjson"
	daemon_stop
	export CRAMP_DAEMON=/nonexistent
	run_status 3 "$cramp" export ndjson "$diary/x.ndjson"
	[ "$(cat "$diary/x.ndjson")" = old ]
	[ "$(find "$diary" -maxdepth 1 -name 'x.ndjson*' | wc -l)" = 1 ]
}

@test "an export and a backup go where they are told to" {
	run_ok "$cramp" none
	"$cramp" export csv > "$diary/plain"
	ln -s target "$diary/link"
	run_ok "$cramp" export csv "$diary/link" --json
	expect "{\"format\":\"csv\",\"path\":\"$diary/link\"}"
	[ "$(readlink "$diary/link")" = target ] && cmp "$diary/plain" "$diary/target"
	# what is no plain file is not replaced by one
	mkfifo "$diary/pipe"
	cat "$diary/pipe" > "$diary/through" & reader=$!
	run_ok "$cramp" export csv "$diary/pipe"
	wait "$reader"
	[ -p "$diary/pipe" ] && cmp "$diary/plain" "$diary/through"
	run_status 1 "$cramp" export ndjson /dev/full
	complaint "cramp: /dev/full cannot be written: No space left on device."
	run_status 1 "$cramp" backup /dev/full
	complaint "cramp: /dev/full cannot be written: No space left on device."
	[ -c /dev/full ]
	for command in "export csv" backup; do
		# shellcheck disable=SC2086
		run_status 1 "$cramp" $command "$diary"
		complaint "cramp: $diary cannot be written: Is a directory."
	done
	[ -z "$(find "$diary" -mindepth 1 -maxdepth 1 -name '*.??????' -newer "$diary/plain")" ]
}

@test "a diary of which nothing was told yet has a backup too" {
	[ ! -e "$XDG_DATA_HOME/cramp/backups" ]
	run_ok "$cramp" backup
	[ "$(find "$XDG_DATA_HOME/cramp/backups" -perm 600 | wc -l)" = 1 ]
}

@test "a backup is a whole diary in one file" {
	run_ok "$cramp" import csv "$data/demo_diary.csv"
	run_ok "$cramp" backup "$diary/copy.db"
	[ "$(stat -c %a "$diary/copy.db")" = 600 ]
	[ "$(sqlite3 "$diary/copy.db" 'PRAGMA integrity_check; PRAGMA journal_mode; SELECT count(*) FROM episode')" = "ok
delete
$("$cramp" list episodes --json | wc -l)" ]
	[ -z "$(find "$XDG_DATA_HOME/cramp/backups" -name 'asked-*')" ]
	run_ok "$cramp" backup
	[ "$(find "$XDG_DATA_HOME/cramp/backups" -name 'asked-*' | wc -l)" = 1 ]
}

@test "an import that is not finished is forgotten" {
	before=$(everything)
	printf '%s\0' '{"method":"org.crampd.Transfer.Begin","parameters":{"uid":"u","zone":"Europe/Berlin","format":"csv"}}' \
		'{"method":"org.crampd.Transfer.Stage","parameters":{"rows":[{"kind":"free","key":"k","line":2,"night":"2026-11-18"}]}}' |
		socat -t5 - "UNIX-CONNECT:$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" > "$diary/replies"
	[ "$(tr '\0' '\n' < "$diary/replies" | jq -c .parameters | tr '\n' ' ')" = '{} {"staged":1} ' ]
	same_text export "$before" "$(everything)"
	run_status 1 "$cramp" call org.crampd.Transfer.Commit
}

@test "a table as a spreadsheet saves it: a byte order mark, CRLF, semicolons" {
	printf '\xef\xbb\xbfnight;cramps;water\r\n2026-11-18;2;"300"\r\n2026-11-19;0;\r\n' > "$diary/t.csv"
	run_ok "$cramp" import csv "$diary/t.csv"
	expect "$diary/t.csv: 2 nights read, 4 entries added.          undo: cramp undo"
	[ "$("$cramp" list nights --json | jq -c '[.night,.state,.episodes,.readings.fluid_ml]' | tr '\n' ' ')" = '["2026-11-18","cramp",2,300] ["2026-11-19","free",0,null] ' ]
}

@test "what is no fact of a night is no column" {
	printf 'night,sleep_debt,age\n2026-11-18,400,1960\n' > "$diary/t.csv"
	run_status 1 "$cramp" import csv "$diary/t.csv"
	complaint "cramp: $diary/t.csv: line 1: \"sleep_debt\" is worked out from what the diary knows; leave the column out.
cramp: $diary/t.csv: line 1: \"age\" is a standing circumstance, not something of a night: cramp trait set age.
Nothing was imported."
	run_status 1 "$cramp" call org.crampd.Diary.Add '{"uid":"u","zone":"Europe/Berlin","reading":{"factor":"sleep_debt","value":400,"night":"2026-11-18"}}'
	complaint "cramp: sleep_debt takes no reading: it is worked out from what the diary knows."
}

@test "nights before 1900, to come, or told twice are named" {
	printf 'night,cramps\n1899-12-31,0\n2026-11-23,0\n1900-01-01,0\n2026-11-18,0\n2026-11-18,1\n' > "$diary/t.csv"
	run_status 1 "$cramp" import csv "$diary/t.csv"
	complaint "cramp: $diary/t.csv: line 2: 1899-12-31 is before 1900.
cramp: $diary/t.csv: line 3: the night of 2026-11-23 has not begun.
cramp: $diary/t.csv: line 6: the night of 2026-11-18 stands in line 5 too.
Nothing was imported."
}

@test "what was told this morning of today comes back from its own table" {
	run_ok "$cramp" none
	run_ok "$cramp" water 300ml
	run_ok "$cramp" export csv "$diary/own.csv"
	[[ $(tail -n 1 "$diary/own.csv") == 2026-11-22,* ]]
	run_ok "$cramp" import csv "$diary/own.csv"
	[[ $output == *"2 nights read, 0 entries added, 2 on record already."* ]]
}

@test "more than an import may hold is refused before it is sent" {
	awk 'BEGIN {
		printf "night"
		for (i = 0; i < 10; i++) printf ",c%d", i
		for (y = 1900; y < 1960; y++)
			for (m = 1; m <= 12; m++)
				for (d = 1; d <= 28; d++) {
					printf "\n%d-%02d-%02d", y, m, d
					for (i = 0; i < 10; i++) printf ",2"
				}
		print ""
	}' > "$diary/t.csv"
	run_status 1 "$cramp" import csv --new-factors "$diary/t.csv"
	complaint "cramp: $diary/t.csv: holds more than 200000 entries; cut it into several files.
Nothing was imported."
}

# send_rows ROW: one import, as another program might send them; the replies in $output
send_rows() {
	output=$(printf '%s\0' '{"method":"org.crampd.Transfer.Begin","parameters":{"uid":"u","zone":"Europe/Berlin","format":"csv"}}' \
		"{\"method\":\"org.crampd.Transfer.Stage\",\"parameters\":{\"rows\":[$1]}}" '{"method":"org.crampd.Transfer.Commit"}' |
		socat -t5 - "UNIX-CONNECT:$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" | tr '\0' '\n' | tail -n 1)
}

@test "a row that cannot be is named as it was told" {
	send_rows '{"kind":"reading","key":"k","line":3,"night":"2026-11-18","factor":"nonsense","value":3}'
	[ "$(jq -c '[.error,.parameters]' <<<"$output")" = '["org.crampd.Transfer.BadRow",{"line":3,"field":"factor","value":"nonsense","expected":"a word of the catalogue"}]' ]
	send_rows "{\"kind\":\"nap\",\"key\":\"k\",\"line\":4,\"start\":\"2026-11-18T14:00:00+01:00\",\"end\":\"2026-11-18T15:00:00+01:00\",\"note\":\"$(printf 'ü%.0s' $(seq 2049))\"}"
	[ "$(jq -r '.parameters|[.line,.field,.value,.expected]|@csv' <<<"$output")" = "4,\"note\",\"$(printf 'ü%.0s' $(seq 40))\",\"plain text of at most 4096 bytes\"" ]
}

@test "what is no export, or only part of one, is not restored" {
	run_ok "$cramp" import csv "$data/demo_diary.csv"
	"$cramp" export ndjson > "$diary/a.ndjson"
	daemon_stop
	rm -rf "$XDG_DATA_HOME/cramp"
	daemon_start
	before=$(everything)
	: > "$diary/empty"
	run_status 1 "$cramp" import ndjson "$diary/empty"
	complaint 'cramp: There is no object of type "diary": this is no export. Nothing was imported.'
	for lines in 2 50 "$(($(wc -l < "$diary/a.ndjson") - 1))"; do
		head -n "$lines" "$diary/a.ndjson" > "$diary/cut"
		run_status 1 "$cramp" import ndjson "$diary/cut"
		complaint "cramp: The export is not complete: what is on record and what its history says differ. Nothing was imported."
	done
	sed '3s/"type":"journal"/"type":"dream"/' "$diary/a.ndjson" > "$diary/odd"
	run_status 1 "$cramp" import ndjson "$diary/odd"
	complaint 'cramp: Line 3: An object of type "dream" is not as crampd writes it: something is missing, of the wrong type or too long. Nothing was imported.'
	same_text export "$before" "$(everything)"
	run_ok "$cramp" import ndjson "$diary/a.ndjson"
	expect "$diary/a.ndjson: the whole diary, $(wc -l < "$diary/a.ndjson") objects."
	run_ok "$cramp" import ndjson "$diary/a.ndjson"
	expect "$diary/a.ndjson: all of it is on record already."
}
