# The daemon that the client starts, and entries that are told where none can be had.
load helper

setup() { diary_setup; }
teardown() { client_daemon_stop || true; diary_teardown; }

pid_of_daemon() { "$cramp" status --json | jq .pid; }

@test "the first command starts the daemon; it goes on after the terminal has gone" {
	unset CRAMP_DAEMON
	# A terminal of its own that ends with the command: whatever still belongs to it is hung up.
	script -qec "'$cramp' log 3:10 left calf 7" "$diary/typescript" >/dev/null 2>&1 3>&- </dev/null
	grep -q "left calf · 7/10" "$diary/typescript"
	pid=$(pid_of_daemon)
	kill -0 "$pid"
	[ "$(ps -o tty= -p "$pid" | tr -d ' ')" = "?" ]
	[ "$(ps -o sid= -p "$pid" | tr -d ' ')" = "$pid" ]
	run_ok "$cramp" list episodes --json
	[ "$(jq .severity <<<"$output")" = 7 ]
	client_daemon_stop
	! kill -0 "$pid" 2>/dev/null
}

@test "a daemon the client starts takes CRAMP_NOW over" {
	unset CRAMP_DAEMON
	run_ok "$cramp" status --json
	jq -e '.clock_set and (.now | startswith("2026-11-22T08:0"))' <<<"$output"
}

@test "it keeps none of the client's pipes open" {
	unset CRAMP_DAEMON
	# cat ends only when nobody holds its input any more.
	"$cramp" status 2>&1 | timeout 20 cat >/dev/null
	[ "${PIPESTATUS[1]}" -eq 0 ]
}

@test "twenty clients at once start one daemon and all are served" {
	unset CRAMP_DAEMON
	pids=()
	for i in $(seq 20); do "$cramp" water "${i}ml" --json >"$diary/out.$i" 2>"$diary/err.$i" 3>&- & pids+=($!); done
	for pid in "${pids[@]}"; do wait "$pid"; done
	cat "$diary"/err.*
	run_ok "$cramp" list readings --json
	[ "$(wc -l <<<"$output")" -eq 20 ]
}

@test "a daemon that is just ending is not waited for" {
	# What the first process meets is the old daemon, which has closed its socket when the client looks again.
	printf '#!/bin/sh\n[ -e "%s" ] && exec "%s" "$@"\n: > "%s"\nexit 4\n' "$diary/met" "$crampd" "$diary/met" > "$diary/starter"
	chmod +x "$diary/starter"
	export CRAMP_DAEMON=$diary/starter
	run_ok timeout 20 "$cramp" log 3:10 left calf 7
	[[ $output == "1   left calf · 7/10"* ]]
	[ -e "$diary/met" ]
}

@test "a socket nobody listens at any more is no obstacle" {
	unset CRAMP_DAEMON
	run_ok "$cramp" log 3:10 left calf
	pid=$(pid_of_daemon)
	kill -KILL "$pid"
	timeout 30 tail --pid="$pid" -f /dev/null
	run_ok "$cramp" list episodes --json
	[ "$(wc -l <<<"$output")" -eq 1 ]
	[ "$(pid_of_daemon)" != "$pid" ]
}

@test "a logging command without a daemon keeps the entry; the next daemon enters it once, as of then" {
	run_ok "$cramp" log 3:10 left calf 7
	[[ $output == "Kept; it is entered when the daemon runs again. "*"no-daemon cannot be run"* ]]
	run_ok "$cramp" none 2026-11-20
	run_ok "$cramp" sleep --night 2026-11-20 quality good
	run_ok "$cramp" water 300ml --json
	kept=$(jq -r .kept <<<"$output")
	[ "$(stat -c %a "$kept")" = 600 ]
	cp "$kept" "$diary/again"
	[ "$(ls "$XDG_DATA_HOME/cramp/spool" | wc -l)" -eq 4 ]
	CRAMP_NOW=2026-11-22T20:00:00+01:00 daemon_start
	[ "$(ls "$XDG_DATA_HOME/cramp/spool" | wc -l)" -eq 0 ]
	run_ok "$cramp" list episodes --json
	[ "$(jq -c '[.severity,.recorded_at]' <<<"$output")" = '[7,"2026-11-22T08:00:00+01:00"]' ]
	run_ok "$cramp" list readings --json
	[ "$(jq .value <<<"$output")" = 300 ]
	run_ok "$cramp" show --night 2026-11-20 --json
	[ "$(jq -c '[.state,.sleep.quality]' <<<"$output")" = '["free",4]' ]
	# A file that comes again, as after a crash between the entry and its removal.
	daemon_stop
	cp "$diary/again" "$kept"
	daemon_start
	run_ok "$cramp" list readings --json
	[ "$(wc -l <<<"$output")" -eq 1 ]
}

@test "a kept entry that must be refused is shown until it is dealt with" {
	run_ok "$cramp" none 2026-11-20
	kept=$(ls "$XDG_DATA_HOME"/cramp/spool/*.json)
	jq '.parameters.nights = ["2027-01-01"]' "$kept" > "$diary/changed" && mv "$diary/changed" "$kept"
	daemon_may_warn
	daemon_start
	run_ok "$cramp" status --json
	[ "$(jq .kept_back <<<"$output")" = 1 ]
	run_ok "$cramp"
	[[ $output == *"Kept back"*"none 2026-11-20"*"has not begun yet"* ]]
	rm "$XDG_DATA_HOME"/cramp/spool/*.refused
	run_ok "$cramp"
	[[ $output != *"Kept back"* ]]
}

@test "what is not understood is not kept either" {
	run_status 1 "$cramp" log left clf
	[ ! -e "$XDG_DATA_HOME/cramp/spool" ]
}

@test "config does not start a daemon" {
	unset CRAMP_DAEMON
	run_ok "$cramp" config bedtime
	[ ! -e "$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" ]
}

@test "a socket named from where one stands is the same one from anywhere" {
	unset CRAMP_DAEMON
	cd "$diary"
	export CRAMP_SOCKET=here/socket
	run_ok "$cramp" log 3:10 left calf
	pid=$(pid_of_daemon)
	[ -S "$diary/here/socket" ]
	cd /
	export CRAMP_SOCKET=$diary/here/socket
	[ "$(pid_of_daemon)" = "$pid" ]
}

@test "what the daemon says of a damaged diary comes as one sentence" {
	unset CRAMP_DAEMON
	run_ok "$cramp" import csv "$ROOT/tests/data/demo_diary.csv"
	client_daemon_stop
	dd if=/dev/urandom of="$XDG_DATA_HOME/cramp/diary.db" bs=4096 seek=20 count=40 conv=notrunc status=none
	run_status 3 "$cramp" show
	[[ $stderr == "cramp: The daemon did not start: $XDG_DATA_HOME/cramp/diary.db is damaged ("*"): keep it, put the newest copy from $XDG_DATA_HOME/cramp/backups in its place, then start again." ]]
}
