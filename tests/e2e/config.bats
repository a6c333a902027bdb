# cramp config: the settings, and the file that keeps them.
load helper

setup() { diary_setup; }
teardown() { diary_teardown; }

conf() { echo "$XDG_CONFIG_HOME/cramp/cramp.conf"; }

@test "every documented setting is listed with value, default and a sentence" {
	run_ok "$cramp" config --json
	[ "$(jq -r .key <<<"$output" | tr '\n' ' ')" = "bedtime lead wake weekly night_starts day_starts snooze private quiet units \
tracked log_command log " ]
	[ "$(jq -c 'select(.value != .default or (.text | endswith(".") | not))' <<<"$output")" = "" ]
}

@test "a setting is changed, kept and put back" {
	run_ok "$cramp" config bedtime 23:00
	expect "bedtime = 23:00   it was 22:30; back: cramp config bedtime 22:30"
	run_ok "$cramp" config bedtime
	expect "23:00"
	run_ok "$cramp" config bedtime --default
	run_ok "$cramp" config bedtime
	expect "22:30"
}

@test "a value of several words needs no quotes" {
	run_ok "$cramp" config weekly sat 9:30
	run_ok "$cramp" config weekly
	expect "sat 09:30"
}

@test "a weekday differs from the rest" {
	run_ok "$cramp" config bedtime.sat 0:30
	run_ok "$cramp" config bedtime.sat
	expect "24:30"
	run_ok "$cramp" config bedtime
	expect "22:30"
}

@test "the file is private and comments stay" {
	mkdir -p "$XDG_CONFIG_HOME/cramp"
	printf '# mine\nlead = 45m\n\n# a sensor\n[sensor bed]\nkind = iio\n' > "$(conf)"
	run_ok "$cramp" config lead 1h
	same_text file "$(printf '# mine\nlead = 1h\n\n# a sensor\n[sensor bed]\nkind = iio')" "$(cat "$(conf)")"
	[ "$(stat -c %a "$(conf)")" = 600 ]
}

@test "a wrong value is refused and changes nothing" {
	run_status 1 "$cramp" config lead soon
	complaint 'cramp: lead is a span of whole minutes from 0m to 12h, not "soon". Nothing was changed.'
	[ ! -e "$(conf)" ]
	run_status 2 "$cramp" config bedtme 22:00
	grep -q 'Did you mean bedtime?' <<<"$stderr"
}

@test "a wrong line of the file is named, and can be repaired" {
	mkdir -p "$XDG_CONFIG_HOME/cramp"
	printf 'lead = 45m\nwake = early\n' > "$(conf)"
	run_ok "$cramp" config lead
	expect "30m"
	grep -q 'cramp.conf, line 2: wake is a time' <<<"$stderr"
	run_status 1 "$cramp" config lead 1h
	run_ok "$cramp" config wake 7:00
	run_ok "$cramp" config lead
	expect "45m"
	[ -z "$stderr" ]
}

@test "no daemon is started by it" {
	run_ok "$cramp" config lead 1h
	run_ok "$cramp" config --reload
	expect "No daemon is running; the next one reads the settings when it starts."
	[ -z "$(ls "$XDG_DATA_HOME")" ]
}

@test "a running daemon follows a change at once" {
	daemon_start
	before=$("$cramp" remind preview --from 2026-11-22 --days 1 --json | jq -r 'select(.kind == "bedtime") | .due')
	[ "$before" = 2026-11-22T22:00:00+01:00 ]
	run_ok "$cramp" config bedtime 23:15
	after=$("$cramp" remind preview --from 2026-11-22 --days 1 --json | jq -r 'select(.kind == "bedtime") | .due')
	[ "$after" = 2026-11-22T22:45:00+01:00 ]
}
