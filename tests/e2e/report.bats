# cramp report: a week as it was told, from the words to the figures, and the process that computes it.
load helper

setup() { diary_setup; }
teardown() { diary_teardown; }

# figure JQ WANTED: of the last report
figure() {
	local got
	got=$(jq -c "$1" <<< "$output")
	[ "$got" = "$2" ] || { echo "$1: $got, not $2"; jq -c . <<< "$output"; return 1; }
}

report() { run_ok "$cramp" report "$@" --json; }

# A crampd with a crampd-insight of ours beside it: the rest of the arguments are its script.
with_insight() {
	mkdir "$diary/bin"
	cp "$crampd" "$diary/bin/crampd"
	printf '#!/bin/bash\n%s\n' "$1" > "$diary/bin/crampd-insight"
	chmod +x "$diary/bin/crampd-insight"
	crampd=$diary/bin/crampd
	mkfifo "$diary/gate"
	export diary
}

# begun N: so many reports have begun
begun() { [ "$(cat "$diary/begun" 2>/dev/null | wc -l)" -eq "$1" ]; }

# until_true COMMAND…: waits for it, a minute at most
until_true() {
	local until=$((SECONDS + 60))
	until "$@"; do [ "$SECONDS" -lt "$until" ] || { echo "in vain: $*"; return 1; }; done
}

@test "an empty diary says how to begin, and has no figures" {
	daemon_start
	run_ok "$cramp" report 2026-11-15..2026-11-20
	grep -q 'Your diary is empty so far.' <<< "$output"
	run_ok "$cramp" none
	run_ok "$cramp" report
	grep -q 'Your diary holds no night yet that is over. The night of Sat 21 Nov is not over yet' <<< "$output"
	report
	figure '[.nights.cramp, .nights.free, .episodes, .cramps_per_week, .severity.median, .worst, .change, .factors, .diary.first]' \
		'[0,0,0,null,null,null,null,[],null]'
}

@test "the fixed keys are there" {
	daemon_start
	run_ok "$cramp" none "last night"
	run_ok "$cramp" none 2026-11-20
	run_ok "$cramp" add stretch no --night 2026-11-20
	report
	figure '[has("from","to","nights","episodes","cramps_per_week","factors","settings")] | all' true
	figure '.nights | keys' '["cramp","free","unknown"]'
	figure '.factors[0] | [has("id","label","unit","kind","lag","low","high")] | all' true
	figure '.factors[0].low | keys' '["cramp_nights","edge","median","nights","percent","wilson_high","wilson_low"]'
	figure '.factors[0].kind' '"binary"'
	figure '.settings.method' '"A"'
}

@test "a week is counted by its recorded nights" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	run_ok "$cramp" none 2026-11-15..2026-11-17
	run_ok "$cramp" log 2026-11-19T02:40 both calf 8 for 4m massage helped
	run_ok "$cramp" log 2026-11-19T04:15 left foot 3 for 30s stretch
	run_ok "$cramp" log 2026-11-22T03:10 left calf 6 for 2m
	run_ok "$cramp" none 2026-11-20
	report
	figure '[.from, .to, .ended, .recorded]' '["2026-11-15","2026-11-21",7,6]'
	figure .nights '{"cramp":2,"free":4,"unknown":1}'
	figure .episodes 3
	figure .cramps_per_week 3.5
	figure '[.strip[].state]' '["free","free","free","cramp","unknown","free","cramp"]'
	figure .severity '{"episodes":3,"median":6,"max":8}'
	figure .duration_s '{"episodes":3,"median":120,"max":240}'
	figure .sides '{"left":2,"right":0,"both":1,"unknown":0}'
	figure '[.muscles[] | [.muscle, .episodes]]' '[["calf",2],["foot_sole",1]]'
	figure '[.hours[2,3,4], .hour_unknown]' '[1,1,1,0]'
	figure '[.worst.night, .worst.severity, .worst.onset]' '["2026-11-18",8,"2026-11-19T02:40:00+01:00"]'
	figure '[.relief[] | [.method, .used, .worked]]' '[["massage_upward",1,1],["stretch_dorsiflex",1,0]]'
	figure '[.before.from, .before.to, .before.cramps_per_week, .change]' '["2026-10-18","2026-11-14",null,null]'
	run_ok "$cramp" report
	grep -q '^3 cramps on 2 of 6 recorded nights, or 3.5 a week.' <<< "$output"
	grep -qF '○ ○ ○ ● ? ○ ●' <<< "$output"
	grep -qF 'Helped    massage 1 of 1' <<< "$output"
	run_ok "$cramp" undo
	run_ok "$cramp" undo
	report
	figure .nights '{"cramp":1,"free":3,"unknown":3}'
}

@test "a cramp after midnight is the evening's, in any zone" {
	NOW=2026-11-22T14:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	run_ok "$cramp" log 3:10 calf
	TZ=America/New_York report
	figure '[.strip[] | select(.state == "cramp") | .night]' '["2026-11-21"]'
	figure '.hours[3]' 1
}

@test "relief of which nobody said whether it helped is not said to have failed" {
	NOW=2026-11-22T14:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	run_ok "$cramp" log 3:10 left calf stretch
	run_ok "$cramp" report
	grep -q '^Helped    stretch 1 time, not said if it did$' <<< "$output"
	run_ok "$cramp" log 4:10 left calf stretch massage helped
	run_ok "$cramp" report
	grep -q '^Helped    stretch 0 of 1 · massage 1 of 1$' <<< "$output"
}

@test "a night that is not over counts nowhere" {
	daemon_start
	run_ok "$cramp" none 2026-11-15..2026-11-20
	run_ok "$cramp" log 3:10 left calf 9
	report
	figure '[.to, .ended, .episodes, .cramps_per_week, .worst]' '["2026-11-21",6,0,0,null]'
	run_ok "$cramp" report
	grep -q 'The night of Sat 21 Nov is not over yet and counts nowhere.' <<< "$output"
	report 2026-11-22..2026-11-28
	figure '[.ended, .nights.unknown, .cramps_per_week]' '[0,0,null]'
}

@test "three recorded nights of seven give no rate" {
	daemon_start
	run_ok "$cramp" none 2026-11-15..2026-11-16
	run_ok "$cramp" log 2026-11-18T03:00 calf
	report
	figure '[.episodes, .recorded, .enough, .cramps_per_week]' '[1,3,false,null]'
	run_ok "$cramp" report
	grep -q 'How many a week cannot be said' <<< "$output"
	run_ok "$cramp" none 2026-11-18
	report
	figure '[.enough, .cramps_per_week]' '[true,1.75]'
}

@test "the four weeks before are compared with" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	run_ok "$cramp" none 2026-10-18..2026-11-05
	run_ok "$cramp" log 2026-11-07T03:00 calf
	run_ok "$cramp" none 2026-11-15..2026-11-21
	report
	figure '[.before.recorded, .before.episodes, .before.cramps_per_week, .change]' '[20,1,0.35,-0.35]'
	run_ok "$cramp" report
	grep -q '^No cramp on 7 recorded nights. The four weeks before: 0.[34] a week.' <<< "$output"
}

@test "a cramp by day is told apart" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	run_ok "$cramp" none 2026-11-15..2026-11-20
	run_ok "$cramp" log 2026-11-21T15:00 calf exercise 9
	report
	figure '[.daytime, .episodes, .nights.cramp]' '[1,0,0]'
	run_ok "$cramp" report
	grep -q '^By day    1 cramp' <<< "$output"
}

@test "sleep is compared between cramp and free nights" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	run_ok "$cramp" none 2026-11-20
	run_ok "$cramp" sleep bed 22:50 light 23:10 sol 20m woke 2 30m wake 6:40 up 7:00 --night 2026-11-20
	run_ok "$cramp" log 2026-11-22T03:10 calf
	run_ok "$cramp" sleep wake 6:00 --night 2026-11-21
	report
	# the worked example of the documents: 400 of 490 minutes
	figure '[.sleep.free.tst_min, (.sleep.free.se_percent * 10 | round), .sleep.free.tst_nights]' '[400,816,1]'
	figure '[.sleep.cramp.tst_min, .sleep.cramp.tst_nights]' '[null,0]'
}

@test "water has two ends, and rough words set them" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	run_ok "$cramp" none 2026-11-15..2026-11-18
	run_ok "$cramp" add water less --night 2026-11-15
	run_ok "$cramp" add water usual --night 2026-11-16
	run_ok "$cramp" add water more --night 2026-11-17
	report
	figure '[.factors[] | [.id, .kind, .low.nights, .high.nights]]' '[["fluid_ml_low","binary",2,1],["fluid_ml_high","binary",2,1]]'
	figure '[.factors[0] | .source, .end, .tracked]' '["fluid_ml","low",true]'
}

@test "what was not done and what was not told are two things" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	run_ok "$cramp" add stretch yes --night 2026-11-20
	run_ok "$cramp" add stretch no --night 2026-11-19
	run_ok "$cramp" add socks yes --night 2026-11-20
	report
	figure '.measures[] | select(.id == "stretch") | [.done, .not_done, .unknown]' '[1,1,5]'
	figure '.measures[] | select(.id == "warm_feet") | [.done, .not_done, .unknown]' '[1,0,6]'
	figure '.measures[] | select(.id == "loosen_bedding") | [.done, .not_done, .unknown]' '[0,0,7]'
}

@test "counts are shown of tracked factors, the others are in --json" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	awk 'BEGIN {
		print "night,cramps,alcohol,magnesium"
		for (i = 0; i < 92; i++) {
			month = i < 31 ? 8 : i < 61 ? 9 : 10; day = i < 31 ? i + 1 : i < 61 ? i - 30 : i - 60
			printf "2026-%02d-%02d,%d,%d,%d\n", month, day, i % 3 == 0, i % 2 * 2, i % 2 * 300
		}
	}' > "$diary/table.csv"
	run_ok "$cramp" import csv "$diary/table.csv"
	run_ok "$cramp" track alcohol
	report
	figure '[.factors[] | [.id, .tracked, .low.nights, .high.nights]]' '[["magnesium_mg",false,46,46],["alcohol_units",true,46,46]]'
	run_ok "$cramp" report
	output=$(sed -n '/counts, no verdict/,$p' <<< "$output")
	grep -q '^alcohol' <<< "$output"
	grep -q '^  2 units or more *15 of 46 nights  *33 %   (21 to 47 %)$' <<< "$output"
	[ "$(grep -c magnesium <<< "$output")" = 0 ]
}

@test "before the first look there is no table of factors" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	awk 'BEGIN { print "night,cramps,stretch"; for (i = 1; i <= 31; i++) printf "2026-10-%02d,%d,%d\n", i, i % 3 == 0, i % 2 }' > "$diary/table.csv"
	run_ok "$cramp" import csv "$diary/table.csv"
	run_ok "$cramp" report
	[ "$(grep -c 'counts, no verdict' <<< "$output")" = 0 ]
	report
	figure '.factors[] | [.id, .low.nights, .high.nights]' '["stretch",15,16]'
}

@test "the longest range there is" {
	daemon_start
	run_ok "$cramp" none 2026-11-15
	report 1901-01-01..9999-12-31
	figure '[.from, .to, .nights.free, .strip]' '["1901-01-01","9999-12-31",1,null]'
	run_ok "$cramp" report 1901-01-01..9999-12-31
}

@test "a range that is none is refused in one sentence" {
	daemon_start
	run_status 2 "$cramp" report yestreday
	grep -q '^cramp: ' <<< "$stderr"
	run_status 2 "$cramp" report 2026-11-22..2026-11-01
	run_status 1 "$cramp" call org.crampd.Report.Report '{"from":"2026-11-31"}'
	grep -q '2026-11-31' <<< "$stderr"
	run_status 1 "$cramp" call org.crampd.Report.Report '{"from":"2026-11-22","to":"2026-11-21"}'
	complaint 'cramp: The first day must not come after the last day.'
	run_status 1 "$cramp" call org.crampd.Report.Report '{"to":"2026-11-21","since":"2026-11-22"}'
	grep -q '^cramp: ' <<< "$stderr"
	run_status 1 "$cramp" call org.crampd.Report.Report '{"since":"last year"}'
	grep -q 'last year' <<< "$stderr"
}

@test "what pictures are drawn from comes when it is asked for, from the first night on record" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	run_ok "$cramp" none 2026-11-01..2026-11-20
	run_ok "$cramp" log 2026-11-21T03:10 left calf 8 for 12m swelling
	run_ok "$cramp" report --json
	[ "$(jq .pictures <<< "$output")" = null ]
	run_ok "$cramp" call org.crampd.Report.Report '{"since":"0001-01-01"}'
	[ "$(jq -c '.report.pictures | [.from, .to, .ended, .recorded, (.calendar | length), (.weeks | length)]' <<< "$output")" = \
		'["2026-11-01","2026-11-21",21,20,21,3]' ]
	[ "$(jq -c '.report.pictures | .calendar[18:]' <<< "$output")" = '[0,1,null]' ]
	[ "$(jq -c '[.report.pictures.red_flags[] | [.id, .times, .nights, .words]]' <<< "$output")" = \
		'[["long_cramp",1,["2026-11-20"],[]],["one_leg_swollen",1,["2026-11-20"],["swelling"]]]' ]
	# A diary without a night has pictures too.
	run_ok "$cramp" call org.crampd.Report.Report '{"to":"2020-01-01","since":"2019-01-01"}'
	[ "$(jq -c '.report.pictures | [.recorded, .cramps_per_week, .red_flags]' <<< "$output")" = '[0,null,[]]' ]
}

@test "a report knows what the same write told before it" {
	NOW=2026-11-22T22:00:00+01:00 && export CRAMP_NOW=$NOW
	daemon_start
	local none='{"method":"org.crampd.Diary.None","parameters":{"uid":"u1","zone":"Europe/Berlin","nights":["2026-11-20"]}}'
	local ask='{"method":"org.crampd.Report.Report","parameters":{}}'
	run_ok bash -c "printf '%s\0%s\0' '$none' '$ask' | socat -t 30 - UNIX-CONNECT:$XDG_RUNTIME_DIR/cramp/org.crampd.Diary | tr '\0' '\n'"
	output=$(tail -n 1 <<< "$output")
	figure .parameters.report.nights.free 1
}

@test "a report whose program crashes is one clear error, and the daemon goes on" {
	daemon_may_warn
	with_insight 'kill -SEGV $$'
	daemon_start
	run_status 4 "$cramp" report
	complaint 'cramp: The report could not be computed: it was ended by signal 11 (Segmentation fault).'
	run_ok "$cramp" none 2026-11-20
}

@test "a report whose program talks nonsense is one clear error" {
	daemon_may_warn
	with_insight 'cat > /dev/null; echo "{"'
	daemon_start
	run_status 4 "$cramp" report
	grep -q '^cramp: The report could not be computed: what it said makes no sense' <<< "$stderr"
}

@test "a report whose asker goes away is ended" {
	with_insight 'echo $$ > "$diary/pid.new"; mv "$diary/pid.new" "$diary/pid"; exec cat "$diary/gate"'
	daemon_start
	"$cramp" report > /dev/null 2>&1 3>&- 4>&- &
	local asker=$!
	until_true test -s "$diary/pid"
	kill -TERM "$asker"
	wait "$asker" || true
	timeout 30 tail --pid="$(cat "$diary/pid")" -f /dev/null
	run_ok "$cramp" none 2026-11-20
}

@test "two reports at once, the others in turn, and logging does not wait" {
	with_insight 'mkfifo "$diary/gate.$$"; echo $$ >> "$diary/begun"; read -r line < "$diary/gate.$$"; echo "{\"from\":\"2026-11-15\"}"'
	daemon_start
	local pids=() i
	for i in 1 2 3 4; do
		"$cramp" report --json > "$diary/out$i" 2>&1 3>&- 4>&- &
		pids+=($!)
	done
	until_true begun 2
	# All four are in, and somebody else is answered meanwhile.
	until_true eval '[ "$(grep -c "$XDG_RUNTIME_DIR/cramp/" /proc/net/unix)" -ge 5 ]'
	run_ok "$cramp" none 2026-11-20
	begun 2
	for i in $(head -n 2 "$diary/begun"); do echo go > "$diary/gate.$i"; done
	until_true begun 4
	for i in $(tail -n 2 "$diary/begun"); do echo go > "$diary/gate.$i"; done
	for i in 0 1 2 3; do wait "${pids[i]}"; done
	[ "$(cat "$diary"/out? | sort -u)" = '{"from":"2026-11-15"}' ]
}

@test "the daemon stops at once while a report is computed" {
	with_insight 'echo $$ > "$diary/pid.new"; mv "$diary/pid.new" "$diary/pid"; exec cat "$diary/gate"'
	daemon_start
	"$cramp" report > /dev/null 2>&1 3>&- 4>&- &
	local asker=$!
	until_true test -s "$diary/pid"
	daemon_stop
	timeout 30 tail --pid="$(cat "$diary/pid")" -f /dev/null
	status=0
	wait "$asker" || status=$?
	[ "$status" = 3 ]
}
