# Simulates a year of one person's diary as the wide nightly table that `cramp import csv` reads. It is made up: no real person
# stands behind it. Same seed, same table, on any awk.
#
#   awk -v first=2025-11-22 -v nights=363 -v seed=18 -f simulate_diary.awk > demo_diary.csv
#
# The world: the log mean of cramps a night has a season, bad spells (an AR(1) series) and three true causes: exercise (more),
# a cold bedroom (more), stretching (fewer). Water moves with exercise and does nothing by itself. Every value is blank now and
# then, quiet nights are forgotten more often than bad ones, and whole weeks are missing.

function random() { # Lehmer generator, exact in double precision
	state = (state * 16807) % 2147483647
	return state / 2147483647
}
function normal(   u, v) {
	u = random(); v = random()
	return sqrt(-2 * log(u)) * cos(6.283185307179586 * v)
}
function poisson(mean,   l, k, p) {
	l = exp(-mean); k = 0; p = random()
	while (p > l && k < 5) { k++; p *= random() }
	return k
}
function days_in(m, y) { return m == 2 ? (y % 4 == 0 && (y % 100 || y % 400 == 0) ? 29 : 28) : (m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31) }
function next_day() { if (++day > days_in(month, year)) { day = 1; if (++month > 12) { month = 1; year++ } } yday++ }
function maybe(text) { return random() < 0.04 ? "" : text }
function round_to(x, step) { return int(x / step + 0.5) * step }

BEGIN {
	state = seed + 0; for (i = 0; i < 20; i++) random()
	split(first, part, "-"); year = part[1] + 0; month = part[2] + 0; day = part[3] + 0
	yday = day; for (m = 1; m < month; m++) yday += days_in(m, year)
	print "night,cramps,severity,duration_s,onset,fluid_ml,exercise_min,room_temp_c,stretch,warm_feet,loosen_bedding,magnesium_mg,alcohol_units,caffeine_mg,leg_fatigue"
	for (n = 0; n < nights; n++) {
		season = cos(6.283185307179586 * (yday - 200) / 365.25)
		activity = 0.5 * activity + 0.87 * normal()
		spell = 0.85 * spell + 0.53 * normal()
		weekend = (n % 7 == 0 || n % 7 == 1)

		exercise = 30 + 25 * activity + (weekend ? 20 : 0); exercise = exercise < 8 ? 0 : round_to(exercise, 5)
		fluid = round_to(1500 + 260 * activity + 200 * season + 220 * normal(), 50); if (fluid < 400) fluid = 400
		room = 17.8 + 3.1 * season + 0.9 * normal()
		habit = n > 150 ? 0.75 : 0.35
		stretch = random() < habit; warm = random() < 0.45 - 0.25 * season; loose = random() < (stretch ? 0.7 : 0.3)
		magnesium = (n > 60 && n < 190) ? 250 : 0
		alcohol = weekend && random() < 0.6 ? 1 + int(3 * random()) : (random() < 0.1 ? 1 : 0)
		caffeine = round_to(80 * int(3 * random()), 1)
		fatigue = int(3 + 1.6 * activity + 1.5 * random()); fatigue = fatigue < 0 ? 0 : (fatigue > 10 ? 10 : fatigue)

		mean = -1.00 + 0.25 * season + 0.45 * spell - 0.10 + 0.014 * (exercise - 30) - 0.14 * (room - 17.8) - 0.55 * stretch
		cramps = poisson(exp(mean))
		lost = (n >= 96 && n <= 104) || (n >= 240 && n <= 251) || random() < (cramps ? 0.03 : 0.14)

		if (!lost) {
			severity = duration = onset = ""
			if (cramps) {
				severity = int(3 + 5 * random() + 0.5)
				if (random() < 0.85) duration = round_to(40 + 220 * random() * random(), 10)
				if (random() < 0.9) { minute = int((1.2 + 2.4 * random() + 2.4 * random()) * 60); onset = sprintf("%02d:%02d", int(minute / 60), minute % 60) }
			}
			printf "%04d-%02d-%02d,%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", year, month, day, cramps, severity, duration, onset,
				maybe(fluid), maybe(exercise), maybe(sprintf("%.1f", room)), maybe(stretch + 0), maybe(warm + 0), maybe(loose + 0),
				maybe(magnesium), maybe(alcohol), maybe(caffeine), maybe(fatigue)
		}
		next_day()
	}
}
