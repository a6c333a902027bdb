# Prints the tables that catalogue.awk read and found right as C definitions of include/cramp/catalogue.h.

# A C string literal. "?" is escaped because c11 reads trigraphs.
function quoted(text) {
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	gsub(/\?/, "\\?", text)
	return "\"" text "\""
}

function string(name, text) {
	printf "\t  .%s = %s,\n", name, quoted(text)
}

function strings(t, r, names,    list, n, i) {
	n = split(names, list, " ")
	for (i = 1; i <= n; i++)
		string(list[i], cell[t, r, list[i]])
}

# aliases_TABLE_ROW[] for each row of a table.
function print_aliases(t,    r, list, n, i) {
	for (r = 1; r <= rows[t]; r++) {
		printf "static const char *const %s_aliases_%d[] = { ", t, r
		n = split(cell[t, r, "aliases"], list, ",")
		for (i = 1; i <= n; i++)
			printf "%s, ", quoted(list[i])
		print "NULL };"
	}
}

function end_table(name, singular) {
	print "};"
	printf "const size_t catalogue_%s_count = sizeof(catalogue_%s) / sizeof(catalogue_%s[0]);\n", singular, name, name
}

# Counter-measures of a factor: the measures that target it.
function measures_for(id,    r, list) {
	list = ""
	for (r = 1; r <= rows["measures"]; r++)
		if (index("," cell["measures", r, "targets"] ",", "," id ","))
			list = list (list == "" ? "" : ",") cell["measures", r, "id"]
	return list
}

function print_factor(r) {
	print "\t{"
	strings("factors", r, "id label unit lags direction derived section counter said_by evidence reference note")
	printf "\t  .aliases = factors_aliases_%d,\n", r
	printf "\t  .kind = KIND_%s,\n", toupper(cell["factors", r, "kind"])
	printf "\t  .minimum = %s,\n", cell["factors", r, "minimum"]
	printf "\t  .maximum = %s,\n", cell["factors", r, "maximum"]
	printf "\t  .window = WINDOW_%s,\n", toupper(cell["factors", r, "window"])
	printf "\t  .combine = COMBINE_%s,\n", toupper(cell["factors", r, "combine"])
	printf "\t  .lag = %s,\n", cell["factors", r, "lag"]
	printf "\t  .u_shaped = %d,\n", cell["factors", r, "u_shaped"] == "yes"
	string("composite", "")
	string("measures", measures_for(cell["factors", r, "id"]))
	print "\t},"
}

# The factor that a measure is: done, or said not to be done. What belongs to the day is told of the day. What is done by
# sleeping is tested against the night after: the same night's sleep a cramp itself has changed.
function print_measure_factor(r,    day, night) {
	day = cell["measures", r, "when"] == "day"
	night = cell["measures", r, "when"] == "night"
	print "\t{"
	strings("measures", r, "id label composite said_by evidence reference note")
	string("unit", "")
	string("lags", day ? "day" : night ? "prev" : "same")
	printf "\t  .lag = %d,\n", night
	string("direction", "-")
	string("derived", "")
	string("section", "2")
	string("measures", "")
	string("counter", cell["measures", r, "how"])
	printf "\t  .aliases = measures_aliases_%d,\n", r
	print "\t  .kind = KIND_YESNO,"
	print "\t  .maximum = 1,"
	printf "\t  .window = %s,\n", day ? "WINDOW_DAY" : "WINDOW_NIGHT"
	print "\t  .combine = COMBINE_LAST,"
	print "\t},"
}

function print_plain(t, names,    r) {
	for (r = 1; r <= rows[t]; r++) {
		print "\t{"
		strings(t, r, names)
		if (t != "red_flags")
			printf "\t  .aliases = %s_aliases_%d,\n", t, r
		print "\t},"
	}
}

function print_tables(    r) {
	print "#include \"cramp/catalogue.h\""
	print_aliases("words")
	print_aliases("factors")
	print_aliases("measures")
	print_aliases("relief")

	print "const struct factor catalogue_factors[] = {"
	for (r = 1; r <= rows["factors"]; r++)
		print_factor(r)
	for (r = 1; r <= rows["measures"]; r++)
		print_measure_factor(r)
	end_table("factors", "factor")

	print "const struct measure catalogue_measures[] = {"
	print_plain("measures", without_aliases(columns["measures"]))
	end_table("measures", "measure")

	print "const struct relief catalogue_relief[] = {"
	print_plain("relief", without_aliases(columns["relief"]))
	end_table("relief", "relief")

	print "const struct red_flag catalogue_red_flags[] = {"
	print_plain("red_flags", columns["red_flags"])
	end_table("red_flags", "red_flag")

	print "const struct word catalogue_words[] = {"
	print_plain("words", without_aliases(columns["words"]))
	end_table("words", "word")
}

function without_aliases(list) {
	sub(/ aliases/, "", list)
	return list
}
