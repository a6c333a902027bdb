# Counts a wide nightly table by itself, for comparison with what cramp reports of it. One figure a line: NAME VALUE.
#
#   awk -F, -v from=2025-11-22 -v nights=365 -v ushape=fluid_ml -f count_table.awk table.csv
#
# All rows must lie in the range of `nights` nights. Groups as the method defines them (A1a, A2): quantiles of type 7, lowest
# against highest third, yes/no 0 against 1, a U-shaped column as its two ends cut at the quartiles of the recorded nights.

function sort(v, n,   i, j, x) {
	for (i = 2; i <= n; i++) {
		x = v[i]
		for (j = i - 1; j > 0 && v[j] > x; j--) v[j + 1] = v[j]
		v[j + 1] = x
	}
}
# of v[1..n], sorted; from the nearer neighbour, so that a quantile that is a value is exactly that value
function quantile(v, n, p,   place, i, share) {
	place = (n - 1) * p; i = int(place); share = place - i
	if (i + 2 > n) return v[n]
	return share >= 0.5 ? v[i + 2] - (v[i + 2] - v[i + 1]) * (1 - share) : v[i + 1] + (v[i + 2] - v[i + 1]) * share
}
function median(v, n) { sort(v, n); return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2 }
function say(name, value) { printf "%s %.12g\n", name, value }

# x[1..n] and y[1..n] (1 with a cramp): the nights within a bound
function group(name, x, y, n, bound, below, closed,   i, k, c, v, p, z, d, centre, half) {
	k = c = 0
	for (i = 1; i <= n; i++) {
		if (!(x[i] == bound ? closed : below ? x[i] < bound : x[i] > bound)) continue
		v[++k] = x[i]; c += y[i]
	}
	say(name ".nights", k); say(name ".cramp_nights", c)
	if (k == 0) return
	z = 1.959963984540054; p = c / k; d = 1 + z * z / k; centre = (p + z * z / (2 * k)) / d
	half = z * sqrt(p * (1 - p) / k + z * z / (4 * k * k)) / d
	say(name ".percent", 100 * p)
	say(name ".wilson_low", centre - half > 0 ? 100 * (centre - half) : 0)
	say(name ".wilson_high", centre + half < 1 ? 100 * (centre + half) : 100)
	say(name ".median", median(v, k))
}
function contrast(id, x, y, n, binary,   v, i, a, b) {
	if (binary) {
		group(id ".low", x, y, n, 0.5, 1, 0); group(id ".high", x, y, n, 0.5, 0, 0)
		return
	}
	for (i = 1; i <= n; i++) v[i] = x[i]
	sort(v, n); a = quantile(v, n, 1 / 3); b = quantile(v, n, 2 / 3)
	if (a < b) { group(id ".low", x, y, n, a, 1, 1); group(id ".high", x, y, n, b, 0, 1) }
	else if (v[n] > a) { group(id ".low", x, y, n, a, 1, 1); group(id ".high", x, y, n, a, 0, 0) }
	else { group(id ".low", x, y, n, a, 1, 0); group(id ".high", x, y, n, a, 0, 1) }
}
# one end of a U as yes/no
function end(id, x, y, n, bound, below, apart,   i, k, e) {
	for (i = 1; i <= n; i++) k += below ? x[i] <= bound : x[i] >= bound
	for (i = 1; i <= n; i++) e[i] = x[i] == bound ? apart && k / n <= 0.5 : below ? x[i] < bound : x[i] > bound
	contrast(id, e, y, n, 1)
}

NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; columns = NF; next }
{
	for (i = 1; i <= NF; i++) cell[NR - 1, i] = $i
	rows = NR - 1
}
END {
	for (r = 1; r <= rows; r++) {
		if (cell[r, 2] == "") continue
		if (cell[r, 2] > 0) cramp++; else free++
		episodes += cell[r, 2]
		if (cell[r, 3] != "") severity[++severities] = cell[r, 3] + 0
		if (cell[r, 4] != "") duration[++durations] = cell[r, 4] + 0
		if (cell[r, 5] != "") { hour[substr(cell[r, 5], 1, 2) + 0]++; timed++ }
	}
	say("nights.cramp", cramp); say("nights.free", free); say("nights.unknown", nights - cramp - free)
	say("episodes", episodes); say("cramps_per_week", 7 * episodes / (cramp + free))
	say("severity.episodes", severities); say("severity.median", median(severity, severities)); say("severity.max", severity[severities])
	say("duration_s.episodes", durations); say("duration_s.median", median(duration, durations)); say("duration_s.max", duration[durations])
	for (h = 0; h < 24; h++) say("hours." h, hour[h])
	say("hour_unknown", episodes - timed)
	for (c = 6; c <= columns; c++) {
		n = 0; binary = 1; done = not_done = 0
		for (r = 1; r <= rows; r++) {
			if (cell[r, c] == "") continue
			value = cell[r, c] + 0
			if (value != 0 && value != 1) binary = 0
			done += value == 1; not_done += value == 0
			if (cell[r, 2] == "") continue
			x[++n] = value; y[n] = cell[r, 2] > 0
		}
		if (name[c] == ushape) {
			for (i = 1; i <= n; i++) v[i] = x[i]
			sort(v, n); a = quantile(v, n, 0.25); b = quantile(v, n, 0.75)
			end(name[c] "_low", x, y, n, a, 1, a < b); end(name[c] "_high", x, y, n, b, 0, a < b)
		} else
			contrast(name[c], x, y, n, binary)
		if (name[c] == "stretch" || name[c] == "warm_feet" || name[c] == "loosen_bedding") {
			say("measures." name[c] ".done", done); say("measures." name[c] ".not_done", not_done)
		}
	}
}
