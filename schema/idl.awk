# The .varlink files → build/gen/proto_gen.h and .c (types in include/cramp/proto.h).
#   awk -v out=PREFIX -f idl.awk FILE.varlink …        files in the order of their names
#
# Takes the portable subset of the interface language: types of fields are elements or declared names, at most one "?" and then at
# most one "[]" or "[string]"; no trailing comma; comments on lines of their own. Anything else stops with file:line.

function fail(at, text)
{
	printf "%s:%d: %s\n", file, at, text > "/dev/stderr"
	failed = 1
	exit 1
}

# ---- words: tok[i] on line at[i]; more_of[i] what the comment above says ----------------------------------------------------

function lex(text, number, first)
{
	first = 1
	while (1) {
		sub(/^[ \t]+/, "", text)
		if (text == "")
			return
		if (text ~ /^#/)
			fail(number, "a comment belongs on a line of its own")
		if (match(text, /^->/) || match(text, /^(\[\]|\[string\]|\?)/) || match(text, /^[(),:]/) || match(text, /^[A-Za-z0-9_][A-Za-z0-9_.-]*/)) {
			tok[++count] = substr(text, 1, RLENGTH)
			at[count] = number
			more_of[count] = first ? pending : ""
			first = 0
			text = substr(text, RLENGTH + 1)
			if (tok[count] ~ /^[\[?]/ && text !~ /^[^ \t]/)
				fail(number, "no blank after " tok[count])
		} else
			fail(number, "not understood: " text)
	}
}

# ---- grammar --------------------------------------------------------------------------------------------------------------

function want(token)
{
	if (tok[next_] != token)
		fail(at[next_], "\"" token "\" expected, not \"" tok[next_] "\"")
	next_++
}

function name(what)
{
	if (tok[next_] !~ /^[A-Z][A-Za-z0-9]*$/)
		fail(at[next_], "name of " what " expected (CamelCase), not \"" tok[next_] "\"")
	if (tok[next_] in declared)
		fail(at[next_], tok[next_] " is declared already (types, methods and errors share their names)")
	declared[tok[next_]] = 1
	return tok[next_++]
}

function field_name()
{
	if (tok[next_] !~ /^[A-Za-z](_?[A-Za-z0-9])*$/)
		fail(at[next_], "name of a field expected, not \"" tok[next_] "\"")
	return tok[next_++]
}

# One field's type → the rest of its initialiser. A declared name stands as @NAME@LINE@ until all of them are known.
function field_type(		nullable, container, word)
{
	nullable = 0
	container = "PROTO_ONE"
	if (tok[next_] == "?") {
		nullable = 1
		next_++
	}
	if (tok[next_] == "[]" || tok[next_] == "[string]")
		container = tok[next_++] == "[]" ? "PROTO_ARRAY" : "PROTO_MAP"
	word = tok[next_]
	if (word ~ /^(\[|\?)/)
		fail(at[next_], "only one \"?\" and one container, in this order")
	if (word == "(")
		fail(at[next_], "give this struct or enum a name: type NAME (…)")
	if (word ~ /^(bool|int|float|string|object)$/)
		word = "PROTO_" toupper(word) ", " container ", " nullable ", NULL"
	else if (word ~ /^[A-Z][A-Za-z0-9]*$/)
		word = "@" word "@" at[next_] "@" container ", " nullable
	else
		fail(at[next_], "no such type: " word)
	next_++
	return word
}

# "(" fields ")" → kept[]: kind is "struct", "enum" or "empty".
function body(		n, seen, field)
{
	split("", kept)
	kind = "empty"
	want("(")
	for (n = 0; tok[next_] != ")"; ) {
		if (n++)
			want(",")
		field = field_name()
		if (field in seen)
			fail(at[next_ - 1], field " is there twice")
		seen[field] = 1
		if (n == 1)
			kind = tok[next_] == ":" ? "struct" : "enum"
		if (kind == "struct") {
			want(":")
			kept[n] = "{ \"" field "\", " field_type() " }"
		} else
			kept[n] = "\"" field "\""
	}
	next_++
	return n
}

function fields_of(symbol, n,		i, text)
{
	text = "static const struct proto_field " symbol "[] = {\n"
	for (i = 1; i <= n; i++)
		text = text "\t" kept[i] ",\n"
	return text "\t{ NULL, 0, 0, 0, NULL },\n};\n"
}

function parse_type(		id, n, i, symbol)
{
	id = name("a type")
	n = body()
	if (!n)
		fail(at[next_ - 1], "type " id " is empty")
	symbol = prefix "_" id
	type_kind[id] = kind == "enum" ? "PROTO_ENUM" : "PROTO_STRUCT"
	forward = forward "static const struct proto_type " symbol ";\n"
	if (kind == "struct") {
		tables = tables fields_of(symbol "_fields", n)
		tables = tables "static const struct proto_type " symbol " = { \"" id "\", " symbol "_fields, NULL };\n"
		return
	}
	tables = tables "static const char *const " symbol "_values[] = { "
	for (i = 1; i <= n; i++)
		tables = tables kept[i] ", "
	tables = tables "NULL };\nstatic const struct proto_type " symbol " = { \"" id "\", NULL, " symbol "_values };\n"
}

function fields_only(symbol,		n)
{
	n = body()
	if (kind == "enum")
		fail(at[next_ - 1], "fields expected: name: type")
	tables = tables fields_of(symbol, n)
}

function snake(id)
{
	gsub(/[A-Z]/, "_&", id)
	sub(/^_/, "", id)
	return tolower(id)
}

function parse_method(more,		id)
{
	if (more == "")
		more = "PROTO_PLAIN"
	id = name("a method")
	fields_only(prefix "_" id "_in")
	want("->")
	fields_only(prefix "_" id "_out")
	methods = methods "\t{ \"" id "\", " more ", " prefix "_" id "_in, " prefix "_" id "_out },\n"
	if (interface ~ /^org\.crampd\./)
		method_list = method_list " \\\n\tX(" short ", " id ", " snake(short) "_" snake(id) ", " more ")"
}

function parse_error(		id)
{
	id = name("an error")
	fields_only(prefix "_" id "_error")
	errors = errors "\"" id "\", "
	error_fields = error_fields prefix "_" id "_error, "
	error_list = error_list " \\\n\tX(" short ", " id ")"
}

function resolve(text,		head, parts)
{
	head = ""
	while (match(text, /@[^@]*@[^@]*@[^}]*/)) {
		split(substr(text, RSTART, RLENGTH - 1), parts, "@")
		if (!(parts[2] in type_kind))
			fail(parts[3], "no such type: " parts[2])
		head = head substr(text, 1, RSTART - 1) type_kind[parts[2]] ", " parts[4] ", &" prefix "_" parts[2] " "
		text = substr(text, RSTART + RLENGTH)
	}
	return head text
}

# The file's bytes as an array: any text, no limit of a string literal.
function embed(path,		command, line, n, i, byte)
{
	command = "od -An -v -tx1 '" path "'"
	code = code "static const char " prefix "_text[] = {\n"
	while ((command | getline line) > 0) {
		n = split(line, byte, " ")
		line = ""
		for (i = 1; i <= n; i++)
			line = line (byte[i] ~ /^[89a-f]/ ? "(char)0x" : "0x") byte[i] ", "
		code = code "\t" line "\n"
	}
	if (close(command) != 0)
		fail(1, "cannot be read")
	code = code "\t0\n};\n"
}

function start_file()
{
	file = FILENAME
	started[file] = 1
	count = 0
	pending = forward = tables = methods = errors = error_fields = ""
	split("", declared)
	split("", type_kind)
}

function finish_file()
{
	next_ = 1
	if (!count)
		fail(1, "no interface in it")
	at[count + 1] = at[count]
	tok[count + 1] = "end of file"
	want("interface")
	interface = tok[next_]
	if (interface !~ /^[A-Za-z](-*[A-Za-z0-9])*(\.[A-Za-z0-9](-*[A-Za-z0-9])*)+$/)
		fail(at[next_], "name of an interface expected, not \"" interface "\"")
	if (file !~ ("(^|/)" interface "\\.varlink$"))
		fail(at[next_], "interface " interface " belongs in a file of its name")
	if (interface <= last_interface)
		fail(at[next_], "the files must come in the order of their names")
	last_interface = interface
	next_++
	prefix = interface
	gsub(/[.-]/, "_", prefix)
	short = prefix
	sub(/.*_/, "", short)
	while (next_ <= count) {
		if (tok[next_] == "type") {
			next_++
			parse_type()
		} else if (tok[next_] == "method") {
			next_++
			parse_method(more_of[next_ - 1])
		} else if (tok[next_] == "error") {
			next_++
			parse_error()
		} else
			fail(at[next_], "\"type\", \"method\" or \"error\" expected, not \"" tok[next_] "\"")
	}
	code = code "\n" forward resolve(tables)
	code = code "static const struct proto_method " prefix "_methods[] = {\n" methods "\t{ NULL, 0, NULL, NULL },\n};\n"
	code = code "static const char *const " prefix "_errors[] = { " errors "NULL };\n"
	code = code "static const struct proto_field *const " prefix "_error_fields[] = { " error_fields "NULL };\n"
	embed(file)
	interfaces = interfaces "\t{ \"" interface "\", " prefix "_text, sizeof(" prefix "_text) - 1, " prefix "_methods, " \
		prefix "_error_fields, " prefix "_errors },\n"
}

FNR == 1 {
	if (NR > 1)
		finish_file()
	start_file()
}
/\r/ { fail(FNR, "carriage return") }
/^[ \t]*#/ {
	if ($0 ~ /^[ \t]*# \[Requires 'more' flag\][ \t]*$/)
		pending = "PROTO_MUST_STREAM"
	else if ($0 ~ /^[ \t]*# \[Supports 'more' flag\][ \t]*$/)
		pending = "PROTO_MAY_STREAM"
	next
}
/^[ \t]*$/ { pending = ""; next }
{
	lex($0, FNR)
	pending = ""
}
END {
	if (failed)
		exit 1
	for (i = 1; i < ARGC; i++)
		if (!(ARGV[i] in started)) {
			file = ARGV[i]
			fail(1, "the file is empty")
		}
	finish_file()
	print "/* Made by schema/idl.awk from the .varlink files beside it. */" > (out ".h")
	print "#ifndef CRAMP_PROTO_GEN_H\n#define CRAMP_PROTO_GEN_H\n" > (out ".h")
	print "#define PROTO_METHODS(X)" method_list "\n" > (out ".h")
	print "#define PROTO_ERRORS(X)" error_list "\n" > (out ".h")
	print "#endif" > (out ".h")
	print "/* Made by schema/idl.awk from the .varlink files beside it. */\n#include \"cramp/proto.h\"\n#include \"proto_gen.h\"" > (out ".c")
	print code > (out ".c")
	print "const struct proto_interface proto_interfaces[] = {\n" interfaces "};" > (out ".c")
	print "const size_t proto_interface_count = sizeof(proto_interfaces) / sizeof(proto_interfaces[0]);" > (out ".c")
}
