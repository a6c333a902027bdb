/*
 * cramp completions: a few lines for each shell that ask this program itself what may come next
 * (cramp completions next -- WORDS…), so that what is completed is what is understood.
 */
#include "client/command.h"

#include <stdio.h>
#include <string.h>

#include "client/complete.h"
#include "cramp/util.h"

static const char bash[] = "# bash completion for cramp: source <(cramp completions bash)\n"
			   "_cramp() {\n"
			   "	local cur=${COMP_WORDS[COMP_CWORD]} line\n"
			   "	COMPREPLY=()\n"
			   "	while IFS= read -r line; do\n"
			   "		if [ \"$line\" = " COMPLETE_FILES " ]; then\n"
			   "			compopt -o filenames 2>/dev/null\n"
			   "			mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
			   "			return\n"
			   "		fi\n"
			   "		COMPREPLY+=(\"${line%%$'\\t'*}\")\n"
			   "	done < <(command \"${COMP_WORDS[0]}\" completions next -- "
			   "\"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
			   "}\n"
			   "complete -F _cramp cramp\n";

static const char zsh[] = "#compdef cramp\n"
			  "# zsh completion for cramp: source <(cramp completions zsh), after compinit\n"
			  "_cramp() {\n"
			  "	local -a lines described\n"
			  "	local line\n"
			  "	lines=(\"${(@f)$(command $words[1] completions next -- \"${(@)words[2,CURRENT-1]}\" "
			  "\"$PREFIX\" 2>/dev/null)}\")\n"
			  "	for line in $lines; do\n"
			  "		if [[ $line == " COMPLETE_FILES " ]]; then\n"
			  "			_files\n"
			  "			return\n"
			  "		fi\n"
			  "		described+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\")\n"
			  "	done\n"
			  "	_describe -t words 'cramp' described\n"
			  "}\n"
			  "if [[ $funcstack[1] == _cramp ]]; then\n"
			  "	_cramp \"$@\"\n"
			  "else\n"
			  "	compdef _cramp cramp\n"
			  "fi\n";

static const char fish[] =
	"# fish completion for cramp: cramp completions fish | source\n"
	"function __cramp_complete\n"
	"	set -l before (commandline -opc)\n"
	"	set -l current (commandline -ct)\n"
	"	set -l found (command $before[1] completions next -- $before[2..-1] \"$current\" 2>/dev/null)\n"
	"	if test \"$found\" = '" COMPLETE_FILES "'\n"
	"		__fish_complete_path \"$current\"\n"
	"	else\n"
	"		printf '%s\\n' $found\n"
	"	end\n"
	"end\n"
	"complete -c cramp -f -a '(__cramp_complete)'\n";

int cmd_completions(struct session *s, int count, char **words)
{
	static const struct {
		const char *shell, *text;
	} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

	if (strcmp(words[0], "next") == 0) {
		complete(s, count - 1, words + 1);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < ARRAY_LEN(shells); i++)
		if (count == 1 && strcmp(words[0], shells[i].shell) == 0) {
			fputs(shells[i].text, stdout);
			return EXIT_DONE;
		}
	return usage_error(s, "I do not know the shell \"%s\"; there are bash, zsh and fish.", words[count - 1]);
}
