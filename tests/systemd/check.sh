#!/bin/bash
# make check-systemd: boots a real systemd with a user manager, installs the units there, logs an episode through the activated
# daemon, kills the daemon, logs another, looks at what the sandbox allows, and opens the week's report from it. Prints TAP.
# Skips (with the reason) only where namespaces, overlayfs or cgroup2 are not to be had.
set -u
cd "$(dirname "$0")/../.."
B=${B:-build}
stage=$(mktemp -d)
chmod 755 "$stage" # the user in the booted system reads it
trap 'rm -rf "$stage"' EXIT
make --no-print-directory MAKELEVEL=1 B="$B" DESTDIR="$stage" PREFIX=/usr install > "$stage/install.log" 2>&1 || {
	cat "$stage/install.log"
	echo "1..1"
	echo "not ok 1 - make install"
	exit 1
}
cp tests/systemd/inside.sh tests/desktop.sh "$stage/"
# The booted system sees this machine's files with the staged ones on top, and nothing outside is changed.
timeout -k 5 120 bash tests/systemd/boot.sh "$stage" inside.sh
code=$?
if [ "$code" = 77 ]; then
	echo "1..1"
	echo "ok 1 - check-systemd # SKIP no root, overlayfs, cgroup2 or PID namespaces here"
	exit 0
fi
exit "$code"
