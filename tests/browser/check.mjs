// Looks at the pages of pages.sh in a real browser: nothing but the file is asked for, nothing complains, nothing that somebody typed
// is anything but text; axe-core finds nothing in light and dark; text reflows at 320 pixels; the printed summary is one page with
// nothing cut off; and every mark of a picture stands where the numbers say. Pictures go to the second directory, for looking at.
//
//   node check.mjs PAGES PICTURES      prints TAP
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { positions } from "./positions.mjs";

const [, , pagesDir, picturesDir] = process.argv;
const pages = resolve(pagesDir);
const pictures = resolve(picturesDir);
const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const KIB = 1024;

const reports = ["empty", "three", "free", "early", "year", "decade", "decade-whole", "twelve", "hostile"];
const summaries = ["summary-empty", "summary-twelve", "summary-three", "summary-free", "summary-early", "summary", "summary-hostile"];
const all = [...reports, ...summaries, "index"];

let count = 0;
let failed = 0;
function verdict(text, problems) {
	const list = [problems].flat().filter(Boolean);
	count++;
	console.log(`${list.length ? "not ok" : "ok"} ${count} - ${text}`);
	if (list.length) {
		failed++;
		for (const p of list.slice(0, 12))
			console.log(`# ${String(p).slice(0, 600)}`);
	}
}
const equal = (what, got, wanted) => (got === wanted ? null : `${what} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);

// A profile of its own, made and taken away by playwright.
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM || ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync),
	args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync"],
});

/* A page of its own, with all it said and asked for. */
async function open(name, { width = 1100, height = 900, scheme = "light", scale = 1, script = true } = {}) {
	const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, deviceScaleFactor: scale, javaScriptEnabled: script });
	const page = await context.newPage();
	const file = pathToFileURL(join(pages, `${name}.html`)).href;
	const heard = [];
	page.on("console", (m) => heard.push(`console: ${m.text()}`));
	page.on("pageerror", (e) => heard.push(`error: ${e}`));
	page.on("dialog", (d) => { heard.push(`dialog: ${d.message()}`); d.dismiss(); });
	page.on("request", (r) => { if (r.url() !== file) heard.push(`asked for ${r.url()}`); });
	await page.goto(file);
	return { page, context, heard };
}

// ---- quiet, alone, accessible

for (const name of all) {
	for (const scheme of ["light", "dark"]) {
		const { page, context, heard } = await open(name, { scheme });
		await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
		await page.evaluate(axeSource);
		const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
		verdict(`${name}, ${scheme}: axe-core finds nothing`,
			found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html).join(" | ")}`));
		verdict(`${name}, ${scheme}: nothing complains, nothing else is asked for`, heard);
		await context.close();
	}
}

for (const name of all) {
	const { page, context } = await open(name);
	const problems = await page.evaluate(async (text) => {
		const list = [];
		const xml = new DOMParser().parseFromString(text, "application/xhtml+xml");
		const error = xml.querySelector("parsererror");
		if (error)
			list.push(error.textContent);
		const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
		if (new Set(ids).size !== ids.length)
			list.push("an id is used twice");
		for (const e of document.querySelectorAll("script, img, iframe, object, embed, link, audio, video, form, input, style ~ style"))
			list.push(`there is a ${e.localName}`);
		for (const e of document.querySelectorAll("*"))
			for (const a of e.attributes)
				if (/^on|^src$|^style$/i.test(a.name))
					list.push(`${e.localName} has ${a.name}`);
		for (const e of document.querySelectorAll("svg[role=img]"))
			if (!e.querySelector("title")?.textContent)
				list.push("a picture has no title");
		return list;
	}, readFileSync(join(pages, `${name}.html`), "utf8"));
	verdict(`${name}: well-formed, no script, every picture has a title`, problems);
	await context.close();
}

// ---- what each picture of the report has beside it, and in which order

const order = ["nights", "trend", "hours", "severity", "factors", "relief", "sleep", "try", "signs", "method"];
for (const name of reports) {
	const { page, context } = await open(name);
	const sections = await page.evaluate(() => [...document.querySelectorAll("main > section")].map((s) => ({
		id: s.querySelector("h2").id, title: s.querySelector("h2").textContent, reading: s.querySelector(".reading")?.textContent ?? "",
		pictures: s.querySelectorAll("svg[role=img]").length, tables: s.querySelectorAll("details table").length })));
	verdict(`${name}: the sections stand in their order, each with a title and a sentence`,
		[equal("the order", sections.map((s) => s.id).join(" "), order.join(" ")),
			...sections.map((s) => (s.title && s.reading.endsWith(".") ? null : `${s.id} has no title or no sentence: ${s.reading}`))]);
	verdict(`${name}: every picture has its numbers in a table`, sections.map((s) => (s.pictures && !s.tables ? `${s.id} has none` : null)));
	await context.close();
}

// ---- nothing is drawn of nothing, and no number is none

for (const [name, pictures] of [["empty", ""], ["three", "nights hours severity"], ["free", "nights trend"]]) {
	const { page, context } = await open(name);
	verdict(`${name}: draws ${pictures || "nothing"}, and says of the rest what is missing`, [
		equal("what is drawn", await page.evaluate(() => [...document.querySelectorAll("main > section")]
			.filter((s) => s.querySelector("svg[role=img]")).map((s) => s.querySelector("h2").id).join(" ")), pictures),
		...(await page.evaluate(() => [...document.querySelectorAll("p, dd, td, li")].map((e) => e.textContent)
			.filter((t) => /\b(nan|inf|undefined|null)\b|-\d{4,}|\b0 had\b/i.test(t))))]);
	await context.close();
}

// ---- 320 pixels, and larger letters

for (const name of all) {
	for (const [width, zoom] of [[320, 1], [320, 1.5]]) {
		const { page, context } = await open(name, { width, height: 800 });
		const problems = await page.evaluate((z) => {
			document.documentElement.style.fontSize = `${16 * z}px`;
			const list = [];
			if (document.documentElement.scrollWidth > innerWidth)
				list.push(`the page is ${document.documentElement.scrollWidth} wide`);
			for (const e of document.querySelectorAll("main *")) {
				if (e.closest("details, svg"))
					continue;
				const box = e.getBoundingClientRect();
				if (box.width && (box.right > innerWidth + 1 || box.left < -1))
					list.push(`${e.localName}.${e.className} reaches from ${box.left} to ${box.right}`);
			}
			for (const svg of document.querySelectorAll("svg[role=img]")) {
				const texts = [...svg.querySelectorAll("text")].filter((t) => getComputedStyle(t).display !== "none" && t.textContent.trim());
				const boxes = texts.map((t) => [t.textContent, t.getBoundingClientRect()]);
				for (const [text, box] of boxes) {
					if (box.left < -1 || box.right > innerWidth + 1)
						list.push(`"${text}" reaches from ${box.left} to ${box.right}`);
					if (box.height < 8)
						list.push(`"${text}" is ${box.height} high`);
				}
				for (let i = 0; i < boxes.length; i++)
					for (let k = i + 1; k < boxes.length; k++) {
						const [a, b] = [boxes[i][1], boxes[k][1]];
						if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
							list.push(`"${boxes[i][0]}" and "${boxes[k][0]}" overlap in ${svg.querySelector("title").textContent}`);
					}
			}
			return list;
		}, zoom);
		verdict(`${name}: reflows at ${width} pixels${zoom > 1 ? ", letters half as large again" : ""}`, problems);
		await context.close();
	}
}

// ---- marks and numbers

for (const name of ["year", "decade", "hostile", "early"]) {
	const numbers = JSON.parse(readFileSync(join(pages, `${name}.json`), "utf8")).report;
	for (const width of [1100, 360]) {
		const { page, context } = await open(name, { width });
		for (const [what, marks, problems] of await positions(page, numbers))
			verdict(`${name}, ${width} pixels: ${marks} marks of ${what} stand where the numbers say`, problems);
		await context.close();
	}
}

// ---- shades that are told apart by lightness alone

for (const scheme of ["light", "dark"]) {
	const { page, context } = await open("year", { scheme });
	const light = await page.evaluate(() => Object.fromEntries(["free", "n1", "n2", "n3"].map((name) => {
		const [r, g, b] = getComputedStyle(document.querySelector(`.legend .${name}`)).fill.match(/\d+/g)
			.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
		return [name, 0.2126 * r + 0.7152 * g + 0.0722 * b];
	})));
	const pairs = [["free", "n1"], ["n1", "n2"], ["n2", "n3"]];
	const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
	verdict(`year, ${scheme}: the shades of the calendar are told apart without colour`,
		[...pairs.map(([a, b]) => (contrast(light[a], light[b]) >= 1.5 ? null : `${a} and ${b}: ${contrast(light[a], light[b]).toFixed(2)} to 1`)),
			pairs.every(([a, b]) => light[a] > light[b]) || pairs.every(([a, b]) => light[a] < light[b]) ? null : "they do not go one way"]);
	await context.close();
}

// ---- what somebody typed is text

for (const name of ["hostile", "summary-hostile"]) {
	const { page, context, heard } = await open(name);
	await page.mouse.move(300, 300);
	const text = await page.evaluate(() => document.body.textContent);
	const hacked = await page.evaluate(() => window.hacked);
	const wanted = name === "hostile"
		? ["<script>window.hacked=1</script>", "\" onmouseover=\"window.hacked=1\" x='", "<img src=x onerror=window.hacked=1>",
			"\"'><svg onload=window.hacked=1>&lt;&amp; ]]> --> */ }", "\u202e\u05e9\u05dc\u05d5\u05dd RTL <b>", "\u{1F9B5}\u{1F3FD}\u200d\u{1F525}",
			"\u05d0\u05d1\u05d2 \u2066abc", "W".repeat(4096), "Supercalifragilistic".repeat(9)]
		: ["<img src=x onerror=window.hacked=1>", "\"mg\" & 'more'"];
	verdict(`${name}: what was typed is shown as it was typed`, wanted.map((w) => (text.includes(w) ? null : `not shown: ${w.slice(0, 60)}`)));
	verdict(`${name}: and does nothing`, [equal("hacked", hacked, undefined), ...heard]);
	const astray = await page.evaluate(() => {
		const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
		const list = [];
		for (let n = walker.nextNode(); n; n = walker.nextNode())
			if (/[\u202a-\u202e\u2066-\u2069]/.test(n.data) && !n.parentElement.closest("bdi, title, caption, th, details"))
				list.push(`turns the words around it: ${n.data.slice(0, 40)}`);
		return list;
	});
	verdict(`${name}: and keeps its direction to itself`, astray);
	await context.close();
}

// ---- paper

const paper = mkdtempSync(join(tmpdir(), "cramp-paper."));
const pageCount = (file) => Number(/^Pages: +(\d+)$/m.exec(execFileSync("pdfinfo", [file], { encoding: "utf8" }))[1]);
const pageSize = (file) => /^Page size: +([\d.]+) x ([\d.]+)/m.exec(execFileSync("pdfinfo", [file], { encoding: "utf8" })).slice(1).map(Number);
for (const name of summaries) {
	for (const scheme of ["light", "dark"]) {
		const { page, context } = await open(name, { scheme });
		const file = join(paper, `${name}-${scheme}.pdf`);
		await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
		const [width, height] = pageSize(file);
		verdict(`${name}, ${scheme}: printed, it is exactly one page of A4`,
			[equal("the number of pages", pageCount(file), 1), Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2 ? null : `it is ${width} × ${height}`]);
		await context.close();
	}
	const { page, context } = await open(name, { width: 695, height: 1035 });
	await page.emulateMedia({ media: "print" });
	verdict(`${name}: nothing is cut off on paper`, await page.evaluate(() => {
		const main = document.querySelector("main");
		const footer = document.querySelector("footer").getBoundingClientRect();
		const list = [];
		if (main.scrollHeight > main.clientHeight + 1)
			list.push(`${main.scrollHeight} pixels of text on ${main.clientHeight}`);
		if (footer.bottom > main.getBoundingClientRect().bottom + 1)
			list.push("the footer is cut");
		for (const s of document.querySelectorAll("section"))
			if (s.getBoundingClientRect().bottom > footer.top + 1)
				list.push(`${s.className} reaches into the footer`);
		return list;
	}));
	await context.close();
}
/* [name, pixels between the margins] */
for (const [format, width] of [["A4", 665], ["Letter", 687]]) {
	const { page, context } = await open("year", { scheme: "dark", width });
	await page.emulateMedia({ media: "print" });
	verdict(`year: nothing is wider than ${format}, and everything has the colours of paper`, await page.evaluate(() => {
		const list = [];
		for (const e of document.querySelectorAll("main *")) {
			const box = e.getBoundingClientRect();
			if (box.width && (box.right > innerWidth + 1 || box.left < -1))
				list.push(`${e.localName}.${e.getAttribute("class")} reaches from ${box.left} to ${box.right}`);
			if (e.localName === "p" && getComputedStyle(e).color.match(/\d+/g).some((c) => c > 130))
				list.push(`light letters: ${e.textContent}`);
		}
		return list;
	}));
	const file = join(paper, `year-${format}.pdf`);
	await page.pdf({ path: file, format, printBackground: true });
	const pagesOfIt = pageCount(file);
	verdict(`year: printed on ${format} it is a few pages, dark ink on white`,
		[pagesOfIt >= 3 && pagesOfIt <= 12 ? null : `${pagesOfIt} pages`,
			equal("the paper", await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)")]);
	await context.close();
}

// ---- small

verdict("a year is under 300 KiB", statSync(join(pages, "year.html")).size < 300 * KIB ? null : `${statSync(join(pages, "year.html")).size} bytes`);
verdict("ten years are under 300 KiB too", ["decade", "decade-whole"].map((n) => (statSync(join(pages, `${n}.html`)).size < 300 * KIB ? null : n)));
const milliseconds = Number(readFileSync(join(pages, "decade.ms"), "utf8"));
verdict("and cost well under a second of the processor", milliseconds > 0 && milliseconds < 500 ? null : `${milliseconds} ms`);
const { context: plain, heard: silence } = await open("year", { script: false });
verdict("it needs no script", silence);
await plain.close();

// ---- pictures to look at

mkdirSync(pictures, { recursive: true });
const shots = [
	["year", "report-desktop", { width: 1100 }], ["year", "report-dark", { width: 1100, scheme: "dark" }],
	["year", "report-phone", { width: 360, height: 780, scale: 2 }], ["hostile", "report-hostile", { width: 800 }],
	["early", "report-first-weeks", { width: 800 }], ["three", "report-three-nights", { width: 800 }], ["empty", "report-empty", { width: 800 }], ["summary", "summary-screen", { width: 1100 }],
	["summary", "summary-phone", { width: 360, height: 780, scale: 2 }], ["index", "reports-index", { width: 800 }],
];
const TALLEST = 3000; // a taller picture is cut into parts: the browser draws none beyond 16384 dots
for (const [name, picture, options] of shots) {
	const { page, context } = await open(name, options);
	const height = await page.evaluate(() => document.documentElement.scrollHeight);
	for (let y = 0, part = 1; y < height; y += TALLEST, part++)
		await page.screenshot({ path: join(pictures, `${picture}${height > TALLEST ? `-${part}` : ""}.png`), fullPage: true,
			clip: { x: 0, y, width: options.width, height: Math.min(TALLEST, height - y) } });
	await context.close();
}
for (const name of ["summary", "summary-hostile"])
	execFileSync("pdftoppm", ["-r", "110", "-png", "-singlefile", join(paper, `${name}-light.pdf`), join(pictures, `${name}-paper`)]);
execFileSync("pdftoppm", ["-r", "60", "-png", join(paper, "year-A4.pdf"), join(pictures, "report-paper")]);

await browser.close();
rmSync(paper, { recursive: true, force: true });
console.log(`# year.html ${Math.ceil(statSync(join(pages, "year.html")).size / KIB)} KiB; of ten years ${Math.ceil(statSync(join(pages, "decade.html")).size / KIB)} KiB, ${milliseconds} ms of the processor`);
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
