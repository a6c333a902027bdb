# The documented knowledge as it is printed: complete, with its sources, without a daemon.
load helper

setup() { diary_setup; }
teardown() { diary_teardown; }

# documented TABLE…: ids of these tables in tests/data/domain_ids.txt
documented() {
	local table
	for table in "$@"; do
		awk -v t="$table" '$1 == t { for (i = 2; i <= NF; i++) print $i }' "$ROOT/tests/data/domain_ids.txt"
	done | sort
}

# missing TABLE… : documented ids that the last output, a listing in JSON, has not
missing() { comm -23 <(documented "$@") <(jq -r .id <<<"$output" | sort); }

@test "every documented factor and measure is a factor, once" {
	run_ok "$cramp" factors --json
	[ -z "$(missing factors measures)" ] || { missing factors measures; return 1; }
	[ -z "$(jq -r .id <<<"$output" | sort | uniq -d)" ]
}

@test "every documented measure is listed with whom it is not for" {
	run_ok "$cramp" measures --json
	[ -z "$(missing measures)" ] || { missing measures; return 1; }
	[ "$(jq -r 'select(.id == "warm_foot_bath") | .barred_for | join(" ")' <<<"$output")" = "neuropathy diabetes poor_circulation" ]
	[ "$(jq -r 'select(.id | startswith("drink_")) | .barred_for | join(" ")' <<<"$output" | sort -u)" = \
		"heart_failure kidney_disease haemodialysis" ]
}

@test "every documented relief method is listed, pressing behind the knee after the others" {
	run_ok "$cramp" relief --json
	[ -z "$(missing relief)" ] || { missing relief; return 1; }
	[ "$(jq -r .id <<<"$output" | tail -n 2)" = $'popliteal_press\nnone' ]
	[ "$(jq -r 'select(.barred_for | index("swelling")) | .id' <<<"$output" | sort | tr '\n' ' ')" = \
		"deep_massage massage_upward pain_cream popliteal_press roll_shake_tap stretch_and_press toe_bend " ]
}

@test "who says it and what the evidence is are two things in every row" {
	for table in factors measures relief; do
		run_ok "$cramp" "$table" --json
		[ "$(jq -c 'select((.evidence | test("^(supported|mixed|none found|contradicted): .")) | not)' <<<"$output")" = "" ]
		[ "$(jq -c 'select(has("said_by") and has("reference") | not)' <<<"$output")" = "" ]
	done
}

@test "one factor as JSON has every column" {
	run_ok "$cramp" factors water --json
	[ "$(jq -r 'keys_unsorted | join(" ")' <<<"$output")" = "id label aliases kind unit minimum maximum window combine lag lags \
direction u_shaped own derived composite section measures counter said_by evidence reference note" ]
	[ "$(jq -c '[.id, .kind, .unit, .u_shaped, .own, .derived]' <<<"$output")" = '["fluid_ml","amount","ml",true,false,null]' ]
}

@test "one factor for people names sources, evidence and how to tell it" {
	run_ok "$cramp" factors magnesium
	grep -q '^Said by         001' <<<"$output"
	grep -q '^Evidence        contradicted: ' <<<"$output"
	grep -q 'PMC7025716' <<<"$output"
	grep -q '^Tell it         cramp add magnesium 250mg' <<<"$output"
}

@test "nothing is wider than the terminal" {
	for columns in 60 80 132; do
		for words in factors "factors cold_legs" measures "measures stretch" relief "relief calf" "relief heat"; do
			COLUMNS=$columns run_ok "$cramp" $words
			[ "$(wc -L <<<"$output")" -le "$columns" ] || { echo "$words at $columns:"; echo "$output"; return 1; }
		done
	done
}

@test "relief for a muscle holds only what is for it, and begins with the caution" {
	run_ok "$cramp" relief thigh
	[[ $output == "Light on, hold on to something."* ]]
	! grep -q 'ankle' <<<"$output"
	run_ok "$cramp" relief thigh --json
	[ "$(jq -r 'select(.muscles != [] and (.muscles | index("thigh_front") | not)) | .id' <<<"$output")" = "" ]
}

@test "the list of relief says when to get help" {
	run_ok "$cramp" relief
	grep -q 'Get medical help now' <<<"$output"
	grep -q 'One leg swollen' <<<"$output"
}

@test "a listing as CSV has a header and a row each" {
	run_ok "$cramp" measures --csv
	[ "$(head -n 1 <<<"$output" | tr -d '\r')" = \
		"id,label,aliases,when,targets,composite,how,barred_for,barred_why,said_by,evidence,reference,note" ]
	[ "$(wc -l <<<"$output")" -eq "$(($(documented measures | wc -l) + 1))" ]
}

@test "a name that is none is told with the nearest" {
	run_status 2 "$cramp" factors watr
	complaint 'cramp: I do not know the factor "watr". Did you mean water?'
	run_status 2 "$cramp" measures sokcs
	complaint 'cramp: I do not know the measure "sokcs". Did you mean socks?'
	run_status 2 "$cramp" relief clf
	complaint 'cramp: I do not know the muscle or relief "clf". Did you mean calf?'
}

@test "a factor of one's own is listed where a daemon runs, and none is started for it" {
	run_ok "$cramp" factors --json
	[ -z "$(ls "$XDG_DATA_HOME")" ]
	daemon_start
	run_ok "$cramp" factor new late_meal yesno day label Late meal
	run_ok "$cramp" factors --json
	[ "$(jq -c 'select(.own) | [.id, .label, .kind, .window, .evidence]' <<<"$output")" = \
		'["late_meal","Late meal","yesno","day",null]' ]
	run_ok "$cramp" factors late-meal
	[[ $output == "Late meal   late_meal"* ]]
	run_ok "$cramp" factors
	grep -q '^Your own' <<<"$output"
}

@test "what nobody can tell is not said to be told" {
	for factor in $("$cramp" factors --json | jq -r 'select(.derived | IN("sleep", "date", "episode")) | .id'); do
		run_ok "$cramp" factors "$factor"
		! grep -qE "^Tell it +cramp (add|trait set)|or told" <<<"$output" || { echo "$output"; return 1; }
	done
	run_ok "$cramp" factors season
	! grep -q '^Tell it' <<<"$output"
}

@test "whom a measure is not for is said in words" {
	run_ok "$cramp" measures step_heel_drop
	grep -q '^Not for         dizziness or unsteadiness, over 75$' <<<"$output"
	run_ok "$cramp" relief massage
	grep -q '^Not for         deep vein thrombosis, swollen, warm to the touch, red or discoloured$' <<<"$output"
	# everything that rubs or presses is barred to the same
	run_ok "$cramp" relief --json
	[ -z "$(jq -r 'select((.barred_for | index("swelling")) and (.barred_for | index("deep_vein_thrombosis") | not)) | .id' <<<"$output")" ]
}
