# What goes with the cramps: looks at their nights, kept, confirmed and withdrawn; what is said before, between and after
# them, and why.
load helper

setup() { diary_setup; }
teardown() { diary_teardown; }

first=2026-01-01

# night N: the date of the diary's Nth night
night() { date -u -d "$first + $(($1 - 1)) days" +%F; }

# on_night N: the evening after N nights are over; a daemon that runs is started anew, for its clock is set once.
on_night() {
	daemon_stop
	export CRAMP_NOW=$(night "$(($1 + 1))")T21:00:00Z
	daemon_start
}

# table NIGHTS [TURN]: a diary of its own words. Tea goes with cramps until night TURN and against them from there on, cards
# and water have nothing to do with them; water is told on nine nights of ten. Every sixteenth night is unknown.
table() {
	awk -v n="$1" -v turn="${2:-100000}" -v first="$first" '
	function dice() { seed = seed * 16807 % 2147483647; return seed / 2147483647 }
	BEGIN {
		seed = 20260101
		print "night,cramps,tea,cards,water"
		for (i = 1; i <= n; i++) {
			command = "date -u -d \"" first " + " i - 1 " days\" +%F"; command | getline date; close(command)
			tea = dice() < 0.45; cramp = dice() < ((i < turn ? tea : !tea) ? 0.55 : 0.08); cards = dice() < 0.5; water = 1000 + int(dice() * 200) * 10
			printf "%s,%s,%d,%d,%s\n", date, i % 16 == 0 ? "" : cramp, tea, cards, dice() < 0.1 ? "" : water
		}
	}' > "$diary/table.csv"
}

import() { run_ok "$cramp" import csv "$diary/table.csv" --new-factors; }

# figure JQ WANTED: of the last report
figure() {
	local got
	got=$(jq -c "$1" <<< "$output")
	[ "$got" = "$2" ] || { echo "$1: $got, not $2"; jq -c '.look' <<< "$output"; return 1; }
}

report() { run_ok "$cramp" report "$@" --json; }

# of FACTOR KEY WANTED
of() { figure ".factors[] | select(.id == \"$1\") | .$2" "$3"; }

# says TEXT: it stands in the last output, whichever way its lines are folded
says() { grep -qF "$1" <<< "$(tr -s '\n ' ' ' <<< "$output")" || { echo "it does not say: $1"; echo "$output"; return 1; }; }
says_not() { ! grep -qF "$1" <<< "$(tr -s '\n ' ' ' <<< "$output")" || { echo "it says: $1"; echo "$output"; return 1; }; }

looks() { "$cramp" history all --json | jq -s '[.[] | select(.command == "Look")] | length'; }

@test "before night 84 it says how far it is, and claims nothing" {
	on_night 83
	table 83
	import
	run_ok "$cramp" track --suspect tea
	run_ok "$cramp" track cold_legs suspect
	report
	figure '[.look.preliminary, .look.night, .look.next_nights, .look.next_date, .look.nights]' "[true,83,84,\"$(night 84)\",null]"
	figure '[.factors[] | select(.verdict | IN("not_enough_data", "no_variation", "cannot_be_separated", "unclear") | not)]' '[]'
	figure '[.factors[] | .q, .attribution] | unique' '[null]'
	figure '[.suspects[].id]' '["cold_legs","tea"]'
	run_ok "$cramp" report
	says "What goes with your cramps is said at night 84 of your diary"
	says "You suspect cold legs and tea: keep recording that every day."
	says_not "many as"
	says_not "counts, no verdict"
	says_not "cards"
	run_ok "$cramp" why tea
	says "verdicts begin at night 84"
	says_not "times as many"
	[ "$(looks)" = 0 ]
}

@test "a look is issued at its night, kept, and stands until the next" {
	table 100
	on_night 84
	head -n 85 "$diary/table.csv" > "$diary/part.csv"
	run_ok "$cramp" import csv "$diary/part.csv" --new-factors
	report
	figure '[.look.official, .look.nights, .look.date, .look.recorded, .look.next_nights]' "[true,84,\"$(night 84)\",79,126]"
	of tea verdict '"strong"'
	of tea standing '"new"'
	of tea attribution '"specific"'
	of tea at_look.nights_used 79
	local p=$(jq '.factors[] | select(.id == "tea") | .p' <<< "$output")
	[ "$(looks)" = 1 ]
	report
	[ "$(looks)" = 1 ]
	on_night 100
	import
	report
	figure '[.look.night, .look.nights, .look.changed_since]' '[100,84,false]'
	# The verdict with its p is of the look, the ratio and the nights are today's.
	of tea p "$p"
	of tea nights_used 94
	of tea at_look.nights_used 79
	[ "$(looks)" = 1 ]
	run_ok "$cramp" report
	says "verdicts of $(date -u -d "$(night 84)" '+%a %-d %b'), night 84 of your diary (79 recorded); the next at 126"
	run_ok "$cramp" why tea
	says "from 79 nights. The verdict is that day's; the figures above are today's."
}

@test "a strong link is confirmed by the next look, and withdrawn by the one that does not bear it out" {
	on_night 84
	table 284 127
	head -n 85 "$diary/table.csv" > "$diary/part.csv"
	run_ok "$cramp" import csv "$diary/part.csv" --new-factors
	report
	figure '.factors[] | select(.id == "tea") | [.verdict, .standing]' '["strong","new"]'
	on_night 126
	head -n 127 "$diary/table.csv" > "$diary/part.csv"
	run_ok "$cramp" import csv "$diary/part.csv"
	report
	figure '.factors[] | select(.id == "tea") | [.verdict, .standing]' '["strong","confirmed"]'
	run_ok "$cramp" report
	says "tea · confirmed"
	on_night 284
	import
	report
	figure '[.look.nights, (.factors[] | select(.id == "tea") | .standing)]' '[284,"withdrawn"]'
	run_ok "$cramp" report
	says "tea was called strong at the look before"
	[ "$(looks)" = 3 ]
	# A month of the past has the verdicts of then.
	run_ok "$cramp" report "$(night 130)..$(night 150)"
	says "What went with your cramps, as it was known then: verdicts of"
	says "tea · confirmed"
	run_ok "$cramp" report "$(night 50)..$(night 60)"
	says "By the end of these nights nothing had been said yet"
	says_not "first time"
}

@test "of an imported diary only the newest look is issued" {
	on_night 300
	table 300
	import
	report
	figure '[.look.nights, .look.night]' '[284,300]'
	[ "$(looks)" = 1 ]
	# Nights before the first move the count, and throw nothing away.
	run_ok "$cramp" none "$(date -u -d "$first - 2 days" +%F)"
	report
	figure '[.look.nights, .look.night]' '[284,302]'
	[ "$(looks)" = 1 ]
}

@test "an old night told otherwise is said, an undone import voids its look" {
	on_night 130
	table 130
	import
	report
	figure '[.look.nights, .look.changed_since]' '[126,false]'
	run_ok "$cramp" log "$(night 40)T23:30" left calf
	report
	figure '[.look.nights, .look.changed_since]' '[126,true]'
	run_ok "$cramp" report
	says "The diary up to that night has changed since; the verdicts are those of their day."
	run_ok "$cramp" undo
	report
	figure .look.changed_since false
	run_ok "$cramp" none "$(date -u -d "$first - 1 days" +%F)"
	run_ok "$cramp" undo
	run_ok "$cramp" undo
	report
	figure '[.look.nights, .look.preliminary, .factors]' '[null,true,[]]'
	run_ok "$cramp" redo
	report
	figure '[.look.nights, .look.preliminary]' '[126,false]'
	# Taken back and told anew it has its look anew.
	run_ok "$cramp" undo
	import
	report
	report
	figure '[.look.nights, .look.changed_since]' '[126,false]'
	[ "$(looks)" = 2 ]
}

@test "a suspicion counts only before a verdict" {
	on_night 90
	table 90
	import
	run_ok "$cramp" track --suspect tea
	run_ok "$cramp" untrack tea suspect
	run_ok "$cramp" report
	run_status 1 "$cramp" track --suspect tea
	grep -q '^cramp: A verdict about "tea" was issued' <<< "$stderr"
	run_status 1 "$cramp" track water suspect
	# Of this one there is none.
	run_ok "$cramp" track --suspect cold_legs
}

@test "--look now computes on exactly the range, and keeps nothing" {
	on_night 130
	table 130
	import
	report "$(night 11)..$(night 110)" --look now
	figure '[.look.official, .look.nights, .look.night, .settings.method]' '[false,null,100,"A"]'
	of tea verdict '"strong"'
	of tea nights_used 94
	of tea standing null
	figure '[.factors[] | .q == null] | unique' '[false]'
	[ "$(looks)" = 0 ]
	run_ok "$cramp" report "$(night 11)..$(night 110)" --look now
	says "What goes with your cramps, computed now: not an official look"
	run_status 2 "$cramp" report --look then
}

@test "late entries can be left out, and it is said what they decide" {
	on_night 130
	table 130 1
	# Half of tea was never told in time …
	awk -F, -v OFS=, 'NR > 1 && NR % 2 { $3 = "" } 1' "$diary/table.csv" > "$diary/half.csv"
	run_ok "$cramp" import csv "$diary/half.csv" --new-factors
	# … and remembered much later, the way the theory wants it.
	awk -F, 'NR > 1 && NR % 2 && $2 != "" { print $1, ($2 > 0 ? "yes" : "no") }' "$diary/table.csv" > "$diary/late"
	while read -r on answer; do "$cramp" add tea "$answer" --night "$on"; done < "$diary/late" > /dev/null
	report
	local late=$(jq '.recall.entries' <<< "$output")
	# All but what was told of the night before.
	[ "$late" -ge $(($(wc -l < "$diary/late") - 1)) ]
	figure '[.recall.hours, .recall.left_out]' '[24,false]'
	figure '.recall.changes | contains(["tea"])' true
	figure '[.factors[] | select(.id == "tea") | .cautions[] | select(.kind == "typed_late") | .verdict_without] | length' 1
	run_ok "$cramp" report
	says "Without the $late entries told more than 24 hours late the verdict would be another on"
	run_ok "$cramp" why tea
	says "Without what was told more than 24 hours late the verdict would be:"
	report --max-recall 48
	figure '[.look.official, .recall.hours, .recall.left_out, .recall.entries]' "[false,48,true,$late]"
	[ "$(jq '.factors[] | select(.id == "tea") | .nights_used' <<< "$output")" -lt 70 ]
	run_ok "$cramp" report --max-recall 48h
	says "without the $late entries told more than 48 hours late: not an official look"
	says "With the $late entries told more than 48 hours late the verdict would be another on tea"
	run_status 2 "$cramp" report --max-recall soon
	[ "$(looks)" = 1 ]
}

@test "what was typed after the cramp is counted" {
	on_night 90
	table 90
	import
	awk -F, 'NR > 1 && NR <= 61 { print $1, ($2 > 0 ? 2 : 0) }' "$diary/table.csv" > "$diary/late"
	while read -r on answer; do "$cramp" add cold_legs "$answer" --night "$on"; done < "$diary/late" > /dev/null
	run_ok "$cramp" log "$(night 70)T23:30" calf
	run_ok "$cramp" add cold_legs 3 --night "$(night 70)"
	run_ok "$cramp" report
	says "Typed after that night's cramp, when memory looks for reasons: cold legs on 1 of 5"
	run_ok "$cramp" why cold_legs
	says "On 1 night it was typed after the cramp had come"
}

@test "the ends of a U keep the cuts of the look" {
	on_night 84
	table 84
	import
	report
	local cut=$(jq -c '[.factors[] | select(.end) | .cut]' <<< "$output")
	figure '[.factors[] | .as_judged] | unique' '[null]'
	on_night 110
	# From now on twice as much.
	table 110
	awk -F, -v OFS=, 'NR > 85 && $5 != "" { $5 += 4000 } 1' "$diary/table.csv" > "$diary/more.csv"
	run_ok "$cramp" import csv "$diary/more.csv"
	report
	# Counts are of today, what is said of a verdict keeps to its cut.
	[ "$(jq -c '[.factors[] | select(.end) | .cut]' <<< "$output")" != "$cut" ]
	figure '[.factors[] | select(.end) | .as_judged.cut]' "$cut"
	figure '.factors[] | select(.end == "high") | [.high.nights < 30, .as_judged.high.nights > 35]' '[true,true]'
	run_ok "$cramp" why fluid_ml_high
	says "More water than usual"
	says "of 37 nights with 2.54 l or more (19 %), and on 15 of 52 other nights"
	on_night 126
	report
	figure '[.factors[] | .as_judged] | unique' '[null]'
	run_ok "$cramp" why water
	says "Less water than usual"
	says "More water than usual"
}

@test "a changed delay begins anew" {
	on_night 100
	table 100
	import
	report
	of tea verdict '"strong"'
	# What it is already is no change.
	run_ok "$cramp" track tea lag 0
	report
	of tea verdict '"strong"'
	run_ok "$cramp" track tea lag 1
	report
	figure '.factors[] | select(.id == "tea") | [.verdict, .verdict_reason, .lag]' '["not_enough_data","held",1]'
	run_ok "$cramp" why tea
	says "Its delay was changed less than 84 nights ago, so it begins anew."
	says "what was on Monday, with the night of Tuesday"
}

@test "what no diary can test is listed, and told why" {
	on_night 90
	table 90
	import
	run_ok "$cramp" trait set diabetes
	run_ok "$cramp" trait set statin Simvastatin 20mg
	report
	figure '[.untestable[] | .id] | sort' '["diabetes","statin"]'
	figure '[.factors[] | .id | select(. == "diabetes" or . == "statin")]' '[]'
	run_ok "$cramp" report
	says "cannot be tested by your diary"
	run_ok "$cramp" why statin
	says "Statin: cannot be tested by your diary"
	says "It does not change from night to night"
	run_ok "$cramp" why statin --json
	figure '[.id, .verdict, .verdict_reason]' '["statin",null,"trait"]'
}

@test "a flag beside what it is computed from is no second finding" {
	on_night 90
	table 90
	sed -i '1s/cards/dehydrated/' "$diary/table.csv"
	import
	report
	figure '.factors[] | select(.id == "dehydration") | [.verdict, .verdict_reason, .q]' '["cannot_be_separated","derived_from:fluid_ml",null]'
	figure '.adjusters | contains(["dehydration"])' false
	run_ok "$cramp" report
	says "dehydration: says the same as water"
	run_ok "$cramp" why dehydration
	says "must not be counted twice"
}

@test "why says all of it in words" {
	on_night 130
	table 130
	import
	run_ok "$cramp" why tea
	says "tea: a strong link (verdict of"
	says "Counted A cramp on"
	says "All else equal Some of that may come from the season, the weekday, better and worse weeks"
	says "times as many cramps, give or take: anything from"
	says "By chance If it had nothing to do with your cramps"
	says "Used 122 of the 130 nights of your diary. Of 8 nobody said whether there was a cramp"
	says "A link, not proof of a cause"
	run_ok "$cramp" why cards
	says "cards: no clear link so far"
	says_not "not proof"
	run_ok "$cramp" why water_low --json
	[ "$(jq -r .id <<< "$output")" = fluid_ml_low ]
	run_status 1 "$cramp" why tae
	complaint 'cramp: I know no factor "tae". Did you mean tea?'
	run_status 1 "$cramp" why nocturia
	complaint "cramp: Nothing of toilet trips can be counted yet: it takes a night that is over, told as cramp or free, with a value of it."
}

@test "two reports at once keep one look between them" {
	on_night 90
	table 90
	import
	local pids=() i
	for i in 1 2 3 4; do
		"$cramp" report --json > "$diary/out$i" 2>&1 3>&- 4>&- &
		pids+=($!)
	done
	for i in "${pids[@]}"; do wait "$i"; done
	[ "$(looks)" = 1 ]
	[ "$(jq -s '[.[].look.nights] | unique | .[0]' "$diary"/out?)" = 84 ]
}

@test "a look that could ask nothing is not kept" {
	on_night 200
	run_ok "$cramp" none "$first"
	report
	figure '[.look.night, .look.nights, .look.preliminary]' '[200,null,true]'
	run_ok "$cramp" report
	says "Too little is recorded so far to say what goes with your cramps"
	[ "$(looks)" = 0 ]
	table 200
	import
	report
	figure .look.nights 189
}

@test "looks travel with the diary" {
	on_night 90
	table 90
	import
	report
	local before=$(jq -c '[.look, .factors]' <<< "$output")
	run_ok "$cramp" export ndjson "$diary/all.ndjson"
	daemon_stop
	rm -r "$XDG_DATA_HOME/cramp"
	on_night 90
	run_ok "$cramp" import ndjson "$diary/all.ndjson"
	report
	[ "$(jq -c '[.look, .factors]' <<< "$output")" = "$before" ]
}

@test "what a cramp does to its night is shown beside it, and not tested" {
	on_night 30
	table 30
	import
	for i in 20 21 22 23; do
		local woke=1 quality=good
		if [ "$(awk -F, -v on="$(night $i)" '$1 == on { print $2 }' "$diary/table.csv")" = 1 ]; then woke=4 quality=poor; fi
		run_ok "$cramp" sleep bed 22:50 light 23:10 sol 20m woke $woke 30m wake 6:40 up 7:00 quality $quality --night "$(night $i)"
	done
	report "$(night 15)..$(night 30)"
	figure '[.sleep.cramp.awakenings, .sleep.free.awakenings, .sleep.cramp.quality, .sleep.free.quality]' '[4,1,2,4]'
	# Of the nights before, sleep counts.
	figure '[.factors[].id] | map(select(. | IN("awakenings", "quality", "tst_min", "se_percent", "sore", "sleep_debt")))' '["sleep_debt"]'
	run_ok "$cramp" report "$(night 15)..$(night 30)"
	says "awakenings 4.0 with a cramp, 1.0 without · quality (1 to 5) 2.0 with a cramp, 4.0 without"
}

@test "the glance says how far the diary is" {
	on_night 40
	run_ok "$cramp"
	says_not "verdicts"
	run_ok "$cramp" none "$first"
	run_ok "$cramp"
	says "Diary night 40, the next verdicts at 84"
	run_ok "$cramp" status --json
	figure '[.diary_night, .next_look]' '[40,84]'
}

@test "on a terminal the titles are strong, and nothing else is" {
	on_night 90
	table 90
	import
	for command in "report" "why tea"; do
		run_ok env -u NO_COLOR TERM=xterm script -qec "$cramp $command" /dev/null
		grep -qF $'\e[1m' <<< "$output"
		! grep -qF '?[' <<< "$output" || { echo "$output"; return 1; }
	done
}

@test "what a factor moves with today is named, though its verdict is of a day before" {
	export TZ=Europe/Berlin CRAMP_NOW=2026-11-22T12:30:00+01:00
	daemon_start
	run_ok "$cramp" import csv "$ROOT/tests/data/demo_diary.csv"
	report
	figure '.factors[] | select(.id == "fluid_ml_low") | [.companions, .own.companions]' '[[],["leg_fatigue"]]'
	figure '[.factors[].own | select(. != null) | select(.companions == [])]' '[]'
	run_ok "$cramp" why fluid_ml_low
	says "it goes up and down together with leg fatigue, so the line above"
	run_ok "$cramp" chart factors
	says "or what moves with it (leg fatigue); on its own:"
	says_not "moves with it ()"
}
