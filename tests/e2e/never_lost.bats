# Whatever becomes of the daemon or the disk: an entry that cramp says it took is in the diary once.
load helper

setup() { diary_setup; unset COLUMNS; }
teardown() { client_daemon_stop || true; diary_teardown; }

spooled() { ls "$XDG_DATA_HOME/cramp/spool" 2>/dev/null | wc -l; }

# The severities of all cramps, and how many readings there are.
entries() { echo "$("$cramp" list episodes --json | jq -sc 'map(.severity) | sort') $("$cramp" list readings --json | wc -l)"; }

@test "three entries without a daemon that can run are entered once each" {
	export CRAMP_DAEMON=/bin/true/nothing
	run_ok "$cramp" log 3:10 left calf 7
	[[ $output == "Kept; it is entered when the daemon runs again. The daemon /bin/true/nothing cannot be run: "* ]]
	[ "$(wc -l <<<"$output")" -eq 1 ]
	run_ok "$cramp" log 4:10 right calf 3
	run_ok "$cramp" water 300ml
	[ "$(spooled)" -eq 3 ]
	daemon_start
	[ "$(entries)" = "[3,7] 1" ]
	[ "$(spooled)" -eq 0 ]
	daemon_stop
	daemon_start
	[ "$(entries)" = "[3,7] 1" ]
}

@test "what was told in one second is entered in the order of telling" {
	for i in 1 2 3 4; do
		# A free night, then a cramp in it after all: both hold only in this order.
		printf '%s\n' "none 2026-11-1$i" "log --night 2026-11-1$i left calf $i" | "$cramp" -
		[ "$(spooled)" -eq 2 ]
		daemon_start
		[ "$(spooled)" -eq 0 ]
		daemon_stop
	done
	daemon_start
	[ "$(entries)" = "[1,2,3,4] 0" ]
}

@test "a daemon that ends at once is said so in one line, and the entry kept" {
	printf '#!/bin/sh\necho "crampd: no, not today" >&2\nexit 1\n' > "$diary/bad" && chmod +x "$diary/bad"
	CRAMP_DAEMON=$diary/bad run_ok "$cramp" log 3:10 left calf 7
	expect "Kept; it is entered when the daemon runs again. The daemon did not start: no, not today."
	CRAMP_DAEMON=$diary/bad run_status 3 "$cramp" show
	complaint "cramp: The daemon did not start: no, not today."
	daemon_start
	[ "$(entries)" = "[7] 0" ]
}

@test "a daemon that starts and never answers costs some seconds and no entry" {
	printf '#!/bin/sh\necho $$ > %s/pid\nexec tail -f /dev/null\n' "$diary" > "$diary/mute" && chmod +x "$diary/mute"
	begun=$SECONDS
	CRAMP_DAEMON=$diary/mute run_ok "$cramp" log 3:10 left calf 7
	kill "$(cat "$diary/pid")"
	expect "Kept; it is entered when the daemon runs again. The daemon was started but does not answer at $XDG_RUNTIME_DIR/cramp/org.crampd.Diary."
	[ $((SECONDS - begun)) -le 20 ]
	daemon_start
	[ "$(entries)" = "[7] 0" ]
}

@test "a factor of the user's own is known without a daemon, and beside one that hangs" {
	daemon_start
	run_ok "$cramp" factor new cherry_juice amount unit ml
	daemon_stop
	run_ok "$cramp" cherry_juice 30ml
	[[ $output == "Kept; "* ]]
	run_ok "$cramp" add cherry_juice 40
	run_status 2 "$cramp" cherry_juicy 50
	[[ $stderr == *"Did you mean cherry_juice? The daemon "*" cannot be run: No such file or directory."* ]]
	daemon_start
	kill -STOP "$daemon_pid"
	begun=$SECONDS
	printf '%s\n' "cherry_juice 50" "cherry_juice 60" | "$cramp" -
	[ $((SECONDS - begun)) -le 9 ]
	[ "$(spooled)" -eq 2 ]
	kill -CONT "$daemon_pid"
	daemon_stop
	daemon_start
	run_ok "$cramp" list readings cherry_juice --json
	[ "$(jq -sc 'map(.value) | sort' <<<"$output")" = '[30,40,50,60]' ]
}

@test "what is kept beside a daemon that runs is entered by the next look, once" {
	run_ok "$cramp" log 3:10 left calf 7
	run_ok "$cramp" log --night 2026-11-19 left calf 1
	run_ok "$cramp" none thu
	mv "$XDG_DATA_HOME/cramp/spool" "$diary/aside"
	daemon_start
	run_ok "$cramp" log 4:10 left calf 3
	cp -r "$diary/aside" "$XDG_DATA_HOME/cramp/spool"
	run_ok "$cramp"
	[[ $output == *"2 cramps: 03:10 left calf 7/10 · 04:10 left calf 3/10"* ]]
	# The one that must be refused is put aside by the next start, as any.
	[ "$(spooled)" -eq 1 ]
	rm -r "$XDG_DATA_HOME/cramp/spool"
	cp -r "$diary/aside" "$XDG_DATA_HOME/cramp/spool"
	run_ok "$cramp" morning --json
	[ "$(entries)" = "[1,3,7] 0" ]
	daemon_may_warn
	daemon_stop
	daemon_start
	[ "$(entries)" = "[1,3,7] 0" ]
	run_ok "$cramp"
	[[ $output == *"Kept back"*"cramp none thu"* ]]
}

@test "a daemon that hangs costs some seconds and no entry" {
	daemon_start
	run_ok "$cramp" log 2:10 left calf 1
	kill -STOP "$daemon_pid"
	begun=$SECONDS
	"$cramp" log 3:10 left calf 7 > "$diary/one" 3>&- & one=$!
	"$cramp" log 4:10 right calf 3 > "$diary/two" 3>&- & two=$!
	"$cramp" water 300ml > "$diary/three" 3>&- & three=$!
	wait "$one" && wait "$two" && wait "$three"
	[ $((SECONDS - begun)) -le 9 ]
	for said in one two three; do
		[ "$(cat "$diary/$said")" = "Kept; it is entered when the daemon runs again. The daemon has not answered within 5 seconds." ]
	done
	[ "$(spooled)" -eq 3 ]
	# It wakes, reads what had been sent, and the next one finds the same in the spool.
	kill -CONT "$daemon_pid"
	daemon_stop
	daemon_start
	[ "$(entries)" = "[1,3,7] 1" ]
	[ "$(spooled)" -eq 0 ]
}

@test "what to do stands there before a daemon that hangs is given up" {
	daemon_start
	kill -STOP "$daemon_pid"
	"$cramp" now left calf > "$diary/said" 3>&- & now=$!
	until grep -q "1  Sit up" "$diary/said"; do kill -0 "$now"; done
	[ "$(spooled)" -eq 0 ]
	wait "$now"
	grep -q "Still there" "$diary/said"
	grep -q "^Kept" "$diary/said"
	kill -CONT "$daemon_pid"
	daemon_stop
	daemon_start
	[ "$(entries)" = "[null] 0" ]
}

@test "an entry that the daemon must refuse is kept, and shown until it is dealt with" {
	daemon_start
	run_ok "$cramp" log --night 2026-11-19 left calf 7
	daemon_stop
	run_ok "$cramp" none thu
	[[ $output == "Kept; "* ]]
	run_ok "$cramp" water 300ml
	daemon_may_warn
	daemon_start
	[ "$(entries)" = "[7] 1" ]
	run_ok "$cramp"
	[[ $output == *"Kept back    cramp none thu: There is a cramp on record for the night of Thu 19 Nov 2026"*"Tell it again, then remove "* ]]
	refused=$(ls "$XDG_DATA_HOME"/cramp/spool/*.refused)
	[[ $(tr -d ' \n' <<<"$output") == *"$(tr -d ' \n' <<<"$refused")"* ]]
	run_ok "$cramp" status --json
	[ "$(jq .kept_back <<<"$output")" = 1 ]
	run_ok "$cramp" status
	[[ $output == *"Kept back     cramp none thu: There is a cramp on record"*"Last copy"* ]]
	daemon_stop
	daemon_start
	run_ok "$cramp"
	[[ $output == *"Kept back"* ]]
	rm "$refused"
	run_ok "$cramp"
	[[ $output != *"Kept back"* ]]
}

# in_small_world SCRIPT: with the data directory on a file system of 3 MiB of its own
in_small_world() {
	unshare -Urm true 2>/dev/null || skip "no user namespaces here"
	export -f daemon_start daemon_stop daemon_answers run_it run_ok run_status same_text expect complaint fill entries spooled
	export diary cramp crampd
	unshare -Urm bash -c 'set -e; mount -t tmpfs -o size=3m,mode=700 none "$XDG_DATA_HOME"; '"$1" 3>&-
}

fill() { dd if=/dev/zero of="$XDG_DATA_HOME/filling" bs=4k 2>/dev/null || true; dd if=/dev/zero of="$XDG_DATA_HOME/filling2" bs=1 2>/dev/null || true; }

@test "a full disk: the daemon says so, and nothing is half-written" {
	daemon_may_warn
	in_small_world '
		daemon_start
		run_ok "$cramp" log 3:10 left calf 7
		fill
		code=0
		for i in $(seq 400); do
			run_it "$cramp" log 4:10 right calf 3 note "$(head -c 3000 /dev/zero | tr "\0" x)"
			code=$status
			[ "$code" -eq 0 ] || break
			kept=$i
		done
		[ "$code" -eq 1 ] || { echo "status $code after ${kept:-0}"; exit 1; }
		echo "$stderr"
		[[ $stderr == "cramp: The diary could not be written, so nothing was changed: No space left on device" ]]
		[ "$(spooled)" -eq 0 ]
		[ "$("$cramp" list episodes --json | wc -l)" -eq $((1 + ${kept:-0})) ]
		rm "$XDG_DATA_HOME"/filling*
		run_ok "$cramp" log 5:10 right calf 2
		[ "$("$cramp" list episodes --json | wc -l)" -eq $((2 + ${kept:-0})) ]
		daemon_stop
		[ "$(sqlite3 "$XDG_DATA_HOME/cramp/diary.db" "PRAGMA integrity_check")" = ok ]'
}

@test "a full disk and no daemon: nothing is recorded, and that is said" {
	in_small_world '
		mkdir -p "$XDG_DATA_HOME/cramp/spool"
		fill
		run_status 1 "$cramp" log 3:10 left calf 7
		[[ $stderr == "cramp: The daemon "*"The entry could not be kept either: No space left on device. Nothing was recorded." ]]
		[ -z "$(ls -A "$XDG_DATA_HOME/cramp/spool")" ]'
}

@test "a spool that cannot be written: the same" {
	mkdir -p "$XDG_DATA_HOME/cramp"
	touch "$XDG_DATA_HOME/cramp/spool"
	run_status 1 "$cramp" log 3:10 left calf 7
	[[ $stderr == *"The entry could not be kept either: Not a directory. Nothing was recorded."* || $stderr == *"File exists"* ]]
}
