# What the manual and the help show as an example is done as it stands there.
load helper

setup() { diary_setup; daemon_start; export PATH=${cramp%/*}:$PATH; cd "$HOME"; }
teardown() { diary_teardown; }

# The lines of a page's examples that are commands, as a reader sees them: of a display after EXAMPLES (or, in a page whose
# displays hold commands elsewhere, those after a prompt), and .Dl lines.
examples() {
	awk '/^\.Bd/ { on = 1; next } /^\.Ed/ { on = 0 }
		/^\.Dl/ { sub(/^\.Dl /, ""); if (/cramp/) print; next }
		on && /^\$ cramp/ { sub(/^\$ /, ""); print; next }
		on && (/^cramp / || /\| cramp /) { print }' "$1" | sed 's/\\-/-/g; s/\\(ti/~/g; s/\\e/\\/g'
}

# do_each FILE-OF-LINES: in their order, in one diary
do_each() {
	local line count=0
	while IFS= read -r line; do
		count=$((count + 1))
		status=0
		bash -c "$line" < /dev/null > "$diary/out" 2> "$diary/err" || status=$?
		if [ "$status" -ne 0 ] || [ -s "$diary/err" ]; then
			echo "status $status: $line"; cat "$diary/out" "$diary/err"
			return 1
		fi
	done < "$1"
	echo "$count examples done"
	done_count=$count
}

@test "every example of cramp(1)" {
	examples "$ROOT/man/cramp.1" > "$diary/lines"
	do_each "$diary/lines"
	[ "$done_count" -ge 20 ]
	# They did what they say.
	run_ok "$cramp" list episodes --json
	[ "$(jq -sc 'map([.severity, .duration_s, .side])' <<<"$output")" = \
		'[[7,null,"left"],[7,120,"left"],[6,300,"right"],[4,null,"left"],[6,0,"left"]]' ]
	[ "$(wc -l < cramps.csv)" -eq 5 ]
}

@test "every example of cramp.conf(5) that is a command" {
	examples "$ROOT/man/cramp.conf.5" > "$diary/lines"
	do_each "$diary/lines"
	[ "$done_count" -ge 4 ]
}

@test "no page shows an example that is not done by a test" {
	for page in "$ROOT"/man/*.[1-8]; do
		case ${page##*/} in
		cramp.1 | cramp.conf.5) ;;
		# Phrases, not commands: tests/unit/test_grammar_manual.c reads them.
		cramp-dates.7) ;;
		*) [ -z "$(examples "$page")" ] || { echo "$page: $(examples "$page")"; return 1; } ;;
		esac
	done
}

@test "every example of the help" {
	# Something to look at, to edit and to import.
	run_ok "$cramp" log --night 2026-11-12 left calf 5
	run_ok "$cramp" exercise 30m --night 2026-11-12
	run_ok "$cramp" water 1l --night 2026-11-12
	printf 'night,cramps,water\n2026-10-01,1,1500\n' > cramps.csv
	for command in $("$cramp" help all | grep -oP '^  \K[a-z]+(?=( |$))' | sort -u); do
		"$cramp" "$command" -h | grep -E '^  (cramp|echo|source) ' | sed 's/^  //; s/   .*//' >> "$diary/lines" || true
	done
	# Where one follows from another.
	grep -E '^cramp (now|trait set|factor new)' "$diary/lines" > "$diary/first"
	grep -E '^cramp (over|trait end|factor edit)' "$diary/lines" > "$diary/second" || true
	grep -vE '^cramp (now|over|trait|factor|remind|setup|morning|edit|import) ' "$diary/lines" > "$diary/rest"
	do_each "$diary/first"
	do_each "$diary/second"
	run_ok "$cramp" log --night 2026-11-13 left calf 5
	grep -E '^cramp (edit|import|morning) ' "$diary/lines" > "$diary/changes"
	do_each "$diary/changes"
	do_each "$diary/rest"
	[ "$done_count" -ge 15 ]
}
