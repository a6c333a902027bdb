# now and over: a cramp while it lasts.
load helper

NOW=2026-11-22T03:10:00+01:00
setup() { diary_setup; unset COLUMNS; daemon_start; }
teardown() { diary_teardown; }

# later TIME COMMAND…: the same night, a little later, for client and daemon
later() {
	daemon_stop
	export CRAMP_NOW=2026-11-22T$1:00+01:00
	daemon_start
	shift
	run_ok "$@"
}

@test "now says what to do for that muscle, keeps the onset, and says how it goes on" {
	run_ok "$cramp" now left calf
	expect "03:10 left calf · started

   Light on, hold on to something. A leg that is swollen, warm or red: do not rub or press it, get help.

   1  Sit up. Leg straight. Pull the toes towards the shin and hold.

   2  Press the hard spot with your thumb. Keep the toes back.

   3  Ease off. Rub from the ankle up to the knee.

      Still there? Stand on it, heel down.

When it is over:   cramp over        how bad, 0 to 10:   cramp over 6
1   night of Sat 21 Nov     undo: cramp undo"
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.onset,.precision,.night,.draft,.severity,.duration_s]' <<<"$output")" = \
		'["2026-11-22T03:10:00+01:00","exact","2026-11-21",true,null,null]' ]
}

@test "over fills the duration and what helped" {
	run_ok "$cramp" now left calf
	later 03:12 "$cramp" over 6 massage helped
	expect "1   left calf · 6/10 · 2 min · Sun 22 Nov 03:10 (night of Sat 21) · relief: massage helped     undo: cramp undo"
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.draft,.severity,.duration_s,.relief[0].worked]' <<<"$output")" = '[false,6,120,true]' ]
	run_ok "$cramp" undo
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.draft,.severity,.duration_s]' <<<"$output")" = '[true,null,null]' ]
}

@test "over can be said again until all is told, and keeps the first end" {
	run_ok "$cramp" now calf stretch swelling
	later 03:12 "$cramp" over
	[[ $output == *"to be completed"*"How bad was it, 0 to 10?  cramp over 6"* ]]
	later 03:30 "$cramp" over 6 massage helped stretch failed --json
	[ "$(jq -c '.episode | [.draft,.duration_s,[.relief[] | [.order,.method,.worked]],.red_flags]' <<<"$output")" = \
		'[false,120,[[1,"massage_upward",true],[2,"stretch_dorsiflex",false]],["swelling"]]' ]
	run_status 1 "$cramp" over 7
	complaint "cramp: No cramp was started that is not over; one that has passed is told with cramp log."
}

@test "after more than an hour the duration stays unknown unless it is said" {
	run_ok "$cramp" now left calf
	later 05:00 "$cramp" over 6
	[[ $output == *"It began 1 h 50 ago, so how long it lasted is left unknown"* ]]
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.draft,.duration_s,.severity]' <<<"$output")" = '[true,null,6]' ]
	run_ok "$cramp" over for 70m --json
	[ "$(jq -c '.episode | [.draft,.duration_s]' <<<"$output")" = '[false,4200]' ]
}

@test "exactly an hour is still taken from the clock" {
	run_ok "$cramp" now left calf
	later 04:10 "$cramp" over --json
	[ "$(jq -c .episode.duration_s <<<"$output")" = 3600 ]
}

@test "a time after over is that of the end" {
	run_ok "$cramp" now 5m ago left calf
	run_ok "$cramp" over 3:07 --json
	[ "$(jq -c .episode.duration_s <<<"$output")" = 120 ]
	run_status 1 "$cramp" over 2:00
	complaint "cramp: The onset must not come after the end."
}

@test "over is for the newest one, and for none of yesterday" {
	run_ok "$cramp" now left calf
	run_ok "$cramp" now 1m ago right foot
	[[ $output == *"One was started at 03:10 already. Is it the same? Then: cramp undo"* ]]
	run_ok "$cramp" over 3 --json
	[ "$(jq -c '.episode | [.side,.onset]' <<<"$output")" = '["left","2026-11-22T03:10:00+01:00"]' ]
	run_ok "$cramp" over 4 --json
	[ "$(jq -c .episode.side <<<"$output")" = '"right"' ]
	run_ok "$cramp" now left calf
	daemon_stop
	export CRAMP_NOW=2026-11-23T08:00:00+01:00
	daemon_start
	run_status 1 "$cramp" over 5
}

@test "what somebody must not do is not advised" {
	run_ok "$cramp" trait set dvt
	run_ok "$cramp" now left calf
	[[ $output == *"Pull the toes towards the shin"* ]]
	[[ $output != *"Press the hard spot"* && $output != *"Rub from the ankle"* ]]
	run_ok "$cramp" trait end dvt 2026-11-20
	run_ok "$cramp" now left calf
	[[ $output == *"Press the hard spot"* ]]
}

@test "a sign among the words is answered before the steps, and bars some" {
	run_ok "$cramp" now left calf swelling
	[[ $output == *"Get medical help now, and do not rub or press the leg"*"Light on"*"1  Sit up."* ]]
	[[ $output != *"Press the hard spot"* && $output != *"Rub from the ankle"* ]]
}

@test "what to do is said without a daemon too, without what may be barred; both entries are entered later" {
	daemon_stop
	run_ok "$cramp" now left calf
	[[ $output == *"1  Sit up."*"Kept; it is entered when the daemon runs again."*"When it is over:"* ]]
	[[ $output != *"Press the hard spot"* ]]
	CRAMP_NOW=2026-11-22T03:12:00+01:00 run_ok "$cramp" over 6 massage helped
	[[ $output == "Kept; it is entered when the daemon runs again."* ]]
	CRAMP_NOW=2026-11-22T07:00:00+01:00 daemon_start
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.draft,.severity,.duration_s,.recorded_at]' <<<"$output")" = '[false,6,120,"2026-11-22T03:10:00+01:00"]' ]
	[ -z "$(ls "$XDG_DATA_HOME/cramp/spool")" ]
}

@test "now is of now, also in the morning" {
	daemon_stop
	export CRAMP_NOW=2026-11-22T07:00:00+01:00
	daemon_start
	run_ok "$cramp" now left calf --json
	[ "$(jq -c '.episode | [.onset,.night]' <<<"$output")" = '["2026-11-22T07:00:00+01:00","2026-11-21"]' ]
	run_status 1 "$cramp" now last night
	run_status 1 "$cramp" now left clf
	[[ $stderr == *"Did you mean calf?"*"Nothing was recorded."* ]]
}

@test "a call of over that is told twice ends one cramp" {
	run_ok "$cramp" now 9m ago left calf
	run_ok "$cramp" now 2m ago right calf
	for i in 1 2; do
		run_ok "$cramp" call org.crampd.Diary.Over '{"uid":"over-twice","zone":"Europe/Berlin","episode":{"severity":4}}'
		[ "$(jq -r .episode.side <<<"$output")" = right ]
	done
	run_ok "$cramp" list episodes --json
	[ "$(jq -sc 'map(.severity)' <<<"$output")" = '[null,4]' ]
}
