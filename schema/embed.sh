#!/bin/sh
# The contracts as text → C on standard output. Portable sh and awk; complaints are "file:line: what" on standard error.
#   embed.sh migrations DIR   DIR/NNNN_name.sql → migrations[] (daemon/store/migrations.h)
#   embed.sh catalogue DIR    DIR/*.tsv → the tables of include/cramp/catalogue.h
set -eu
LC_ALL=C
export LC_ALL

# Bytes instead of a string literal: no quoting to get wrong, and no limit on a literal's length.
bytes() {
	od -An -v -tx1 "$1" | sed 's/\([0-9a-f][0-9a-f]\)/0x\1,/g'
}

migrations() {
	count=0
	rows=
	echo '#include "daemon/store/migrations.h"'
	for file in "$1"/*.sql; do
		count=$((count + 1))
		number=$(printf '%04d' "$count")
		name=$(basename "$file" .sql)
		case $name in
		"$number"_?*) ;;
		*)
			echo "$file:1: the next migration is ${number}_name.sql; numbers have no gaps and no twins" >&2
			return 1
			;;
		esac
		name=${name#*_}
		case $name in
		*[!a-z0-9_]*)
			echo "$file:1: a migration's name is of a-z, 0-9 and _" >&2
			return 1
			;;
		esac
		test -s "$file" || { echo "$file:1: an empty migration" >&2; return 1; }
		echo "static const unsigned char sql_$count[] = {"
		bytes "$file"
		echo "0 };"
		rows="$rows	{ $count, \"$name\", (const char *)sql_$count },
"
	done
	printf 'const struct migration migrations[] = {\n%s};\nconst int migration_count = %d;\n' "$rows" "$count"
}

catalogue() {
	awk -v dir="$1" -f "$1/catalogue.awk" -f "$1/catalogue_c.awk" \
		"$1/words.tsv" "$1/factors.tsv" "$1/measures.tsv" "$1/relief.tsv" "$1/red_flags.tsv"
}

case ${1-} in
migrations | catalogue) "$1" "${2:?directory}" ;;
*)
	echo "usage: embed.sh migrations|catalogue DIR" >&2
	exit 2
	;;
esac
