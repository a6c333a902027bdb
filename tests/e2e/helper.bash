# A private diary for a test file: both programs as users run them, in a temporary XDG tree, at a set time in a set zone.
#
#   setup() { diary_setup; daemon_start; }          # NOW and TZ may be set before diary_setup
#   teardown() { diary_teardown; }                  # stops the daemon; fails if it warned or crashed
#
# run_ok COMMAND…    runs it and fails (with its output) unless it ends with 0
# run_status N …     the same for another status
# expect TEXT        the last output is exactly TEXT
# complaint TEXT     the last run's stderr is exactly TEXT
# daemon_may_warn    what the daemon says to stderr is not judged in this test

ROOT=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
case ${B:=build} in /*) ;; *) B=$ROOT/$B ;; esac
cramp=$B/cramp
crampd=$B/crampd

diary_setup() {
	diary=$(mktemp -d "${BATS_TEST_TMPDIR:-/tmp}/diary.XXXXXX")
	export HOME=$diary/home
	export XDG_RUNTIME_DIR=$diary/run XDG_CONFIG_HOME=$diary/config XDG_DATA_HOME=$diary/data XDG_STATE_HOME=$diary/state
	mkdir -p "$HOME" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME"
	mkdir -p -m 700 "$XDG_RUNTIME_DIR"
	export TZ=${TZ:-Europe/Berlin} CRAMP_NOW=${NOW-2026-11-22T08:00:00+01:00} LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=100
	[ -n "$CRAMP_NOW" ] || unset CRAMP_NOW
	unset CRAMP_SOCKET DBUS_SESSION_BUS_ADDRESS DISPLAY LISTEN_FDS LISTEN_PID NOTIFY_SOCKET
	# Nothing but daemon_start starts a daemon, unless a test asks for it by unsetting this.
	export CRAMP_DAEMON=$diary/no-daemon
	export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0} UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
	daemon_pid=
	daemon_judged=yes
}

# Does a daemon answer? By connecting, as everything else here.
daemon_answers() {
	CRAMP_DAEMON=$diary/no-daemon "$cramp" call org.varlink.service.GetInfo >/dev/null 2>&1
}

# daemon_start [ARGUMENTS OF crampd]: in the background, and back when it answers.
daemon_start() {
	local until=$((SECONDS + 60)) ended=
	# With JOURNAL_STREAM each line of its log begins with its priority, which is how warnings are told from news.
	JOURNAL_STREAM=1 "$crampd" --no-notify "$@" 2>>"$diary/crampd.log" 3>&- 4>&- &
	daemon_pid=$!
	until daemon_answers; do
		if ! kill -0 "$daemon_pid" 2>/dev/null || [ "$SECONDS" -ge "$until" ]; then
			kill -0 "$daemon_pid" 2>/dev/null || { wait "$daemon_pid" || ended=" and ended with status $?"; }
			echo "crampd did not come up within $((SECONDS - until + 60)) s$ended:"; cat "$diary/crampd.log"; daemon_pid=
			return 1
		fi
	done
}

# Ends it with a signal (TERM by default) and waits for its end; its status is in daemon_status.
daemon_stop() {
	[ -n "$daemon_pid" ] || return 0
	kill "-${1:-TERM}" "$daemon_pid" 2>/dev/null || true
	daemon_status=0
	wait "$daemon_pid" || daemon_status=$?
	daemon_pid=
	[ "${1:-TERM}" = TERM ] || return 0
	if [ "$daemon_status" -ne 0 ]; then
		echo "crampd ended with status $daemon_status:"; cat "$diary/crampd.log"
		return 1
	fi
}

daemon_may_warn() { daemon_judged=no; }

# A daemon that a client started is ended by its pid, and waited for.
client_daemon_stop() {
	local pid
	pid=$(CRAMP_DAEMON=$diary/no-daemon "$cramp" status --json | jq .pid) && [ -n "$pid" ] || return 1
	kill -TERM "$pid"
	timeout 30 tail --pid="$pid" -f /dev/null
}

diary_teardown() {
	local failed=0
	daemon_stop || failed=1
	if [ "$daemon_judged" = yes ] && grep -qE '^<[0-4]>|ERROR: |runtime error' "$diary/crampd.log" 2>/dev/null; then
		echo "crampd warned:"; grep -E '^<[0-4]>|ERROR: |runtime error' -A 20 "$diary/crampd.log"
		failed=1
	fi
	rm -rf "$diary"
	return "$failed"
}

# Output in $output, complaints in $stderr, status in $status.
run_it() {
	status=0
	output=$("$@" 2>"$diary/stderr" </dev/null) || status=$?
	stderr=$(cat "$diary/stderr")
}

run_status() {
	local wanted=$1
	shift
	run_it "$@"
	if [ "$status" -ne "$wanted" ]; then
		echo "status $status, not $wanted: $*"; echo "$output"; echo "$stderr"
		return 1
	fi
}

run_ok() { run_status 0 "$@"; }

same_text() {
	[ "$2" = "$3" ] || { echo "$1 differs (- expected, + got):"; diff <(echo "$2") <(echo "$3") | sed 's/^</-/; s/^>/+/' | head -n 40; return 1; }
}
expect() { same_text output "$1" "$output"; }
complaint() { same_text stderr "$1" "$stderr"; }
