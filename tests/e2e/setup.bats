# cramp setup: each answer is kept at once, and only what is answered.
load helper

setup() { diary_setup; unset COLUMNS; daemon_start; }
teardown() { diary_teardown; }

answer() { status=0; output=$(printf '%s\n' "$@" | "$cramp" setup 2>"$diary/stderr") || status=$?; stderr=$(cat "$diary/stderr"); }

@test "every question, answered" {
	answer 11pm 6:30 us "coffee, leg fatigue sleep -bedroom" "exercise, cold legs" "dvt and diabetes" "dvt, diabetes" 1957 n n
	[ "$status" -eq 0 ]
	[[ $output == *'I do not know "and"'* ]]
	for pair in bedtime=23:00 wake=06:30 units=us; do
		run_ok "$cramp" config "${pair%=*}"
		expect "${pair#*=}"
	done
	run_ok "$cramp" track --json
	[ "$(jq -sc 'map(select(.tracked).factor) | sort' <<<"$output")" = \
		'["caffeine_mg","cold_legs","exercise_min","fluid_ml","leg_fatigue","loosen_bedding","sleep_debt","stretch","warm_feet"]' ]
	[ "$(jq -sc 'map(select(.suspect).factor) | sort' <<<"$output")" = '["cold_legs","exercise_min"]' ]
	run_ok "$cramp" trait list --json
	[ "$(jq -sc 'map(.trait)' <<<"$output")" = '["deep_vein_thrombosis","diabetes","age"]' ]
	# The daemon goes by the new bedtime at once.
	run_ok "$cramp" remind preview --from 2026-11-23 --days 1 --json
	[ "$(jq -sr '.[0].due' <<<"$output")" = 2026-11-23T22:30:00+01:00 ]
}

@test "Enter changes nothing, q stops" {
	answer "" "" "" "" "" "" "" n n
	[ ! -e "$XDG_CONFIG_HOME/cramp/cramp.conf" ]
	run_ok "$cramp" history --json
	expect ""
	answer 23:15 q
	run_ok "$cramp" config bedtime
	expect 23:15
	run_ok "$cramp" config wake
	expect 07:30
}

@test "a slip is said, and asked again; b goes back" {
	answer 25:00 23:10 b 23:20 half "" "" q
	[[ $output == *"25:00 is no time of day"* ]]
	run_ok "$cramp" config bedtime
	expect 23:20
	answer "" "" "" cofee coffee "" diabtes "" q
	[[ $output == *'I do not know "cofee". Did you mean coffee?'*'I do not know "diabtes". Did you mean diabetes?'* ]]
}

@test "more suspects than count are refused with the reason" {
	answer "" "" "" "" "exercise water caffeine alcohol stretch warm_feet" q
	[[ $output == *"At most 5 factors can be suspected at a time"* ]]
}

@test "without a service manager the desktop starts it at login" {
	answer "" "" "" "" "" "" "" y n
	[[ $output == *"so your desktop starts it: $XDG_CONFIG_HOME/autostart/crampd.desktop"* ]]
	grep -qx "Exec=.*" "$XDG_CONFIG_HOME/autostart/crampd.desktop"
}

@test "with one the units are enabled" {
	mkdir -p "$diary/bin" "$XDG_RUNTIME_DIR/systemd"
	touch "$XDG_RUNTIME_DIR/systemd/private"
	printf '#!/bin/sh\necho "$*" >> %s/asked\n' "$diary" > "$diary/bin/systemctl"
	chmod +x "$diary/bin/systemctl"
	PATH=$diary/bin:$PATH answer "" "" "" "" "" "" "" y n
	[[ $output == *"It starts when you log in"* ]]
	[ "$(cat "$diary/asked")" = "--user --quiet enable crampd.socket crampd.service
--user --quiet start crampd.socket" ]
	printf '#!/bin/sh\nexit 1\n' > "$diary/bin/systemctl"
	PATH=$diary/bin:$PATH answer "" "" "" "" "" "" "" y n
	[[ $output == *"That did not work; systemctl --user enable crampd.socket crampd.service says why."* ]]
}

@test "it ends with a test notification, and starts the daemon at login, unless one says no" {
	answer "" "" "" "" "" "" "" "" ""
	[[ $output == *"so your desktop starts it: "* ]]
	[[ $stderr == *"The test was not shown: "* ]]
	rm -r "$XDG_CONFIG_HOME/autostart"
	answer "" "" "" "" "" "" "" n n
	[ ! -e "$XDG_CONFIG_HOME/autostart" ]
	[ -z "$stderr" ]
	# The end of the input is no answer.
	answer "" "" "" "" "" "" ""
	[ ! -e "$XDG_CONFIG_HOME/autostart" ]
	answer "" "" "" "" "" "" "" n y
	[ "$status" -eq 0 ]
	[[ $stderr == *"The test was not shown: "* ]]
}

@test "it says what bars some advice by the catalogue's names" {
	names=("deep vein thrombosis" neuropathy diabetes "poor circulation" dizziness "heart failure" "kidney disease" haemodialysis)
	answer "" "" "" "" "" "$(printf '%s, ' "${names[@]}")" q
	for name in "${names[@]}"; do
		[[ $(tr -s '\n ' ' ' <<<"$output") == *"left out:"*"$name"*". e.g."* ]] || { echo "no $name"; return 1; }
	done
	# All of them can be typed as they stand there.
	run_ok "$cramp" trait list --json
	[ "$(wc -l <<<"$output")" -eq ${#names[@]} ]
}
