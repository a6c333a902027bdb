# Completions: what cramp offers, and real shells that are asked by their own keys.
load helper

setup() { diary_setup; unset COLUMNS; terminal=$diary/tmux; }
teardown() { tmux -S "$terminal" kill-server 2>/dev/null || true; diary_teardown; }

# next WORD…: what may stand in the place of the last word
next() { "$cramp" completions next -- "$@" | cut -f1 | paste -sd' '; }

is() {
	local wanted=$1
	shift
	local got
	got=$(next "$@")
	[ "$got" = "$wanted" ] || { echo "after [$*]: $got, not $wanted"; return 1; }
}

@test "commands, and the factors that one has begun to type" {
	[[ " $(next m) " == " morning measures "*" magnesium "* ]]
	[[ " $(next '') " == *" now over log none morning add show report "* ]]
	[[ " $(next '') " != *" magnesium "* ]]
	is "coffee" cof
	is "relief" rel
	is "" xyz
}

@test "the words of a cramp: sides, muscles, relief, signs" {
	is "left" log le
	is "right" now left ri
	is "calf" log cal
	is "massage" over 6 mass
	is "swollen" log left sw
	is "dark-urine" log left dark
	is "night nights weeks months week month" log last ""
	is "" log left note le
}

@test "muscles and methods, factors, nights, settings, by the usage line of each command" {
	is "massage" relief mas
	is "calf" relief cal
	is "exercise exercise_electrolytes" why exe
	is "suspect" track coffee su
	is "tonight tuesday thursday" none t
	is "done" remind d
	is "set" trait s
	is "deep_vein_thrombosis" trait set deep
	is "csv sleep-as-android ndjson" import ""
	is "ndjson csv" export ""
	is ":files" import csv ""
	is ":files" backup ""
	is "bedtime" config bed
	is "morning" help mor
	is "bash zsh fish" completions ""
	is "org.crampd.Diary.None org.crampd.Diary.Nights" call org.crampd.Diary.N
	is "quality" sleep bed 22:50 qu
	is "good" sleep quality good
	is "yes no until yesterday note" stretch ""
	is "less usual more none until yesterday note" water ""
	is "less usual more none until yesterday note" add water ""
	is "episodes" list ep
	is "week wednesday" report we
}

@test "options of the command and those that all have" {
	is "--severity" log --sev
	is "--look" report --lo
	is "--json" show --js
	is "tonight tuesday thursday" show --night t
	is "--format" status --f
	is "--bed" sleep --b
}

@test "every command of the table completes its own name" {
	for command in $("$cramp" help all | grep -oP '^  \K[a-z]+(?=( |$))' | sort -u); do
		[[ " $(next "$command") " == *" $command "* ]] || { echo "no $command"; return 1; }
	done
}

@test "own factors are known by what a daemon said, and none is started for them" {
	is "" cherr
	[ ! -e "$XDG_RUNTIME_DIR/cramp" ]
	daemon_start
	run_ok "$cramp" factor new cherry_juice amount unit ml sum label Cherry juice
	is "cherry_juice" cherr
	is "cherry_juice" track cherr
	is "less usual more none until yesterday note" cherry_juice ""
	# One that hangs holds nobody's keys for long.
	kill -STOP "$daemon_pid"
	begun=$SECONDS
	is "cherry_juice" cherr
	[ $((SECONDS - begun)) -le 3 ]
	kill -CONT "$daemon_pid"
	daemon_stop
	is "cherry_juice" cherr
}

@test "a shell that is not known is refused" {
	run_status 2 "$cramp" completions tcsh
	[[ $stderr == *'I do not know the shell "tcsh"; there are bash, zsh and fish.'* ]]
}

# ---- real shells ----

# shell COMMAND…: in a terminal, with a prompt that can be waited for
shell() {
	PATH=${cramp%/*}:$PATH tmux -S "$terminal" -f /dev/null new-session -d -x 100 -y 40 "$@" 3>&-
}
screen() { tmux -S "$terminal" capture-pane -p | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'; }
keys() { tmux -S "$terminal" send-keys "$@"; }
# shows TEXT: waits until it stands on the screen
shows() {
	local until=$((SECONDS + 20))
	until [[ "$(screen)" == *"$1"* ]]; do
		if [ "$SECONDS" -ge "$until" ]; then
			echo "\"$1\" did not come:"; screen
			return 1
		fi
	done
}

gone() {
	local until=$((SECONDS + 20))
	while [[ "$(screen)" == *"$1"* ]]; do
		if [ "$SECONDS" -ge "$until" ]; then
			echo "\"$1\" did not go:"; screen
			return 1
		fi
	done
}

# typed TEXT COMPLETED: typed and Tab pressed, it becomes the other; the line is then given up
typed() {
	keys -l "$1"
	shows "$1"
	keys Tab
	shows "$2" || return 1
	keys C-u
	keys C-l
	gone "$2"
}

each_completes() {
	typed "cramp rep" "cramp report"
	typed "cramp now left ca" "cramp now left calf"
	typed "cramp over 6 massa" "cramp over 6 massage"
	typed "cramp magnesi" "cramp magnesium"
	typed "cramp log --sev" "cramp log --severity"
	typed "cramp cherr" "cramp cherry_juice"
	typed "cramp import csv $diary/my-tab" "cramp import csv $diary/my-table.csv"
}

own_things() {
	daemon_start
	run_ok "$cramp" factor new cherry_juice
	touch "$diary/my-table.csv"
}

@test "bash completes" {
	own_things
	"$cramp" completions bash > "$diary/cramp.bash"
	shell env PS1='ready$ ' bash --norc --noprofile
	shows 'ready$'
	keys -l ". $diary/cramp.bash"
	keys Enter
	each_completes
}

@test "zsh completes" {
	own_things
	"$cramp" completions zsh > "$diary/cramp.zsh"
	shell env PS1='ready$ ' zsh -f
	shows 'ready$'
	keys -l "autoload -U compinit; compinit -u -d $diary/dump; . $diary/cramp.zsh; print com'plete'"
	keys Enter
	shows complete
	each_completes
}

@test "zsh completes from a directory of functions too" {
	own_things
	mkdir "$diary/functions"
	"$cramp" completions zsh > "$diary/functions/_cramp"
	shell env PS1='ready$ ' zsh -f
	shows 'ready$'
	keys -l "fpath=($diary/functions \$fpath); autoload -U compinit; compinit -u -d $diary/dump; print com'plete'"
	keys Enter
	shows complete
	typed "cramp rep" "cramp report"
	typed "cramp now left ca" "cramp now left calf"
}

@test "fish completes" {
	own_things
	"$cramp" completions fish > "$diary/cramp.fish"
	mkdir -p "$XDG_CONFIG_HOME/fish"
	printf 'set fish_greeting\nfunction fish_prompt; echo "ready> "; end\nsource %s\n' "$diary/cramp.fish" > "$XDG_CONFIG_HOME/fish/config.fish"
	PATH=${cramp%/*}:$PATH run_ok fish -c "complete -C 'cramp now left ca'"
	[[ $output == $'calf\tcalf' ]]
	shell fish
	shows 'ready>'
	each_completes
}
