#!/bin/bash
# The knowledge tables hold every documented row, and a broken one stops the build with file and line. Prints TAP.
set -u
. tests/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ids TABLE: the ids in a table, or of one kind of word
ids() {
	case $1 in
	factors | measures | relief | red_flags) awk -F'\t' '!/^#/ && $1 != "id" { print $1 }' "schema/$1.tsv" ;;
	*) awk -F'\t' -v kind="$1" '!/^#/ && $1 == kind { print $2 }' schema/words.tsv ;;
	esac
}

every_row() {
	local table list id
	while read -r table list; do
		for id in $list; do
			ids "$table" | grep -qx -- "$id" || echo "$table: $id"
		done
	done < <(grep -v '^#' tests/data/domain_ids.txt)
}
missing=$(every_row)
[ -z "$missing" ]
verdict $? "every documented row is in its table" "$missing"

sh schema/embed.sh catalogue schema > "$work/good.c" 2> "$work/err"
verdict $? "the tables become C without a complaint" "$(cat "$work/err")"

# refused TEXT FILE LINE PATTERN: what lies in $work/schema is refused at FILE:LINE with words like PATTERN, and nothing is printed.
refused() {
	if sh schema/embed.sh catalogue "$work/schema" > "$work/out" 2> "$work/err"; then
		verdict 1 "$1" "it was accepted"
	elif [ -s "$work/out" ]; then
		verdict 1 "$1" "it was refused, but C came out as well"
	else
		grep -qE "^$work/schema/$2:$3: .*$4" "$work/err"
		verdict $? "$1" "wanted $2:$3: $4; got: $(cat "$work/err")"
	fi
}

fresh() {
	rm -rf "$work/schema"
	cp -r schema "$work/schema"
}

line_of() {
	grep -n "^$2	" "schema/$1.tsv" | cut -d: -f1
}

# change TABLE ID COLUMN VALUE: one cell of a row
change() {
	fresh
	awk -F'\t' -v OFS='\t' -v id="$2" -v col="$3" -v val="$4" '
		/^#/ { print; next }
		!head { for (i = 1; i <= NF; i++) at[$i] = i; head = 1 }
		$1 == id { $at[col] = val }
		{ print }' "schema/$1.tsv" > "$work/schema/$1.tsv"
}

# broken TEXT TABLE ID COLUMN VALUE PATTERN
broken() {
	change "$2" "$3" "$4" "$5"
	refused "$1" "$2.tsv" "$(line_of "$2" "$3")" "$6"
}

broken "an unknown kind" factors fluid_ml kind litres 'kind: "litres" is none of'
broken "an unknown unit" factors fluid_ml unit pint 'unit: "pint" is none of'
broken "an amount without a unit" factors fluid_ml unit '' 'an amount has one'
broken "an unknown window" factors fluid_ml window noon 'window: "noon"'
broken "an unknown combination" factors fluid_ml combine median 'combine: "median"'
broken "a lag too long" factors fluid_ml lag 4 'lag: not 0 to 3'
broken "an unknown documented lag" factors fluid_ml lags 'day, later' 'lags: "later"'
broken "a minimum above the maximum" factors fluid_ml minimum 30000 'minimum above maximum'
broken "a maximum that is no number" factors fluid_ml maximum many '"many" is no number'
broken "yes/no beyond 0 and 1" factors tight_bedding maximum 2 'yes/no are 0 and 1'
broken "derived from nothing known" factors dehydration derived thirst 'derived: unknown id "thirst"'
broken "evidence without a grade" factors fluid_ml evidence 'I think so' 'evidence: begins with none of'
broken "evidence without a reference" factors alcohol_units reference '' 'no reference'
broken "an empty label" factors fluid_ml label '' 'label: empty'
broken "an id with a blank" factors fluid_ml id 'fluid ml' 'id: "fluid ml"'
broken "an alias taken by another factor" factors overhydration aliases water '"water" is taken already at'
broken "an alias with a capital" factors fluid_ml aliases Water 'aliases: "Water"'
broken "a measure aimed at an unknown factor" measures wear_socks targets cold_hands 'targets: unknown id "cold_hands"'
broken "an unknown composite" measures wear_socks composite warm_hands 'composite: unknown id "warm_hands"'
broken "barred for an unknown trait" measures warm_foot_bath barred_for gout 'barred_for: unknown id "gout"'
broken "barred for what is no trait" measures warm_foot_bath barred_for fluid_ml 'barred_for: unknown id "fluid_ml"'
broken "barred without saying why" measures warm_foot_bath barred_why '' 'go together'
broken "a measure named like a factor" measures wear_socks id cold_legs 'is taken already at'
broken "relief for an unknown muscle" relief toe_bend muscles tail 'muscles: unknown id "tail"'
broken "a line for half asleep without its muscles" relief toe_bend asleep_for '' 'asleep_for and asleep go together'
broken "a relief word that is a red flag" relief hot_compress aliases warm '"warm" is taken already at'
broken "an unknown level" red_flags quinine level loud 'level: "loud"'
broken "an unknown tick" red_flags dark_urine ticks blue 'ticks: unknown id "blue"'
broken "a blank at the end of a cell" factors fluid_ml label 'Fluid ' 'label: blanks'
broken "a cell too long for a C literal" factors fluid_ml note "$(printf 'x%.0s' {1..4001})" 'longer than 4000'

fresh
printf 'fluid_ml\tFluid\n' >> "$work/schema/factors.tsv"
refused "a row with too few columns" factors.tsv "$(wc -l < "$work/schema/factors.tsv")" '2 columns instead of 20'
fresh
grep '^fluid_ml	' schema/factors.tsv >> "$work/schema/factors.tsv"
refused "the same id twice" factors.tsv "$(wc -l < "$work/schema/factors.tsv")" '"fluid_ml" is taken already'
fresh
sed -i 's/^id\tlabel\taliases\tkind/id\tlabel\tkind\taliases/' "$work/schema/factors.tsv"
refused "columns in another order" factors.tsv "$(line_of factors id)" 'the header must be'
fresh
grep '^#' schema/relief.tsv > "$work/schema/relief.tsv"
refused "a table without rows" relief.tsv 1 'no rows'
fresh
printf '\r\n' >> "$work/schema/relief.tsv"
refused "a line ended like on another system" relief.tsv "$(wc -l < "$work/schema/relief.tsv")" ''

# gap NAME TEXT: a migration more, of that name, is refused
gap() {
	fresh
	echo 'SELECT 1;' > "$work/schema/$1"
	if sh schema/embed.sh migrations "$work/schema" > "$work/out" 2> "$work/err"; then
		verdict 1 "$2" "it was accepted"
	else
		grep -qE "^$work/schema/[^:]*:1: " "$work/err"
		verdict $? "$2" "$(cat "$work/err")"
	fi
}
gap 0099_far.sql "a gap in the numbers of the migrations"
gap 0001_twin.sql "two migrations of one number"
gap notes.sql "a migration without a number"

tap_end
