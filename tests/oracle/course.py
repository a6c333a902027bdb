#!/usr/bin/python3
"""Three figures of the pictures, worked out anew by scipy and numpy on the same nights, beside those of cramp: the share and the
rate with their intervals, the smoothed trend, the hours. Ends with 1 where two are not the same to nine digits.

    course.py DIARY.csv FROM TO PICTURES.json

DIARY.csv is the wide nightly table (night, cramps, onset); PICTURES.json has "cramp_share", "weeks" and "hours" of the report.
"""
import csv
import datetime
import json
import sys

import numpy as np
from scipy.stats import binomtest, chi2

table, first, last, pictures = sys.argv[1:5]
ours = json.load(open(pictures))
rows = {row["night"]: row for row in csv.DictReader(open(table))}
first, last = (datetime.date.fromisoformat(d) for d in (first, last))
nights = [first + datetime.timedelta(days=i) for i in range((last - first).days + 1)]
cramps = np.array([float(rows.get(str(d), {}).get("cramps") or "nan") for d in nights])
HALF = 63  # nights either way that the trend looks at

different = 0
compared = 0


def beside(name, a, b, shown=True):
    global different, compared
    same = a == b if a is None or b is None else abs(a - b) <= 1e-9 * (1 + abs(b))
    compared += 1
    different += not same
    if shown or not same:
        say = lambda v: "none" if v is None else f"{v:.9g}"
        print(f"# {name:44s} cramp {say(a):>12s}   scipy {say(b):>12s}{'' if same else '   DIFFERENT'}")


def rate(y):
    """Cramps a week, with the exact interval by the chi-squared distribution."""
    y = y[~np.isnan(y)]
    k, weeks = y.sum(), len(y) / 7
    return k / weeks, (chi2.ppf(0.025, 2 * k) / 2 if k else 0.0) / weeks, chi2.ppf(0.975, 2 * k + 2) / 2 / weeks


def trend(place):
    """A straight line through the recorded nights around, the near ones weighing more (tricube)."""
    d = np.arange(len(cramps)) - place
    used = (np.abs(d) <= HALF) & ~np.isnan(cramps)
    if used.sum() < 14 or (np.abs(d[used]) <= 14).sum() < 4:
        return None
    weight = (1 - (np.abs(d[used]) / HALF) ** 3) ** 3
    return max(0.0, 7 * np.polyfit(d[used], cramps[used], 1, w=np.sqrt(weight))[1])


recorded = cramps[~np.isnan(cramps)]
wilson = binomtest(int((recorded > 0).sum()), len(recorded)).proportion_ci(method="wilson")
beside("nights with a cramp, per cent", ours["cramp_share"]["percent"], 100 * (recorded > 0).mean())
beside("  from (Wilson, 95 %)", ours["cramp_share"]["wilson_low"], 100 * wilson.low)
beside("  to", ours["cramp_share"]["wilson_high"], 100 * wilson.high)

for i, week in enumerate(ours["weeks"]):
    start, end = ((datetime.date.fromisoformat(week[k]) - first).days for k in ("from", "to"))
    y = cramps[start:end + 1]
    enough = (~np.isnan(y)).sum() >= 4
    shown = i % 8 == 1
    for name, key, value in zip((f"week to {week['to']}: cramps a week", "  from (exact Poisson, 95 %)", "  to"),
                                ("cramps_per_week", "low", "high"), rate(y) if enough else (None, None, None)):
        beside(name, week[key], value, shown)
    beside("  smoothed (local linear, tricube, 63 nights)", week["trend"], trend((start + end) / 2), shown)

hours = [rows[str(d)]["onset"] for d in nights if str(d) in rows and rows[str(d)]["onset"]]
counts = np.histogram([int(h[:2]) for h in hours], bins=range(25))[0]
for hour in range(24):
    beside(f"cramps that began from {hour:02d}:00 to {hour:02d}:59", ours["hours"][hour], int(counts[hour]), counts[hour] > 0)
print(f"# {compared} figures compared, {different} different")
sys.exit(different > 0)
