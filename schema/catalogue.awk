# Reads the knowledge tables (words, factors, measures, relief, red_flags .tsv), keeps every cell and checks each row and each
# reference. What is wrong is said as "file:line: what", all of it, and the exit status is then 1 without any output.
# catalogue_c.awk prints what was read.
#
#   rows[table]            number of rows         cell[table, row, column]   text
#   where[table, row]      "file:line"            known[space, word]         where a word of a name space was taken

BEGIN {
	FS = "\t"
	columns["words"] = "kind id label aliases"
	columns["factors"] = "id label aliases kind unit minimum maximum window combine lag lags direction u_shaped derived " \
		"section counter said_by evidence reference note"
	columns["measures"] = "id label aliases when targets composite how barred_for barred_why said_by evidence reference note"
	columns["relief"] = "id label aliases muscles steps asleep_for asleep barred_for barred_why said_by evidence reference note"
	columns["red_flags"] = "id level trigger advice ticks said_by"
	may_be_empty = " aliases unit derived counter said_by reference note composite barred_for barred_why targets muscles ticks asleep_for asleep "
	one_of["words", "kind"] = "muscle side context trigger posture flag quality"
	one_of["factors", "kind"] = "yesno amount scale text"
	one_of["factors", "unit"] = "ml min C mg IU h count units km m year kg/m2"
	one_of["factors", "window"] = "day night trait"
	one_of["factors", "combine"] = "sum mean min max last"
	one_of["factors", "direction"] = "+ - U ?"
	one_of["factors", "u_shaped"] = "yes no"
	one_of["factors", "section"] = "1a 1b 1c 1d 1e 1f 2"
	one_of["measures", "when"] = "bedtime day night always"
	one_of["red_flags", "level"] = "urgent soon info"
	lag_words = " same day prev 18h days chronic trigger "
	derived_words = " sleep date episode "
	cell_max = 4000 # bytes; a C compiler need not take a literal of more than 4095
}

function complain(place, what) {
	print place ": " what > "/dev/stderr"
	complaints++
}

function among(list, word) {
	return index(" " list " ", " " word " ") > 0
}

# A word as it is compared: lower case, "-" as "_".
function plain(word) {
	word = tolower(word)
	gsub(/-/, "_", word)
	return word
}

FNR == 1 {
	table = FILENAME
	sub(/.*\//, "", table)
	sub(/\.tsv$/, "", table)
	width = split(columns[table], column, " ")
	headed = 0
}

/^#/ || /^$/ { next }

!headed {
	header = columns[table]
	gsub(/ /, "\t", header)
	if ($0 != header)
		complain(FILENAME ":" FNR, "the header must be, with tabs between: " columns[table])
	headed = 1
	next
}

NF != width {
	complain(FILENAME ":" FNR, NF " columns instead of " width)
	next
}

{
	row = ++rows[table]
	where[table, row] = FILENAME ":" FNR
	for (i = 1; i <= width; i++) {
		cell[table, row, column[i]] = $i
		check_cell(table, row, column[i], $i)
	}
}

function check_cell(t, r, name, text) {
	if (text ~ /[\001-\037\177]/ || text ~ /^ / || text ~ / $/ || text ~ /  /)
		complain(where[t, r], name ": blanks at an end, doubled, or a control character")
	if (length(text) > cell_max)
		complain(where[t, r], name ": longer than " cell_max " bytes")
	if (text == "") {
		if (!among(may_be_empty, name))
			complain(where[t, r], name ": empty")
	} else if (((t, name) in one_of) && !among(one_of[t, name], text))
		complain(where[t, r], name ": \"" text "\" is none of: " one_of[t, name])
}

# The same word must not mean two things in one name space.
function take(space, word, place) {
	word = plain(word)
	if ((space, word) in known)
		complain(place, "\"" word "\" is taken already at " known[space, word])
	else
		known[space, word] = place
}

function take_names(t, r, space,    list, n, i) {
	if (cell[t, r, "id"] !~ (t == "words" && cell[t, r, "kind"] == "quality" ? "^[1-5]$" : "^[a-z][a-z0-9_]*$") || \
	    length(cell[t, r, "id"]) > 64)
		complain(where[t, r], "id: \"" cell[t, r, "id"] "\" is not made of a-z, 0-9 and _")
	take(space, cell[t, r, "id"], where[t, r])
	n = split(cell[t, r, "aliases"], list, ",")
	for (i = 1; i <= n; i++) {
		if (list[i] !~ /^[a-z0-9][a-z0-9_]*$/)
			complain(where[t, r], "aliases: \"" list[i] "\" is not made of a-z, 0-9 and _")
		# The first alias is the everyday name, and that may be the id itself.
		if (i > 1 || list[i] != cell[t, r, "id"])
			take(space, list[i], where[t, r])
	}
}

# Words that stand bare in an entry of an episode are told apart by nothing but themselves.
function take_episode_words(t, r,    list, n, i) {
	take("episode words", cell[t, r, "id"], where[t, r])
	n = split(cell[t, r, "aliases"], list, ",")
	for (i = 1; i <= n; i++)
		if (i > 1 || list[i] != cell[t, r, "id"])
			take("episode words", list[i], where[t, r])
}

# Each id of a comma-separated cell is known: in one of the spaces of `spaces`.
function check_ids(t, r, name, spaces,    list, n, i, space, m, j, found) {
	n = split(cell[t, r, name], list, ",")
	m = split(spaces, space, " ")
	for (i = 1; i <= n; i++) {
		found = name == "barred_for" && list[i] ~ /^age>[0-9]+$/
		for (j = 1; j <= m; j++)
			found = found || ((space[j], list[i]) in ids)
		if (!found)
			complain(where[t, r], name ": unknown id \"" list[i] "\"")
	}
}

function check_evidence(t, r,    grade) {
	grade = cell[t, r, "evidence"]
	if (grade !~ /^(supported|mixed|none found|contradicted): [^ ]/)
		complain(where[t, r], "evidence: begins with none of \"supported: \", \"mixed: \", \"none found: \", \"contradicted: \"")
	else if (grade !~ /^none found/ && cell[t, r, "reference"] == "")
		complain(where[t, r], "evidence: no reference for it")
}

function check_number(r, name,    text) {
	text = cell["factors", r, name]
	if (text !~ /^-?[0-9]+(\.[0-9]+)?$/)
		complain(where["factors", r], name ": \"" text "\" is no number")
}

function check_factor(r,    kind, list, n, i) {
	kind = cell["factors", r, "kind"]
	check_number(r, "minimum")
	check_number(r, "maximum")
	if (cell["factors", r, "minimum"] + 0 > cell["factors", r, "maximum"] + 0)
		complain(where["factors", r], "minimum above maximum")
	if (kind == "yesno" && (cell["factors", r, "minimum"] != "0" || cell["factors", r, "maximum"] != "1"))
		complain(where["factors", r], "minimum and maximum of yes/no are 0 and 1")
	if ((kind == "amount") != (cell["factors", r, "unit"] != ""))
		complain(where["factors", r], "unit: an amount has one, nothing else has")
	if (cell["factors", r, "lag"] !~ /^[0-3]$/)
		complain(where["factors", r], "lag: not 0 to 3 nights")
	n = split(cell["factors", r, "lags"], list, ", ")
	for (i = 1; i <= n; i++)
		if (!among(lag_words, list[i]))
			complain(where["factors", r], "lags: \"" list[i] "\" is none of:" lag_words)
	if (cell["factors", r, "derived"] != "" && !among(derived_words, cell["factors", r, "derived"]))
		check_ids("factors", r, "derived", "factor")
	check_evidence("factors", r)
}

function check_measure(r) {
	check_ids("measures", r, "targets", "factor")
	check_ids("measures", r, "composite", "measure")
	check_ids("measures", r, "barred_for", "trait flag")
	if ((cell["measures", r, "barred_for"] == "") != (cell["measures", r, "barred_why"] == ""))
		complain(where["measures", r], "barred_for and barred_why go together")
	check_evidence("measures", r)
}

function check_relief(r) {
	check_ids("relief", r, "muscles", "muscle")
	check_ids("relief", r, "asleep_for", "muscle")
	if ((cell["relief", r, "asleep_for"] == "") != (cell["relief", r, "asleep"] == ""))
		complain(where["relief", r], "asleep_for and asleep go together")
	check_ids("relief", r, "barred_for", "trait flag")
	if ((cell["relief", r, "barred_for"] == "") != (cell["relief", r, "barred_why"] == ""))
		complain(where["relief", r], "barred_for and barred_why go together")
	check_evidence("relief", r)
}

function check_all(    r, kind) {
	for (r = 1; r <= rows["words"]; r++) {
		kind = cell["words", r, "kind"]
		ids[kind, cell["words", r, "id"]] = r
		take_names("words", r, "word " kind)
		if (among("muscle side context flag", kind))
			take_episode_words("words", r)
	}
	for (r = 1; r <= rows["factors"]; r++) {
		ids["factor", cell["factors", r, "id"]] = r
		if (cell["factors", r, "window"] == "trait")
			ids["trait", cell["factors", r, "id"]] = r
		take_names("factors", r, "factor")
	}
	# A measure is a factor of the same id, so its words are of both.
	for (r = 1; r <= rows["measures"]; r++) {
		ids["measure", cell["measures", r, "id"]] = r
		take_names("measures", r, "factor")
	}
	for (r = 1; r <= rows["relief"]; r++) {
		take_names("relief", r, "relief")
		take_episode_words("relief", r)
	}
	for (r = 1; r <= rows["factors"]; r++)
		check_factor(r)
	for (r = 1; r <= rows["measures"]; r++)
		check_measure(r)
	for (r = 1; r <= rows["relief"]; r++)
		check_relief(r)
	for (r = 1; r <= rows["red_flags"]; r++) {
		take("red flag", cell["red_flags", r, "id"], where["red_flags", r])
		check_ids("red_flags", r, "ticks", "flag")
	}
	for (r in columns)
		if (!rows[r])
			complain(dir "/" r ".tsv:1", "no rows")
}

END {
	check_all()
	if (complaints)
		exit 1
	print_tables()
}
