#!/bin/bash
# A private desktop: Xvfb, a D-Bus session bus that starts nothing by itself, dunst. Source it, then
#   desktop_start DIR            screen and bus; exports DISPLAY, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR
#   desktop_bus DIR              a bus alone, at DIR/bus; exports nothing; BUS_PID
#   desktop_serve                the notification service; DUNST_PID
#   desktop_serve_end            ends the service alone
#   desktop_wait N               waits until N notifications are on the screen
#   desktop_press LABEL          presses the button with that label; DIR/offered lists what was offered
#   desktop_picture FILE.png     what the screen shows (imagemagick)
#   desktop_stop                 ends everything it started
# Another service, python-dbusmock's, shows nothing and remembers what it was told:
#   other_serve CAPABILITIES     takes the name, from whoever has it; OTHER_PID
#   other_notices                what it was told to show, a JSON array, oldest first
#   other_taken                  the ids it was told to take away, likewise
#   other_press ID KEY           a button is pressed;  other_close ID REASON: off the screen
#   other_serve_end
# desktop_missing prints what of xvfb, dbus, dunst, dbusmock is not installed, nothing if all is there.
DESKTOP_DIR='' DESKTOP_PIDS='' DUNST_PID='' OTHER_PID='' BUS_PID=''
SERVICE=org.freedesktop.Notifications

desktop_missing() {
	local program
	for program in Xvfb dbus-daemon dunst dunstctl busctl; do
		command -v "$program" > /dev/null || printf '%s ' "$program"
	done
	/usr/bin/python3 -c 'import dbusmock' 2> /dev/null || printf 'python3-dbusmock '
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

desktop_bus() {
	cat > "$1/bus.conf" <<-X
	<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
	<busconfig><type>session</type><keep_umask/><listen>unix:path=$1/bus</listen><auth>EXTERNAL</auth>
	<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
	X
	dbus-daemon --config-file="$1/bus.conf" --nofork --nopidfile 2>> "$1/dbus.log" &
	BUS_PID=$!
	DESKTOP_PIDS="$BUS_PID $DESKTOP_PIDS"
	wait_for 10 test -S "$1/bus"
}

desktop_start() {
	DESKTOP_DIR=$1
	mkdir -p "$DESKTOP_DIR" && chmod 700 "$DESKTOP_DIR"
	export XDG_RUNTIME_DIR=$DESKTOP_DIR
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
	desktop_bus "$DESKTOP_DIR" && wait_for 10 test -s "$DESKTOP_DIR/display" || return 1
	DISPLAY=:$(cat "$DESKTOP_DIR/display")
	export DISPLAY DBUS_SESSION_BUS_ADDRESS=unix:path=$DESKTOP_DIR/bus
}

desktop_serve() {
	dunst -config "$DESKTOP_DIR/dunstrc" 2>> "$DESKTOP_DIR/dunst.log" &
	DUNST_PID=$!
	wait_for 10 dunstctl count
}

# service_end PID: ends a child of ours, though it be stopped; with no PID nothing.
service_end() {
	[ -n "$1" ] || return 0
	kill -CONT "$1" 2> /dev/null
	kill "$1" 2> /dev/null
	wait "$1" 2> /dev/null
}

desktop_serve_end() {
	service_end "$DUNST_PID"
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

# What has been counted may not be drawn yet.
desktop_picture() {
	command -v import > /dev/null && wait_for 5 desktop_drawn "$1"
}

desktop_drawn() {
	import -window root "$1" && [ "$(identify -format %k "$1")" -gt 1 ]
}

# Its own CloseNotification takes a type that no client sends.
other_serve() {
	[ -z "$OTHER_PID" ] || DESKTOP_PIDS="$OTHER_PID $DESKTOP_PIDS"
	/usr/bin/python3 -m dbusmock --session --logfile /dev/null --template notification_daemon \
		--parameters "{\"capabilities\": \"$1\"}" &
	OTHER_PID=$!
	wait_for 10 other_has_name && other_call AddMethod sssss $SERVICE CloseNotification u '' \
		'self.EmitSignal("org.freedesktop.Notifications", "NotificationClosed", "uu", [args[0], dbus.UInt32(3)])'
}

bus_call() {
	busctl --address="$DBUS_SESSION_BUS_ADDRESS" --json=short call "$@"
}

other_has_name() {
	[ "$(bus_call org.freedesktop.DBus / org.freedesktop.DBus GetConnectionUnixProcessID s $SERVICE | jq '.data[0]')" = "$OTHER_PID" ]
}

# other_call METHOD SIGNATURE ARGUMENT…: of the mock's own.
other_call() {
	bus_call $SERVICE /org/freedesktop/Notifications org.freedesktop.DBus.Mock "$@"
}

other_notices() {
	other_call GetMethodCalls s Notify | jq -c '[.data[0][][1] | map(.data) |
		{app: .[0], replaces: .[1], summary: .[3], body: .[4], actions: .[5], hints: (.[6] | map_values(.data)), expire: .[7]}]'
}

other_taken() {
	other_call GetMethodCalls s CloseNotification | jq -c '[.data[0][][1][0].data]'
}

other_press() {
	other_call EmitSignal sssav '' ActionInvoked us 2 u "$1" s "$2"
}

other_close() {
	other_call EmitSignal sssav '' NotificationClosed uu 2 u "$1" u "$2"
}

other_serve_end() {
	service_end "$OTHER_PID"
	OTHER_PID=''
}

desktop_stop() {
	desktop_serve_end
	other_serve_end
	# shellcheck disable=SC2086 # a list of pids
	kill $DESKTOP_PIDS 2> /dev/null
	# shellcheck disable=SC2086
	wait $DESKTOP_PIDS 2> /dev/null
	DESKTOP_PIDS=''
}
