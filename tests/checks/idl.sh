#!/bin/bash
# A mistake in an interface file stops the build, with its file and line. Prints TAP.
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/tap.sh

# refused TEXT WHAT-IT-SAYS FILE-CONTENT (printf)
refused() {
	# shellcheck disable=SC2059
	printf "$3" > "$work/org.x.varlink"
	said=$(cd "$work" && awk -v out="$work/out" -f "$OLDPWD/schema/idl.awk" org.x.varlink 2>&1)
	[ $? -ne 0 ] && [ "$said" = "$2" ]
	verdict $? "refused: $1" "said: $said"
}

refused "an array of arrays" 'org.x.varlink:2: only one "?" and one container, in this order' 'interface org.x\ntype A (a: [][]int)\n'
refused "nullable elements" 'org.x.varlink:2: only one "?" and one container, in this order' 'interface org.x\ntype A (a: []?int)\n'
refused "a type that is not declared" 'org.x.varlink:3: no such type: B' 'interface org.x\nmethod F() -> ()\ntype A (a: B)\n'
refused "a struct without a name" 'org.x.varlink:2: give this struct or enum a name: type NAME (…)' 'interface org.x\nmethod A(a: (b: int)) -> ()\n'
refused "a comment beside code" 'org.x.varlink:3: a comment belongs on a line of its own' 'interface org.x\ntype A (\n a: int, # x\n b: int)\n'
refused "a blank after ?" 'org.x.varlink:2: no blank after ?' 'interface org.x\nmethod A(a: ? int) -> ()\n'
refused "a trailing comma" 'org.x.varlink:2: name of a field expected, not ")"' 'interface org.x\nmethod A(a: int,) -> ()\n'
refused "a method that does not end" 'org.x.varlink:3: name of a field expected, not "end of file"' 'interface org.x\n\nmethod A(a: int) -> ('
refused "a type and a method of one name" 'org.x.varlink:3: A is declared already (types, methods and errors share their names)' 'interface org.x\ntype A (a: int)\nmethod A() -> ()\n'
refused "a field told twice" 'org.x.varlink:2: a is there twice' 'interface org.x\ntype A (a: int, a: int)\n'
refused "an empty type" 'org.x.varlink:2: type A is empty' 'interface org.x\ntype A ()\n'
refused "a small first letter" 'org.x.varlink:2: name of a method expected (CamelCase), not "a"' 'interface org.x\nmethod a() -> ()\n'
refused "a double underscore" 'org.x.varlink:2: name of a field expected, not "a__b"' 'interface org.x\nerror A (a__b: int)\n'
refused "another interface's file" 'org.x.varlink:1: interface org.y belongs in a file of its name' 'interface org.y\n'
refused "a word out of place" 'org.x.varlink:2: "type", "method" or "error" expected, not "methods"' 'interface org.x\nmethods A() -> ()\n'
refused "an empty file" 'org.x.varlink:1: the file is empty' ''
refused "a stray character" 'org.x.varlink:2: not understood: ; ()' 'interface org.x\nerror A; ()\n'

tap_end
