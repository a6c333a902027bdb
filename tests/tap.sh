# shellcheck shell=sh
# For the scripts that print TAP by themselves (POSIX; sourced).
#
# verdict STATUS TEXT [DETAIL]   one line: ok if STATUS is 0, else not ok, and the detail below it
# skipped TEXT REASON            one line: this could not be tried here
# tap_end                        the plan; ends the script with 1 if anything failed

n=0
bad=0
verdict() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		bad=1
		echo "not ok $n - $2"
		[ -z "${3-}" ] || printf '%s\n' "$3" | sed 's/^/# /'
	fi
}

skipped() {
	n=$((n + 1))
	echo "ok $n - $1 # skip $2"
}

tap_end() {
	echo "1..$n"
	exit "$bad"
}
