# The wire, from outside, byte by byte: what every varlink client may rely on, and what a client may do to the daemon without harm.
# Then the daemon's process: its address, its lock, its signals, its modes.

load helper

raw=${B:=build}/tests/tools/rawcall
INFO='{"method":"org.varlink.service.GetInfo"}'
STATUS='{"method":"org.crampd.Daemon.Status"}'
NIGHTS='{"method":"org.crampd.Diary.Nights","parameters":{"from":"2026-11-01","to":"2026-11-20"},"more":true}'

setup() {
	case $raw in /*) ;; *) raw=$ROOT/$raw ;; esac
	diary_setup
	socket=$XDG_RUNTIME_DIR/cramp/org.crampd.Diary
}
teardown() {
	rm -rf "${public:-}"
	diary_teardown
}

rawcall() { "$raw" "$socket" "$@"; }

# The replies to these steps, one a line.
replies() { output=$(rawcall "$@") || return 1; }
# jq over all lines of the output must say exactly this.
says() {
	local got
	got=$(grep -v '^closed$' <<<"$output" | jq -cs "$1") || return 1
	[ "$got" = "$2" ] || { echo "$1 is $got, not $2"; return 1; }
}

log_one() {
	jq -cn --arg uid "$1" '{method:"org.crampd.Diary.Log",parameters:{uid:$uid,zone:"Europe/Berlin",episode:{onset:"2026-11-22T03:10:00+01:00",severity:7}}}'
}

@test "GetInfo tells all five fields, and the interfaces in order" {
	daemon_start
	replies call "$INFO" read
	says '.[0].parameters | keys' '["interfaces","product","url","vendor","version"]'
	says '.[0].parameters.interfaces == (.[0].parameters.interfaces | sort)' true
	says '.[0].parameters.interfaces | contains(["org.crampd.Diary","org.varlink.service"])' true
}

@test "the description of each interface is its file, byte for byte" {
	daemon_start
	for file in "$ROOT"/schema/*.varlink; do
		name=$(basename "$file" .varlink)
		rawcall call "{\"method\":\"org.varlink.service.GetInterfaceDescription\",\"parameters\":{\"interface\":\"$name\"}}" read |
			jq -j .parameters.description >"$diary/text"
		cmp "$diary/text" "$file"
	done
}

@test "a call that comes byte by byte" {
	daemon_start
	replies bytes "$STATUS" read
	says '.[0].parameters.pid' "$daemon_pid"
}

@test "blanks and newlines within a call" {
	daemon_start
	replies call $'\n{ "method" :\n\t"org.varlink.service.GetInfo" , "parameters" : null }\n' read
	says '.[0].parameters.product' '"crampd"'
}

@test "many calls in one write are answered in their order" {
	daemon_start
	replies calls 500 "$INFO" call "$STATUS" shut rest
	says length 501
	says '.[500].parameters.pid' "$daemon_pid"
	[ "${output##*$'\n'}" = closed ]
}

@test "a call queued behind a series is answered after it" {
	daemon_start
	replies call "$NIGHTS" call "$INFO" shut rest
	says length 21
	says '[.[].continues] | index(null)' 19
	says '.[20].parameters.product' '"crampd"'
}

@test "a series goes on when the writing side is closed" {
	daemon_start
	replies call "$NIGHTS" shut count
	[ "$output" = 20 ]
}

@test "only the last reply of a series has no continues" {
	daemon_start
	replies call "$NIGHTS" shut rest
	says '[.[:-1][].continues] | all' true
	says '.[-1] | has("continues")' false
}

@test "leaving in the middle of a series harms nobody" {
	daemon_start
	for i in 1 2 3 4 5 6 7 8 9 10; do
		rawcall call "${NIGHTS/2026-11-01/2000-01-01}" read leave call "${NIGHTS/2026-11-01/1950-01-01}" >/dev/null
	done
	replies call "$INFO" read
	says length 1
}

@test "calls of a client that has left are still run" {
	daemon_start
	rawcall call "$(log_one left-at-once)" leave
	# On a busy machine both calls come in one turn of the loop, which promises no order among connections.
	for _ in {1..100}; do
		replies call '{"method":"org.crampd.Diary.Find","parameters":{"newest":1}}' read
		if grep -q left-at-once <<<"$output"; then break; fi
	done
	says '.[0].parameters.entry.episode.uid' '"left-at-once"'
}

@test "a long series to a slow reader keeps others waiting for nothing" {
	daemon_start
	# The first connection asks for 70 years and reads nothing while the second is answered.
	replies call "${NIGHTS/2026-11-01/1956-01-01}" new call "$STATUS" read
	says '.[0].parameters.pid' "$daemon_pid"
}

@test "the longest message is taken, one byte more is not" {
	daemon_start
	replies pad 1048576 "$INFO" read
	says '.[0].parameters.product' '"crampd"'
	[ "$(rawcall pad 1048577 "$INFO" rest)" = closed ]
}

@test "a megabyte without an end is closed" {
	daemon_start
	[ "$(rawcall noise 1048576 rest)" = closed ]
	[ "$(rawcall call "$INFO" read noise 3000000 rest | tail -n1)" = closed ]
	head -c 1000000 /dev/urandom | socat -t2 - "UNIX-CONNECT:$socket" >"$diary/out" 2>/dev/null || true
	[ ! -s "$diary/out" ]
	replies call "$INFO" read
	says length 1
}

@test "what is no call is closed without a byte" {
	daemon_start
	for text in '{"method":1}' '[]' '{}' 'x' '' '{"method":"org.varlink.service.GetInfo"' '{"method":null}' \
		'{"method":"org.varlink.service.GetInfo","id":1}' '{"method":"org.varlink.service.GetInfo","parameters":[]}' \
		'{"method":"org.varlink.service.GetInfo","more":"yes"}' '{"method":"org.varlink.service.GetInfo","upgrade":true}' \
		'{"method":"org.varlink.service.GetInfo","method":"org.varlink.service.GetInfo"}' \
		'{"method":"org.varlink.service.GetInfo","more":true,"oneway":true}' $'{"method":"\xff"}'; do
		[ "$(rawcall call "$text" rest)" = closed ] || { echo "taken: $text"; return 1; }
	done
}

@test "what came before the noise is still answered" {
	daemon_start
	replies call "$INFO" call '{"method":1}' call "$INFO" rest
	says length 1
	[ "${output##*$'\n'}" = closed ]
}

@test "oneway gets no reply, not even an error, and is run in its turn" {
	daemon_start
	replies call '{"method":"org.crampd.Diary.Nope","oneway":true}' \
		call '{"method":"org.crampd.Nope.Nope","oneway":true}' \
		call '{"method":"org.crampd.Diary.Nights","oneway":true}' \
		call "$(log_one by-oneway | jq -c '.oneway=true')" \
		call '{"method":"org.crampd.Diary.Find","parameters":{"newest":1}}' shut rest
	says length 1
	says '.[0].parameters.entry.episode.uid' '"by-oneway"'
}

@test "each mistake has its error, with the name of what was wrong" {
	daemon_start
	while IFS='|' read -r call error key value; do
		replies call "$call" read
		says '.[0].error' "\"org.varlink.service.$error\""
		says '.[0].parameters' "{\"$key\":\"$value\"}"
		says '.[0] | has("continues")' false
	done <<'END'
{"method":"org.crampd.Nope.Log"}|InterfaceNotFound|interface|org.crampd.Nope
{"method":"Log"}|InterfaceNotFound|interface|Log
{"method":""}|InterfaceNotFound|interface|
{"method":"org.crampd.Diary.log"}|MethodNotFound|method|org.crampd.Diary.log
{"method":"org.crampd.Diary."}|MethodNotFound|method|org.crampd.Diary.
{"method":"org.crampd.Diary.Log","parameters":{}}|InvalidParameter|parameter|uid
{"method":"org.crampd.Diary.Log","parameters":{"uid":"u","zone":"UTC","episode":{"severity":"7"}}}|InvalidParameter|parameter|episode.severity
{"method":"org.crampd.Diary.Log","parameters":{"uid":"u","zone":"UTC","episode":{"severity":99999999999999999999}}}|InvalidParameter|parameter|episode.severity
{"method":"org.crampd.Diary.Log","parameters":{"uid":"u","zone":"UTC","episode":{"side":"middle"}}}|InvalidParameter|parameter|episode.side
{"method":"org.crampd.Diary.Log","parameters":{"uid":"u","zone":"UTC","episode":{"colour":1}}}|InvalidParameter|parameter|episode.colour
{"method":"org.crampd.Diary.Log","parameters":{"uid":null,"zone":"UTC","episode":{}}}|InvalidParameter|parameter|uid
{"method":"org.crampd.Diary.Find","parameters":{"id":1.5}}|InvalidParameter|parameter|id
{"method":"org.varlink.service.GetInfo","parameters":{"x":1}}|InvalidParameter|parameter|x
{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"org.nope"}}|InterfaceNotFound|interface|org.nope
{"method":"org.crampd.Diary.Nights","more":true,"parameters":{"from":7}}|InvalidParameter|parameter|from
END
	replies call '{"method":"org.crampd.Diary.Nights"}' read
	says '.[0]' '{"error":"org.varlink.service.ExpectedMore","parameters":{}}'
}

@test "a method that sends one reply takes more as well" {
	daemon_start
	replies call '{"method":"org.crampd.Daemon.Status","more":true}' shut rest
	says length 1
	says '.[0] | has("continues")' false
}

@test "two hundred connections: the newest get in, the longest idle make room" {
	daemon_start
	replies crowd 200 "$INFO" alive "$INFO"
	[ "${output##*$'\n'}" = "64 answered, 136 closed" ]
	replies call "$INFO" read
	says length 1
}

@test "a hundred that come in the same moment are all answered before any makes room for another" {
	daemon_start
	kill -STOP "$daemon_pid"
	rawcall crowd 100 "$INFO" >"$diary/out" &
	crowd=$!
	until grep -q sent "$diary/out"; do kill -0 "$crowd"; done
	kill -CONT "$daemon_pid"
	wait "$crowd"
	[ "$(tail -n1 "$diary/out")" = "100 answered, 0 closed" ]
}

@test "a crowd of clients at the same time is served, each of them" {
	daemon_start
	for i in $(seq 150); do rawcall call "$(log_one "crowd-$i")" read >"$diary/crowd.$i" & done
	for job in $(jobs -p); do [ "$job" = "$daemon_pid" ] || wait "$job"; done
	output=$(cat "$diary"/crowd.*)
	says '[.[].parameters.episode.uid] | unique | length' 150
}

@test "the replies to changes wait for the commit, the order is kept" {
	daemon_start
	replies call "$INFO" call "$(log_one one)" call "$INFO" call "$(log_one two)" call "$(log_one one)" shut rest
	says '[.[].parameters | .product // .episode.uid]' '["crampd","one","crampd","two","one"]'
	says '.[1].parameters.episode.id == .[4].parameters.episode.id' true
}

@test "a commit that fails is told to all who waited for it, and only they are not on record" {
	daemon_may_warn
	daemon_start
	prlimit --pid "$daemon_pid" --fsize=700000
	note=$(printf 'x%.0s' $(seq 2000))
	for i in $(seq 600); do echo "$i"; done |
		jq -c --arg note "$note" '{method:"org.crampd.Diary.Log",parameters:{uid:"full-\(.)",zone:"Europe/Berlin",
			episode:{onset:"2026-11-22T03:10:00+01:00",note:$note}}}' | tr '\n' '\0' |
		socat -t20 - "UNIX-CONNECT:$socket" | tr '\0' '\n' >"$diary/out"
	[ "$(wc -l <"$diary/out")" -eq 600 ]
	[ "$(jq -r '.error // empty' "$diary/out" | sort -u)" = org.crampd.Diary.StorageFailed ]
	jq -r '.parameters.episode.uid // empty' "$diary/out" | sort >"$diary/told"
	[ -s "$diary/told" ]
	daemon_stop
	daemon_start
	rawcall call '{"method":"org.crampd.Diary.Episodes","more":true}' shut rest | grep -v '^closed$' |
		jq -r '.parameters.episode.uid // empty' | sort >"$diary/kept"
	diff "$diary/told" "$diary/kept"
}

@test "socat and jq are a client" {
	daemon_start
	log_one from-socat | tr '\n' '\0' | socat -t5 - "UNIX-CONNECT:$socket" | tr '\0' '\n' >"$diary/out"
	[ "$(jq -r .parameters.episode.night "$diary/out")" = 2026-11-21 ]
	printf '%s\0' "$NIGHTS" | socat -t5 - "UNIX-CONNECT:$socket" | tr '\0' '\n' >"$diary/out"
	[ "$(jq -r 'select(.parameters.night) | .parameters.night.night' "$diary/out" | sort -u | wc -l)" -eq 20 ]
}

@test "the socket is 0600 in a directory of 0700, the diary too" {
	(umask 000; daemon_start; echo "$daemon_pid" >"$diary/pid")
	daemon_pid=
	[ "$(stat -c %a "$socket")" = 600 ]
	[ "$(stat -c %a "$XDG_RUNTIME_DIR/cramp")" = 700 ]
	[ "$(stat -c %a "$XDG_DATA_HOME/cramp")" = 700 ]
	[ "$(stat -c %a "$XDG_DATA_HOME/cramp/diary.db")" = 600 ]
	kill "$(cat "$diary/pid")"
	timeout 30 tail --pid="$(cat "$diary/pid")" -f /dev/null
	[ ! -e "$socket" ]
}

@test "another user is not served, even where the file's mode would let them" {
	[ "$(id -u)" = 0 ] || skip "only root can become another user"
	daemon_may_warn
	public=$(mktemp -d /tmp/cramp-test.XXXXXX)
	JOURNAL_STREAM=1 "$crampd" --no-notify --socket "$public/socket" 2>>"$diary/crampd.log" 3>&- 4>&- &
	daemon_pid=$!
	until "$raw" "$public/socket" call "$INFO" read >/dev/null 2>&1; do kill -0 "$daemon_pid"; done
	cp "$raw" "$public/raw"
	chmod 755 "$public" "$public/raw"
	chmod 666 "$public/socket"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$public/raw" "$public/socket" call "$INFO" rest >"$diary/out"
	[ "$(cat "$diary/out")" = closed ]
	grep -q 'user 65534 was refused' "$diary/crampd.log"
}

@test "a second daemon ends with 4, says why, and leaves the first its socket" {
	daemon_start
	run_status 4 "$crampd" --no-notify
	complaint "crampd: crampd is running already: somebody answers at $socket"
	# … and so does one with another socket on the same diary
	run_status 4 "$crampd" --no-notify --socket "$diary/other"
	[ ! -e "$diary/other" ]
	replies call "$STATUS" read
	says '.[0].parameters.pid' "$daemon_pid"
}

@test "a socket that a killed daemon left behind is taken over" {
	daemon_start
	first=$daemon_pid
	daemon_stop KILL
	[ -S "$socket" ]
	daemon_start
	[ "$daemon_pid" != "$first" ]
	replies call "$STATUS" read
	says '.[0].parameters.pid' "$daemon_pid"
}

@test "a daemon that is stopped, not dead, keeps its address" {
	daemon_start
	kill -STOP "$daemon_pid"
	run_status 4 "$crampd" --no-notify
	kill -CONT "$daemon_pid"
	replies call "$STATUS" read
	says '.[0].parameters.pid' "$daemon_pid"
}

@test "somebody else's file in the socket's place is left alone" {
	mkdir -p "$XDG_RUNTIME_DIR/cramp"
	echo mine >"$socket"
	run_status 1 "$crampd" --no-notify
	[ "$(cat "$socket")" = mine ]
}

@test "a path too long for a socket is refused, not cut" {
	long=$diary/$(printf 'x%.0s' $(seq 100))
	run_status 1 "$crampd" --no-notify --socket "$long"
	[[ $stderr == "crampd: the socket's path is too long ("*" bytes; 107 at most): $long" ]]
	[ -z "$(find "$diary" -name 'xx*')" ]
}

@test "SIGTERM and SIGINT stop it cleanly: status 0, the socket gone, what was told kept" {
	daemon_start
	rawcall call "$(log_one kept)" read >/dev/null
	daemon_stop TERM
	[ "$daemon_status" -eq 0 ]
	[ ! -e "$socket" ]
	daemon_start
	replies call '{"method":"org.crampd.Diary.Find","parameters":{"newest":1}}' read
	says '.[0].parameters.entry.episode.uid' '"kept"'
	daemon_stop INT
	[ "$daemon_status" -eq 0 ]
	[ ! -e "$socket" ]
	[ ! -e "$XDG_DATA_HOME/cramp/diary.db-wal" ]
}

@test "a new socket in its place is not removed by the old daemon" {
	daemon_start
	rm "$socket"
	socat "UNIX-LISTEN:$socket,fork" /dev/null 3>&- 4>&- &
	other=$!
	until [ -S "$socket" ]; do :; done
	daemon_stop TERM
	[ -S "$socket" ]
	kill "$other"
}

@test "activation: an inherited socket is served and left in place" {
	mkdir -p "$XDG_RUNTIME_DIR/cramp"
	systemd-socket-activate -l "$socket" -E HOME -E XDG_RUNTIME_DIR -E XDG_DATA_HOME -E XDG_CONFIG_HOME -E TZ -E CRAMP_NOW \
		"$crampd" --no-notify 2>"$diary/activate.log" 3>&- 4>&- &
	daemon_pid=$!
	until [ -S "$socket" ]; do :; done
	replies call "$STATUS" read
	says '.[0].parameters | [.pid, .socket]' "[$daemon_pid,\"$socket\"]"
	daemon_stop TERM
	[ "$daemon_status" -eq 0 ]
	[ -S "$socket" ]
}

@test "activation with something that is no listening socket fails" {
	# shellcheck disable=SC2016
	run_status 1 bash -c 'exec 3</dev/null; export LISTEN_FDS=1 LISTEN_PID=$BASHPID; exec "$0" --no-notify' "$crampd"
	complaint "crampd: no listening socket of ours among the 1 passed on"
}

@test "the supervisor is told when it is ready, reloads and stops" {
	socat -u "UNIX-RECV:$diary/notify" "CREATE:$diary/told" 3>&- 4>&- &
	told=$!
	until [ -S "$diary/notify" ]; do :; done
	NOTIFY_SOCKET=$diary/notify daemon_start
	kill -HUP "$daemon_pid"
	until [ "$(grep -ao READY=1 "$diary/told" | wc -l)" -eq 2 ]; do :; done
	daemon_stop TERM
	until grep -aq STOPPING=1 "$diary/told"; do :; done
	kill "$told"
	[ "$(grep -aoE 'READY=1|RELOADING=1|MONOTONIC_USEC=[0-9]+|STOPPING=1' "$diary/told" | sed 's/[0-9]*$//' | tr '\n' ' ')" = \
		"READY= RELOADING= MONOTONIC_USEC= READY= STOPPING= " ]
}

@test "SIGHUP and Reload read the configuration; a slip in it changes nothing and is told with its line" {
	daemon_may_warn
	daemon_start
	mkdir -p "$XDG_CONFIG_HOME/cramp"
	printf 'lead = 45m\n' >"$XDG_CONFIG_HOME/cramp/cramp.conf"
	replies call '{"method":"org.crampd.Daemon.Reload"}' read
	says '.[0]' '{"parameters":{}}'
	printf 'lead = 45m\nbedtme = 22:00\n' >"$XDG_CONFIG_HOME/cramp/cramp.conf"
	replies call '{"method":"org.crampd.Daemon.Reload"}' read
	says '.[0] | [.error, .parameters.line]' '["org.crampd.Daemon.BadConfiguration",2]'
	kill -HUP "$daemon_pid"
	until grep -q 'cramp.conf:2: ' "$diary/crampd.log"; do :; done
	replies call "$STATUS" read
	says '.[0].parameters.pid' "$daemon_pid"
}

@test "a slip in the configuration does not keep it from starting" {
	daemon_may_warn
	mkdir -p "$XDG_CONFIG_HOME/cramp"
	printf 'bedtime = late\n' >"$XDG_CONFIG_HOME/cramp/cramp.conf"
	daemon_start
	grep -q 'cramp.conf:1: ' "$diary/crampd.log"
}

@test "crampd tells its version and its usage" {
	run_ok "$crampd" --version
	[[ $output == "crampd "[0-9]* ]]
	run_ok "$crampd" --help
	[[ $output == "usage: crampd [--config FILE] [--db FILE]"* ]]
	for words in --nope --db "--db=" more --socketx; do
		run_status 2 "$crampd" $words
		[[ $stderr == "crampd: "*"usage: crampd "* ]]
	done
	CRAMP_NOW=tomorrow run_status 2 "$crampd" --no-notify
}

@test "--db and --socket are honoured, and copies lie beside that diary" {
	daemon_start_elsewhere() {
		JOURNAL_STREAM=1 "$crampd" --no-notify --db "$diary/else/d.db" --socket="$diary/else/s" 2>>"$diary/crampd.log" 3>&- 4>&- &
		daemon_pid=$!
		until "$raw" "$diary/else/s" call "$INFO" read >/dev/null 2>&1; do kill -0 "$daemon_pid"; done
	}
	daemon_start_elsewhere
	socket=$diary/else/s
	rawcall call "$(log_one elsewhere)" read >/dev/null
	[ -e "$diary/else/d.db" ]
	until [ -e "$diary/else/backups/diary-2026-11-22.db" ]; do kill -0 "$daemon_pid"; done
	[ ! -e "$XDG_DATA_HOME/cramp" ]
}

@test "a copy a day: at the start of its first use, or when the diary gets its first entry; the newest seven are kept" {
	backups=$XDG_DATA_HOME/cramp/backups
	daemon_start
	[ ! -e "$backups" ]
	rawcall call "$(log_one first)" read >/dev/null
	until [ -e "$backups/diary-2026-11-22.db" ]; do kill -0 "$daemon_pid"; done
	daemon_stop
	for day in 11 12 13 14 15 16 17 18 19; do
		export CRAMP_NOW=2027-01-${day}T08:00:00+01:00
		daemon_start
		rawcall call "$(log_one "copy-$day")" read >/dev/null
		rawcall call "$(log_one "copy-$day-again")" read >/dev/null
		daemon_stop
	done
	[ "$(ls "$backups" | tr '\n' ' ')" = "$(printf 'diary-2027-01-%s.db ' 13 14 15 16 17 18 19)" ]
	[ "$(stat -c %a "$backups" "$backups/diary-2027-01-19.db" | tr '\n' ' ')" = "700 600 " ]
	[ "$(sqlite3 "$backups/diary-2027-01-19.db" 'PRAGMA integrity_check; SELECT count(*) FROM episode;' | tr '\n' ' ')" = "ok 17 " ]
	# A copy that a wrong clock dated far ahead does not keep today's from being made.
	touch "$backups/diary-2099-01-01.db"
	export CRAMP_NOW=2027-01-20T08:00:00+01:00
	daemon_start
	[ -s "$backups/diary-2027-01-20.db" ]
	replies call "$STATUS" read
	says '.[0].parameters.last_backup | startswith("2027-01-20T08:00:")' true
}
