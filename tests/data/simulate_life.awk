# Simulates a diary with everything in it, as an export that `cramp import ndjson` reads: episodes with muscles, sides, relief and
# flags, sleep, readings, standing circumstances. It is made up: no real person stands behind it. Same seed, same diary, on any awk.
#
#   awk -v first=2025-11-22 -v nights=365 -v seed=3 -f simulate_life.awk > life.ndjson
#
# The world: the log mean of cramps a night has a season, bad spells (an AR(1) series) and three true causes: exercise (more), a
# cold bedroom (more), stretching (fewer). Water moves with exercise and does nothing by itself; socks are worn when the feet are
# warm anyway. Distress was never asked about, soreness now and then. Quiet nights are forgotten more often than bad ones, and
# whole weeks are missing. The clock is that of Berlin.

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
	while (p > l && k < 4) { k++; p *= random() }
	return k
}
function step(x, by) { return int(x / by + 0.5) * by }
function within(x, low, high) { return x < low ? low : x > high ? high : x }

# Days since 1970-01-01, and back.
function days_of(y, m, d,   a, era, yoe, doy) {
	if (m <= 2) y--
	era = int(y / 400); yoe = y - era * 400
	doy = int((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + d - 1
	return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468
}
function iso(day,   z, era, doe, yoe, doy, mp, y, m) {
	z = day + 719468; era = int(z / 146097); doe = z - era * 146097
	yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
	doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100)); mp = int((5 * doy + 2) / 153)
	m = mp < 10 ? mp + 3 : mp - 9; y = yoe + era * 400 + (m <= 2)
	return sprintf("%04d-%02d-%02d", y, m, doy - int((153 * mp + 2) / 5) + 1)
}
function year_of(day) { return substr(iso(day), 1, 4) + 0 }
function last_sunday(y, m,   d) { d = days_of(y, m, 31); return d - (d + 4) % 7 }
function offset(day, y) { y = year_of(day); return day >= last_sunday(y, 3) && day < last_sunday(y, 10) ? 7200 : 3600 }
# A time by the clock on the wall, minutes after midnight of the evening's date, as UTC seconds.
function at(day, minute,   d) { d = day + int(minute / 1440); return d * 86400 + (minute - int(minute / 1440) * 1440) * 60 - offset(d) }

function thing(type, uid, after) {
	kind[++count] = type; name[count] = uid; body[count] = after
}
function common(day) { return ",\"offset_s\":" offset(day) ",\"zone\":\"Europe/Berlin\"" }
# Nights are told in the morning, readings in the evening before the light goes out.
function told(day) { return ",\"recorded_at\":" at(day, 1440 + 480 + int(40 * random())) }
function told_before(day) { return ",\"recorded_at\":" at(day, 1260 + int(60 * random())) }
function maybe(share, value) { return random() < share ? value : "null" }

function reading(day, factor, value) {
	if (random() < 0.05) return
	thing("reading", "r" ++uids, "{\"id\":" ++id ",\"factor\":\"" factor "\",\"value\":" sprintf("%.1f", value) \
		",\"level\":null,\"effort\":null,\"at\":null,\"until_at\":null" common(day) ",\"night\":\"" iso(day) \
		"\",\"source\":\"user\",\"note\":null" told_before(day) "}")
}
function night(day, free, slept,   bed, sol, woke, waso, wake) {
	if (!free && !slept) return
	bed = 1335 + int(40 * random()); sol = step(8 + 22 * random(), 5); wake = 1440 + 390 + int(60 * random())
	woke = int(3 * random()) + cramps; waso = woke ? step(woke * (6 + 14 * random()) + 12 * cramps, 5) : 0
	thing("night", "night:" iso(day), "{\"id\":" ++id ",\"night\":\"" iso(day) "\",\"free\":" (free ? 1 : "null") \
		(slept ? ",\"into_bed_at\":" at(day, bed) ",\"lights_out_at\":" at(day, bed + 15) ",\"sol_min\":" sol \
			",\"awakenings\":" woke ",\"waso_min\":" waso ",\"final_awakening_at\":" at(day, wake) \
			",\"out_of_bed_at\":" at(day, wake + 15) ",\"quality\":" within(4 - cramps + int(2 * random()), 1, 5) : \
			",\"into_bed_at\":null,\"lights_out_at\":null,\"sol_min\":null,\"awakenings\":null,\"waso_min\":null" \
			",\"final_awakening_at\":null,\"out_of_bed_at\":null,\"quality\":null") \
		common(day) ",\"source\":\"user\",\"note\":null" told(day) "}")
}
function relief(   n, list, first, seconds) {
	if (random() < 0.15) return "[]"
	first = random()
	n = first < 0.5 ? "stretch_dorsiflex" : first < 0.75 ? "massage_upward" : first < 0.9 ? "walk_or_stand" : "keep_warm"
	worked = random() < (n == "massage_upward" ? 0.8 : n == "keep_warm" ? 0.3 : 0.6)
	seconds = step(25 + 110 * random() * random() + (n == "stretch_dorsiflex" ? 20 : 0), 5)
	list = "{\"method\":\"" n "\",\"seconds\":" (worked ? seconds : "null") ",\"worked\":" worked ",\"effect\":null}"
	if (!worked && random() < 0.7)
		list = list ",{\"method\":\"" (n == "walk_or_stand" ? "stretch_dorsiflex" : "walk_or_stand") \
			"\",\"seconds\":" step(40 + 80 * random(), 10) ",\"worked\":" maybe(0.8, 1) ",\"effect\":null}"
	return "[" list "]"
}
function episode(day,   minute, where, side, severity, duration, woke, flags) {
	minute = 1440 + int((0.8 + 2.6 * random() + 2.6 * random()) * 60) - (random() < 0.12 ? 120 : 0)
	where = random()
	where = where < 0.62 ? "\"calf\"" : where < 0.82 ? "\"foot_sole\"" : where < 0.92 ? "\"toes\"" : where < 0.97 ? "\"calf\",\"foot_sole\"" : "\"hamstring\""
	side = random(); side = side < 0.55 ? "left" : side < 0.93 ? "right" : "both"
	severity = within(int(6.2 + 1.7 * normal() + 0.5), 1, 10)
	duration = step(within(exp(4.5 + 0.7 * normal()), 10, 560), 10)
	flags = random() < 0.015 ? "\"numb\"" : ""
	if (random() < 0.006) { flags = "\"swelling\""; severity = 9 }
	if (random() < 0.008) duration = 780
	woke = random() < 0.9
	known = random() < 0.88
	thing("episode", "e" ++uids, "{\"id\":" ++id ",\"night\":\"" iso(day) "\",\"onset_at\":" (known ? at(day, minute) : "null") \
		",\"precision\":\"" (known ? "exact" : "night") "\"" common(day) ",\"side\":\"" side "\",\"severity\":" maybe(0.95, severity) \
		",\"duration_s\":" maybe(0.85, duration) ",\"woke\":" maybe(0.9, woke) ",\"awake_min\":" maybe(0.6, step(5 + 40 * random(), 5)) \
		",\"sleep_disturbance\":null,\"context\":\"" (woke ? "asleep" : "inbed") "\",\"distress\":null,\"soreness\":" \
		maybe(0.55, within(int(severity - 4 + 2 * random()), 0, 10)) ",\"soreness_h\":null,\"knot\":null,\"trigger\":null,\"posture\":null" \
		",\"repeat_of\":null,\"class\":\"night\",\"class_reason\":\"in bed\",\"class_manual\":0,\"draft\":0,\"source\":\"user\",\"note\":" \
		(random() < 0.06 ? "\"" notes[1 + int(4 * random())] "\"" : "null") told(day) ",\"muscles\":[" where "],\"relief\":" relief() ",\"red_flags\":[" flags "]}")
}
function by_day(day) {
	thing("episode", "e" ++uids, "{\"id\":" ++id ",\"night\":\"" iso(day) "\",\"onset_at\":" at(day, 1080) ",\"precision\":\"exact\"" common(day) \
		",\"side\":\"left\",\"severity\":4,\"duration_s\":40,\"woke\":null,\"awake_min\":null,\"sleep_disturbance\":null,\"context\":\"exercise\",\"distress\":null" \
		",\"soreness\":null,\"soreness_h\":null,\"knot\":null,\"trigger\":null,\"posture\":null,\"repeat_of\":null,\"class\":\"exercise\"" \
		",\"class_reason\":\"during exercise\",\"class_manual\":0,\"draft\":0,\"source\":\"user\",\"note\":null" told(day) ",\"muscles\":[\"calf\"],\"relief\":[],\"red_flags\":[]}")
}
function trait(id_of, value, name_of, dose, needed, side, from, until) {
	thing("trait", "t" ++uids, "{\"id\":" ++id ",\"trait\":\"" id_of "\",\"value\":" value ",\"name\":" name_of ",\"dose\":" dose ",\"as_needed\":" needed \
		",\"side\":" side ",\"from_date\":" from ",\"until_date\":" until ",\"note\":null,\"recorded_at\":" at(start, 0) "}")
}
function track(factor, suspect) {
	thing("tracking", factor, "{\"tracked\":1,\"suspect\":" suspect ",\"suspect_at\":" (suspect ? at(start, 0) : "null") \
		",\"lag\":null,\"lag_declared_at\":null,\"recorded_at\":" at(start, 0) "}")
}

BEGIN {
	state = seed + 0; for (i = 0; i < 20; i++) random()
	split(first, part, "-"); start = days_of(part[1] + 0, part[2] + 0, part[3] + 0)
	notes[1] = "after the long walk"; notes[2] = "woke up the whole house"; notes[3] = "new shoes today"; notes[4] = "feet were cold"
	split("exercise_min room_temp_c fluid_ml stretch warm_feet loosen_bedding leg_fatigue alcohol_units caffeine_mg magnesium_mg", tracked, " ")
	for (i = 1; i <= 10; i++) track(tracked[i], tracked[i] == "exercise_min")
	trait("age", "1958.0", "null", "null", "null", "null", "null", "null")
	trait("statin", "1.0", "\"Atorvastatin\"", "\"20 mg\"", 0, "null", "\"" iso(start - 400) "\"", "null")
	trait("other_medication", "null", "\"Ramipril\"", "\"5 mg\"", 0, "null", "\"" iso(start - 900) "\"", "\"" iso(start + 120) "\"")
	trait("varicose_veins", "1.0", "null", "null", "null", "\"left\"", "null", "null")
	for (n = 0; n < nights; n++) {
		day = start + n
		season = cos(6.283185307179586 * (day - days_of(year_of(day), 7, 19)) / 365.25)
		activity = 0.5 * activity + 0.87 * normal()
		spell = 0.8 * spell + 0.35 * normal()
		weekend = (day + 4) % 7 == 0 || (day + 4) % 7 == 6

		exercise = 32 + 27 * activity + (weekend ? 22 : 0); exercise = exercise < 8 ? 0 : step(exercise, 5)
		fluid = within(step(1500 + 180 * activity + 200 * season + 260 * normal(), 50), 400, 4000)
		room = 17.8 + 3.1 * season + 1.1 * normal()
		stretch = random() < (n % 365 > 150 ? 0.7 : 0.4); warm = random() < 0.5 + 0.3 * season; loose = random() < (stretch ? 0.65 : 0.35)
		magnesium = n % 730 > 60 && n % 730 < 190 ? 250 : 0
		alcohol = weekend && random() < 0.6 ? 1 + int(3 * random()) : (random() < 0.1 ? 1 : 0)
		fatigue = within(int(3 + 1.6 * activity + 1.5 * random()), 0, 10)

		cramps = poisson(exp(-1.35 + 0.25 * season + 0.4 * spell + 0.018 * (exercise - 32) - 0.16 * (room - 17.8) - 0.6 * stretch))
		lost = (n % 365 >= 96 && n % 365 <= 104) || (n % 365 >= 240 && n % 365 <= 247) || random() < (cramps ? 0.02 : 0.1)
		if (lost) continue
		night(day, !cramps, random() < 0.8)
		for (i = 0; i < cramps; i++) episode(day)
		if (exercise > 60 && random() < 0.08) by_day(day)
		reading(day, "fluid_ml", fluid); reading(day, "exercise_min", exercise); reading(day, "room_temp_c", room)
		reading(day, "stretch", stretch); reading(day, "warm_feet", warm); reading(day, "loosen_bedding", loose)
		reading(day, "magnesium_mg", magnesium); reading(day, "alcohol_units", alcohol)
		reading(day, "supplements", magnesium > 0)
		if (random() < 0.5) reading(day, "wear_socks", warm && random() < 0.7)
		reading(day, "caffeine_mg", 80 * int(3 * random())); reading(day, "leg_fatigue", fatigue)
	}
	printf "{\"type\":\"diary\",\"version\":1,\"device\":\"11111111-1111-4111-8111-111111111111\",\"created_at\":%d,\"next_id\":%d}\n", at(start, 0), id + 1
	printf "{\"type\":\"batch\",\"id\":1,\"uid\":\"simulated\",\"at\":%d,\"zone\":\"Europe/Berlin\",\"device\":\"11111111-1111-4111-8111-111111111111\",\"actor\":\"import\",\"command\":\"Import ndjson\",\"kind\":\"change\",\"target\":null,\"undone\":0}\n", at(day, 1440 + 600)
	for (i = 1; i <= count; i++)
		printf "{\"type\":\"journal\",\"seq\":%d,\"batch\":1,\"entity\":\"%s\",\"uid\":\"%s\",\"after\":%s}\n", i, kind[i], name[i], body[i]
	for (i = 1; i <= count; i++)
		printf "{\"type\":\"%s\",\"uid\":\"%s\",%s\n", kind[i], name[i], substr(body[i], 2)
}
