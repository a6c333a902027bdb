// Reads where the marks of a report's pictures stand, back into numbers by the pictures' own axes, and compares them with the report's
// JSON. Everything is read from the laid-out page in pixels: what a reader sees, not what the source says.

// A value must be right within two pixels of what its axis can show.
const PIXELS = 2;

/* In the page: boxes of the marks of a section, with class, key and picture. */
function collect(id) {
	const section = document.getElementById(id)?.closest("section");
	if (!section)
		return [];
	return [...section.querySelectorAll("svg[role=img]")].map((svg, picture) => {
		const frame = svg.getBoundingClientRect();
		const of = (e) => {
			const b = e.getBoundingClientRect();
			return { tag: e.localName, classes: (e.getAttribute("class") ?? "").split(" "), key: e.getAttribute("data-k"), text: e.localName === "text" ? e.textContent : null,
				left: b.left - frame.left, right: b.right - frame.left, top: b.top - frame.top, bottom: b.bottom - frame.top,
				x: (b.left + b.right) / 2 - frame.left, y: (b.top + b.bottom) / 2 - frame.top, width: b.width, height: b.height };
		};
		/* Lines by their own ends: a stroke has no part in where they are. */
		const ends = (e) => {
			const at = (name) => e[name].baseVal.value;
			return { ...of(e), x1: at("x1"), x2: at("x2"), y1: at("y1"), y2: at("y2") };
		};
		const centre = (e) => ({ ...of(e), x: e.cx.baseVal.value, y: e.cy.baseVal.value });
		return { picture, title: svg.querySelector("title").textContent, width: frame.width, height: frame.height,
			rects: [...svg.querySelectorAll("rect")].map(of), lines: [...svg.querySelectorAll("line")].map(ends),
			dots: [...svg.querySelectorAll("circle")].map(centre), texts: [...svg.querySelectorAll("text")].map(of) };
	});
}

const has = (mark, name) => mark.classes.includes(name);
const day = (iso) => Date.parse(`${iso}T00:00:00Z`) / 86400000;

/* value → place, from two labelled places; logarithmic where the labels are ratios. */
function axis(points, logarithmic = false) {
	const f = logarithmic ? Math.log : (v) => v;
	const [a, b] = [points[0], points[points.length - 1]];
	const slope = (b.place - a.place) / (f(b.value) - f(a.value));
	return { place: (v) => a.place + slope * (f(v) - f(a.value)), low: Math.min(a.place, b.place), high: Math.max(a.place, b.place),
		least: Math.min(...points.map((p) => p.value)), most: Math.max(...points.map((p) => p.value)) };
}

/* The horizontal lines with the numbers beside them. */
function ruled(svg) {
	const rules = svg.lines.filter((l) => (has(l, "axis") || has(l, "base")) && Math.abs(l.y1 - l.y2) < 0.01);
	const numbers = svg.texts.filter((t) => has(t, "end") && t.text !== "" && !Number.isNaN(Number(t.text)));
	const points = numbers.map((t) => {
		const rule = rules.reduce((best, r) => (Math.abs(r.y1 - t.y) < Math.abs(best.y1 - t.y) ? r : best));
		return { value: Number(t.text), place: rule.y1 };
	});
	return axis(points);
}

function near(list, what, got, wanted, within = PIXELS) {
	if (!(Math.abs(got - wanted) <= within))
		list.push(`${what} stands at ${got}, not at ${wanted}`);
}

function calendar(pictures, p) {
	const list = [];
	const shade = (n) => (n === null ? "unknown" : ["free", "n1", "n2", "n3"][Math.min(n, 3)]);
	let marks = 0;
	const first = day(p.from);
	for (const svg of pictures) {
		const cells = svg.rects.filter((r) => r.key);
		const mondays = cells.filter((c) => new Date(c.key).getUTCDay() === 1);
		if (!mondays.length)
			continue;
		const origin = mondays[0];
		const step = cells.length > 7 ? (mondays[mondays.length - 1].x - origin.x) / ((day(mondays[mondays.length - 1].key) - day(origin.key)) / 7 || 1) : 13;
		for (const c of cells) {
			const weekday = (new Date(c.key).getUTCDay() + 6) % 7;
			const week = (day(c.key) - weekday - day(origin.key)) / 7;
			near(list, `${c.key} (week)`, c.x, origin.x + week * step);
			near(list, `${c.key} (weekday)`, c.y, origin.y + weekday * step);
			const wanted = shade(p.calendar[day(c.key) - first]);
			if (!has(c, wanted))
				list.push(`${c.key} is ${c.classes}, not ${wanted}`);
			marks++;
		}
	}
	const shown = Math.min(p.calendar.length, 52 * 7 + ((new Date(p.to).getUTCDay() + 6) % 7) + 1);
	if (marks !== shown)
		list.push(`${marks} nights are shown, not ${shown}`);
	return ["the calendar", marks, list];
}

function trend([svg], p) {
	const list = [];
	const stretches = p.weeks && p.weeks.length <= 80 ? p.weeks : p.stretches.list;
	const y = ruled(svg);
	const base = svg.lines.find((l) => has(l, "base") && Math.abs(l.y1 - l.y2) < 0.01);
	const [from, to] = [day(p.from), day(p.from) + p.calendar.length];
	const x = (d) => base.x1 + ((base.x2 - base.x1) * (d - from)) / (to - from);
	const clamp = (v) => Math.min(Math.max(y.place(v), y.low), y.high);
	let marks = 0;
	let before = null;
	for (const s of stretches) {
		const middle = x((day(s.from) + day(s.to) + 1) / 2);
		const dot = svg.dots.find((d) => has(d, "rate") && d.key === s.to);
		const whisker = svg.lines.find((l) => has(l, "whisker") && l.key === s.to);
		const hole = svg.rects.find((r) => has(r, "hole") && r.key === s.to);
		if (s.cramps_per_week === null ? dot || whisker || !hole : !dot || !whisker || hole) {
			list.push(`${s.to}: a rate is drawn where there is none, or none where there is one`);
			continue;
		}
		marks++;
		if (dot) {
			near(list, `${s.to} (night)`, dot.x, middle);
			near(list, `${s.to} (rate ${s.cramps_per_week})`, dot.y, clamp(s.cramps_per_week));
			near(list, `${s.to} (low ${s.low})`, whisker.y1, clamp(s.low));
			near(list, `${s.to} (high ${s.high})`, whisker.y2, clamp(s.high));
			marks += 2;
		}
		if (before && before.trend !== null && s.trend !== null) {
			const line = svg.lines.find((l) => has(l, "trend") && l.key === s.to);
			if (!line) {
				list.push(`${s.to}: the trend has a hole`);
			} else {
				near(list, `${s.to} (trend ${s.trend})`, line.y2, clamp(s.trend));
				near(list, `${s.to} (trend's night)`, line.x2, middle);
				near(list, `${s.to} (trend before)`, line.y1, clamp(before.trend));
				marks++;
			}
		}
		before = s;
	}
	return ["the trend", marks, list];
}

/* Bars: all, and at their foot those of the report's own nights. */
function bars(svg, what, wanted) {
	const list = [];
	const y = ruled(svg);
	const foot = y.place(0);
	let marks = 0;
	for (const { label, all, own } of wanted) {
		const bar = svg.rects.find((r) => has(r, "bar") && r.key === label);
		if (!bar) {
			if (all > 0)
				list.push(`${label}: ${all} have no bar`);
			continue;
		}
		near(list, `${label} (${all})`, bar.top, y.place(all));
		near(list, `${label} (foot)`, bar.bottom, foot);
		const name = svg.texts.find((t) => has(t, "mid") && t.text === label && t.y > foot);
		if (name && name.width)
			near(list, `${label} (name)`, name.x, bar.x);
		const hot = svg.rects.find((r) => has(r, "hot") && Math.abs(r.x - bar.x) < PIXELS);
		if (Boolean(hot) !== own > 0)
			list.push(`${label}: ${own} of this report are ${hot ? "" : "not "}shown`);
		if (hot)
			near(list, `${label} (${own} of this report)`, hot.top, y.place(own));
		marks++;
	}
	return [what, marks, list];
}

const hours = (p, own) => p.hours.map((all, h) => ({ label: String(h), all, own: own.hours[h] }));
const severities = (p, own) => p.severities.map((all, i) => ({ label: String(i), all, own: own.severities[i] }));
const durationLabels = ["<½", "½–1", "1–2", "2–5", "5–10", "10+"];
const durations = (p, own) => p.durations.map((d, i) => ({ label: durationLabels[i], all: d.episodes, own: own.durations[i].episodes }));

function median([svg], p, what, value, many) {
	const list = [];
	const line = svg.lines.find((l) => l.key === "median");
	if (value === null)
		return [what, 0, line ? ["there is a median of nothing"] : []];
	const bar = svg.rects.filter((r) => has(r, "bar"));
	const names = svg.texts.filter((t) => has(t, "mid") && /^\d+$/.test(t.text) && t.width);
	const x = axis([{ value: Number(names[0].text), place: names[0].x }, { value: Number(names[names.length - 1].text), place: names[names.length - 1].x }]);
	if (!bar.length || !line)
		list.push("there is no median");
	else
		near(list, `the median ${value}`, line.x1, x.place(value));
	return [what, many, list];
}

const ratios = { "⅛": 1 / 8, "¼": 1 / 4, "½": 1 / 2, 1: 1, 2: 2, 4: 4, 8: 8 };
function forest(pictures, report) {
	const list = [];
	const ruler = pictures.find((svg) => svg.texts.length > 3 && svg.texts.every((t) => t.text in ratios));
	if (!ruler)
		return ["the forest plot", 0, report.look.preliminary ? [] : ["it has no axis"]];
	const x = axis(ruler.texts.map((t) => ({ value: ratios[t.text], place: t.x })), true);
	let marks = 0;
	for (const row of report.factors) {
		const shown = pictures.filter((svg) => svg.dots.some((d) => d.key === row.id));
		const asked = ["strong", "some", "little_effect", "unclear"].includes(row.verdict) && row.rate_ratio !== null;
		const wanted = asked ? (row.own ? [row, row.own] : [row]) : [];
		if (shown.length !== wanted.length) {
			list.push(`${row.id} has ${shown.length} lines, not ${wanted.length}`);
			continue;
		}
		wanted.forEach((o, i) => {
			const clamp = (v) => Math.min(Math.max(x.place(v), x.low), x.high);
			const dot = shown[i].dots[0];
			const line = shown[i].lines.find((l) => has(l, "interval"));
			near(list, `${row.id} (${o.rate_ratio})`, dot.x, clamp(o.rate_ratio));
			near(list, `${row.id} (low ${o.ci_low})`, line.x1, clamp(o.ci_low));
			near(list, `${row.id} (high ${o.ci_high})`, line.x2, clamp(o.ci_high));
			const one = shown[i].lines.find((l) => has(l, "one"));
			near(list, `${row.id} (the line of 1)`, one.x1, x.place(1));
			marks += 3;
		});
	}
	return ["the forest plot", marks, list];
}

function relief(pictures, p) {
	const list = [];
	const most = Math.max(...p.relief.map((r) => r.used), 1);
	p.relief.forEach((r, i) => {
		const svg = pictures[i];
		const all = svg.rects.find((b) => has(b, "free"));
		const worked = svg.rects.find((b) => has(b, "hot"));
		near(list, `${r.method} (used ${r.used})`, all.width, (svg.width * r.used) / most);
		near(list, `${r.method} (worked ${r.worked})`, worked?.width ?? 0, (svg.width * r.worked) / most);
	});
	return ["relief", 2 * p.relief.length, list];
}

function sleep(pictures, p) {
	const list = [];
	let marks = 0;
	const figures = [["tst_min", "tst_q1", "tst_q3", 60], ["se_percent", "se_q1", "se_q3", 1], ["awakenings", "awakenings_q1", "awakenings_q3", 1]]
		.filter(([key]) => p.sleep.cramp[key] !== null || p.sleep.free[key] !== null);
	figures.forEach(([key, q1, q3, divisor], i) => {
		const svg = pictures[i];
		const x = axis(svg.texts.map((t) => ({ value: Number.parseFloat(t.text) * divisor, place: t.x })));
		for (const [means, dotClass, hot] of [[p.sleep.free, "ring", false], [p.sleep.cramp, "hot", true]]) {
			const dot = svg.dots.find((d) => has(d, dotClass));
			const range = svg.lines.find((l) => has(l, "range") && has(l, "hotline") === hot);
			if (means[key] === null) {
				if (dot)
					list.push(`${key}: a mean of nothing`);
				continue;
			}
			near(list, `${key} (${means[key]})`, dot.x, x.place(means[key]));
			near(list, `${key} (first quartile)`, range.x1, x.place(means[q1]));
			near(list, `${key} (third quartile)`, range.x2, x.place(means[q3]));
			marks += 3;
		}
	});
	return ["sleep", marks, list];
}

/* [[what, how many marks, problems], …] */
export async function positions(page, report) {
	const of = (id) => page.evaluate(collect, id);
	const p = report.pictures;
	const severity = await of("severity");
	return [
		calendar(await of("nights"), p), trend(await of("trend"), p), bars((await of("hours"))[0], "the hours", hours(p, report)),
		bars(severity[0], "severity", severities(p, report)), median(severity, p, "the median", p.severity.median, 1),
		bars(severity[1], "duration", durations(p, report)), forest(await of("factors"), report), relief(await of("relief"), p),
		sleep(await of("sleep"), p),
	];
}
