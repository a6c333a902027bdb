#!/bin/bash
# Runs inside the booted system as the user "cramp"; the staged installation is at /opt/plat. Prints TAP.
n=0
bad=0
check() { # TEXT COMMAND…: passes if the command does
	local text=$1 out
	shift
	n=$((n + 1))
	if out=$("$@" 2>&1); then
		echo "ok $n - $text"
	else
		bad=1
		echo "not ok $n - $text"
	fi
	[ -z "$out" ] || sed 's/^/#   /' <<< "$out"
}
. /opt/plat/desktop.sh
main_pid() { systemctl --user show -P MainPID crampd.service; }
episodes() { cramp list episodes --json | jq -s length; }

# The units as installed, found where a user's own units lie; the programs by their installed paths.
export PATH=/opt/plat/usr/bin:$PATH
units=$HOME/.config/systemd/user
mkdir -p "$units" "$HOME/.local/share/cramp"
chmod 700 "$HOME/.local/share/cramp"
sed 's#^ExecStart=/usr/bin/#ExecStart=/opt/plat/usr/bin/#' /opt/plat/usr/lib/systemd/user/crampd.service > "$units/crampd.service"
cp /opt/plat/usr/lib/systemd/user/crampd.socket "$units/"
unset CRAMP_DAEMON CRAMP_SOCKET

verify() { # systemd-analyze exits 0 on unknown keys: any output is a fault
	local out
	out=$(systemd-analyze --user --man=no verify "$units/crampd.service" "$units/crampd.socket" 2>&1 | grep -E 'crampd\.(service|socket)')
	[ -z "$out" ] || { echo "$out"; return 1; }
}
check "the units are clean" verify
systemctl --user daemon-reload
check "the socket starts" systemctl --user start crampd.socket
check "the service waits for the first call" [ "$(systemctl --user is-active crampd.service)" = inactive ]
check "the socket is the user's alone" [ "$(stat -c %a "$XDG_RUNTIME_DIR/cramp" "$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" | tr '\n' ' ')" = "700 600 " ]
check "a cramp is logged through the activated daemon" cramp log 3:10 left calf 7 for 2m stretch
check "the service is ready" [ "$(systemctl --user is-active crampd.service)" = active ]
first=$(main_pid)
check "there is a daemon to kill" [ "${first:-0}" -gt 1 ]
kill -9 "$first"
gone() { [ "$(main_pid)" != "$first" ]; }
wait_for 10 gone
check "another is logged after kill -9" cramp log 4:20 right calf 3
check "by another daemon" [ "$(main_pid)" != "$first" ]
check "both are in the diary" [ "$(episodes)" = 2 ]
for i in 1 2 3 4 5 6 7; do
	pid=$(main_pid)
	[ "${pid:-0}" -gt 1 ] && kill -9 "$pid"
	cramp status > /dev/null 2>&1
done
check "seven kills in a row do not fail the socket" [ "$(systemctl --user is-active crampd.socket)" = active ]
check "and the diary still answers" [ "$(episodes)" = 2 ]
check "a report is computed inside the sandbox" cramp report --json
check "the diary is the user's alone" [ "$(stat -c %a "$HOME/.local/share/cramp" "$HOME/.local/share/cramp/diary.db" | tr '\n' ' ')" = "700 600 " ]
# The sandbox, from inside: the daemon's own view of things.
sandboxed() {
	local pid
	pid=$(main_pid)
	grep -qE '^NoNewPrivs:\s*1' "/proc/$pid/status" && grep -qE '^Seccomp:\s*2' "/proc/$pid/status"
}
check "the daemon runs without new privileges and under seccomp" sandboxed
exposure() { # 0 safe … 10 exposed
	systemd-analyze --user security crampd.service 2> /dev/null | tail -n 1 | grep -E 'OK|SAFE'
}
check "systemd calls the exposure OK" exposure
check "stopping is clean" systemctl --user stop crampd.socket crampd.service
check "and takes the socket away" [ ! -e "$XDG_RUNTIME_DIR/cramp/org.crampd.Diary" ]
check "the service did not fail" [ "$(systemctl --user show -P Result crampd.service)" = success ]

# The week's report: made and shown from inside the sandbox, its page opened by the desktop's own program outside of it.
mkdir "$HOME/bin"
cat > "$HOME/bin/xdg-open" << 'X'
#!/bin/sh
{ echo "$1"; grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status; } > "$HOME/opened.tmp"
mv "$HOME/opened.tmp" "$HOME/opened"
X
chmod +x "$HOME/bin/xdg-open"
export TZ=UTC CRAMP_NOW=2026-11-22T10:00:00+00:00
systemctl --user set-environment TZ="$TZ" CRAMP_NOW="$CRAMP_NOW" PATH="$HOME/bin:/usr/bin:/bin"
other_serve 'actions body' || echo "# no notification service"
systemctl --user start crampd.socket
cramp log 2026-11-20T23:40 left calf 5 > "$HOME/said" && cramp none 2026-11-19 > "$HOME/said"
id_of_week() {
	other_notices | jq -e 'map(.summary) | index("Your week, 15 to 21 November") + 1'
}
check "the week's report is shown from inside the sandbox" wait_for 30 id_of_week
is_shown() { cramp remind --json | jq -e '.open[] | select(.kind == "weekly") | .state == "shown"'; }
wait_for 10 is_shown
other_press "$(id_of_week)" open
check "its page is opened" wait_for 10 test -s "$HOME/opened"
check "that of the week" grep -q 'cramp/reports/2026-11-21.html$' "$HOME/opened"
check "outside the sandbox" [ "$(sed 1d "$HOME/opened" | tr -d '[:space:]')" = NoNewPrivs:0Seccomp:0 ]

# The first settings: what they end with.
printf '%s\n' 23:00 "" "" "" exercise diabetes "" "" "" | cramp setup > "$HOME/said" 2>&1
enabled() { [ "$(systemctl --user is-enabled crampd.socket crampd.service | sort -u)" = enabled ]; }
check "setup has the daemon started at login" enabled
test_shown() { other_notices | jq -e 'any(.summary | startswith("Only a test:"))'; }
check "and shows a test" wait_for 10 test_shown
check "it says both" [ "$(grep -cE 'It starts when you log in|has shown it' "$HOME/said")" = 2 ]
systemctl --user stop crampd.socket crampd.service
other_serve_end
echo "1..$n"
exit $bad
