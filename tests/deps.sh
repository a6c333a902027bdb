#!/bin/sh
# Finds what is missing to build and to test, and only then asks the package manager. One clear sentence when it cannot.
#
#   deps.sh             what everything needs
#   deps.sh bench       what make bench compares with, and can leave out
#   deps.sh oracle      what runs the reference implementation
#   deps.sh browser     what make check-browser looks with; its npm packages are in tests/browser/package-lock.json
set -u

# A pkg-config module, a program or a file → the Debian package that has it.
modules='libuv:libuv1-dev sqlite3:libsqlite3-dev libnotify:libnotify-dev jansson:libjansson-dev gsl:libgsl-dev minizip:libminizip-dev zlib:zlib1g-dev cmocka:libcmocka-dev'
programs='cc:gcc ar:binutils awk:mawk pkg-config:pkg-config bats:bats jq:jq sqlite3:sqlite3 socat:socat tmux:tmux zsh:zsh fish:fish zip:zip unzip:unzip dunst:dunst Xvfb:xvfb
	xdpyinfo:x11-utils dbus-daemon:dbus busctl:systemd dunstctl:dunst import:imagemagick mandoc:mandoc faketime:faketime unshare:util-linux
	setpriv:util-linux ps:procps systemctl:systemd xargs:findutils'
files='/usr/share/zoneinfo/Europe/Berlin:tzdata /usr/share/i18n/locales/de_DE:locales /lib/systemd/systemd:systemd /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf:fonts-dejavu-core
	/usr/share/doc/libpam-systemd:libpam-systemd /usr/share/doc/dbus-user-session:dbus-user-session
	/usr/share/doc/libc6-dev:libc6-dev /usr/lib/python3/dist-packages/dbusmock:python3-dbusmock'
python='/usr/lib/python3/dist-packages/numpy:python3-numpy /usr/lib/python3/dist-packages/scipy:python3-scipy'
case ${1:-} in
bench) modules='' programs='Rscript:r-base-core task:taskwarrior timew:timewarrior' files=$python ;;
oracle) modules='' programs='' files=$python ;;
browser) modules='' programs='chromium:chromium node:nodejs npm:npm pdfinfo:poppler-utils jq:jq awk:mawk' files=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf:fonts-dejavu-core ;;
esac

missing=
need() { case " $missing " in *" $1 "*) ;; *) missing="$missing $1" ;; esac; }

command -v pkg-config > /dev/null || need pkg-config
for m in $modules; do pkg-config --exists "${m%%:*}" 2> /dev/null || need "${m#*:}"; done
for p in $programs; do command -v "${p%%:*}" > /dev/null || need "${p#*:}"; done
for f in $files; do [ -e "${f%%:*}" ] || need "${f#*:}"; done
[ -z "$missing" ] && exit 0

if ! command -v apt-get > /dev/null; then
	echo "Missing:$missing (Debian's names). This is not a Debian machine: install them by its own package manager, then try again." >&2
	exit 1
fi
if [ "$(id -u)" = 0 ]; then
	as_root=
elif command -v sudo > /dev/null; then
	as_root=sudo
else
	echo "Missing:$missing. Become root and run: apt-get install$missing" >&2
	exit 1
fi
echo "Installing$missing"
log=$(mktemp)
# shellcheck disable=SC2086
if $as_root apt-get update -qq > "$log" 2>&1 &&
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > "$log" 2>&1; then
	rm -f "$log"
	exit 0
fi
tail -n 20 "$log" >&2
rm -f "$log"
echo "Could not install$missing (the package manager's words are above)." >&2
exit 1
