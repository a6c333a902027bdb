#!/bin/bash
# A private desktop: Xvfb, a D-Bus session bus that starts nothing by itself, dunst. Source it, then
#   desktop_start DIR            screen and bus; exports DISPLAY, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR
#   desktop_serve                the notification service; DUNST_PID
#   desktop_serve_end            ends the service alone
#   desktop_wait N               waits until N notifications are on the screen
#   desktop_press LABEL          presses the button with that label; DIR/offered lists what was offered
#   desktop_picture FILE.png     what the screen shows (imagemagick)
#   desktop_stop                 ends everything it started
# desktop_missing prints what of xvfb, dbus, dunst is not installed, nothing if all is there.
DESKTOP_DIR='' DESKTOP_PIDS='' DUNST_PID=''

desktop_missing() {
	local program
	for program in Xvfb dbus-daemon dunst dunstctl; do
		command -v "$program" > /dev/null || printf '%s ' "$program"
	done
}

# wait_for SECONDS COMMAND…: until the command succeeds.
wait_for() {
	local tries=$(($1 * 20))
	shift
	while ! "$@" > /dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		read -rt 0.05 <> <(:) || :
	done
}

desktop_start() {
	DESKTOP_DIR=$1
	mkdir -p "$DESKTOP_DIR" && chmod 700 "$DESKTOP_DIR"
	export XDG_RUNTIME_DIR=$DESKTOP_DIR
	cat > "$DESKTOP_DIR/bus.conf" <<-X
	<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
	<busconfig><type>session</type><keep_umask/><listen>unix:path=$DESKTOP_DIR/bus</listen><auth>EXTERNAL</auth>
	<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
	X
	cat > "$DESKTOP_DIR/pick.sh" <<-X
	#!/bin/sh
	cat > "$DESKTOP_DIR/offered"; grep -m1 -F "#\$(cat "$DESKTOP_DIR/pick") (" "$DESKTOP_DIR/offered"
	X
	chmod +x "$DESKTOP_DIR/pick.sh"
	cat > "$DESKTOP_DIR/dunstrc" <<-X
	[global]
	 monitor=0
	 follow=none
	 width=420
	 height=300
	 origin=top-right
	 offset=20x20
	 font=DejaVu Sans 11
	 show_indicators=yes
	 dmenu=$DESKTOP_DIR/pick.sh
	 sticky_history=yes
	 history_length=200
	 markup=full
	 idle_threshold=0
	X
	Xvfb -displayfd 7 -screen 0 1024x600x24 -nolisten tcp 7> "$DESKTOP_DIR/display" 2> "$DESKTOP_DIR/xvfb.log" &
	DESKTOP_PIDS=$!
	dbus-daemon --config-file="$DESKTOP_DIR/bus.conf" --nofork --nopidfile 2> "$DESKTOP_DIR/dbus.log" &
	DESKTOP_PIDS="$! $DESKTOP_PIDS"
	wait_for 10 test -s "$DESKTOP_DIR/display" && wait_for 10 test -S "$DESKTOP_DIR/bus" || return 1
	DISPLAY=:$(cat "$DESKTOP_DIR/display")
	export DISPLAY DBUS_SESSION_BUS_ADDRESS=unix:path=$DESKTOP_DIR/bus
}

desktop_serve() {
	dunst -config "$DESKTOP_DIR/dunstrc" 2>> "$DESKTOP_DIR/dunst.log" &
	DUNST_PID=$!
	wait_for 10 dunstctl count
}

desktop_serve_end() {
	[ -n "$DUNST_PID" ] || return 0
	kill -CONT "$DUNST_PID" 2> /dev/null
	kill "$DUNST_PID" 2> /dev/null
	wait "$DUNST_PID" 2> /dev/null
	DUNST_PID=''
}

desktop_count() {
	[ "$(dunstctl count displayed)" = "$1" ]
}

desktop_wait() {
	wait_for "${2:-10}" desktop_count "$1"
}

desktop_press() {
	echo "$1" > "$DESKTOP_DIR/pick"
	dunstctl context
}

desktop_picture() {
	command -v import > /dev/null && import -window root "$1"
}

desktop_stop() {
	desktop_serve_end
	# shellcheck disable=SC2086 # a list of pids
	kill $DESKTOP_PIDS 2> /dev/null
	# shellcheck disable=SC2086
	wait $DESKTOP_PIDS 2> /dev/null
	DESKTOP_PIDS=''
}
