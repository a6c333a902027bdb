#!/usr/bin/python3
"""Expected values for tests/unit/test_descriptive.c, from the reference implementation of the method.

    descriptive.py DIRECTORY_OF_crampd_ref.py CASES SEED > tests/data/descriptive.json

The committed file has 60 cases; any number can be made, and `build/tests/unit/test_descriptive FILE` checks it.
"""
import json
import random
import sys

import numpy as np

sys.path.insert(0, sys.argv[1])
import crampd_ref as ref

CASES, SEED = int(sys.argv[2]), int(sys.argv[3])
rng = random.Random(SEED)


def values(n):
    """Amounts of many shapes: smooth, rounded, lumpy, with a heap at zero, one value only, yes/no."""
    shape = rng.choice(["smooth", "rounded", "lumpy", "zeros", "one", "binary", "huge"])
    if shape == "binary":
        return [float(rng.random() < rng.choice([0.1, 0.5, 0.9])) for _ in range(n)], True
    if shape == "one":
        v = round(rng.uniform(-5, 5), 1)
        return [v] * n, False
    make = {
        "smooth": lambda: rng.gauss(20, 3),
        "rounded": lambda: round(rng.gauss(1.5, 0.4), 1),
        "lumpy": lambda: float(rng.choice([0, 1, 2, 3])),
        "zeros": lambda: 0.0 if rng.random() < 0.6 else float(rng.randrange(10, 90, 5)),
        "huge": lambda: rng.uniform(-1e9, 1e9),
    }[shape]
    return [make() for _ in range(n)], False


def blank(xs, share):
    return [None if rng.random() < share else x for x in xs]


def array(xs):
    return np.array([np.nan if x is None else x for x in xs], float)


def group(x, cramp, mask):
    n, k = int(mask.sum()), int(cramp[mask].sum())
    return dict(nights=n, cramp_nights=k, wilson=ref.wilson(k, n), median=float(np.median(x[mask])) if n else None)


def contrast(n):
    xs, binary = values(n)
    xs = blank(xs, rng.choice([0, 0.1, 0.5]))
    cramp = [int(rng.random() < 0.3) for _ in xs]
    x = array(xs)
    known = ~np.isnan(x)
    out = dict(x=xs, cramp=cramp, binary=binary)
    if known.any():
        low, high = ref.split(x[known], binary)
        out["low"], out["high"] = group(x[known], np.array(cramp)[known], low), group(x[known], np.array(cramp)[known], high)
        out["quantiles"] = [[p, ref.q7(x[known], p)] for p in (0, 0.025, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.975, 1, rng.random())]
    return out


def u_shape(n):
    xs, _ = values(n)
    xs = blank(xs, rng.choice([0, 0.2, 0.6]))
    logged = [rng.random() < rng.choice([0.5, 0.9, 1]) for _ in xs]
    low, high = ref.u_split(array(xs), np.array(logged, bool))
    listed = lambda v: [None if np.isnan(a) else int(a) for a in v]
    return dict(x=xs, logged=logged, low=listed(low), high=listed(high))


sizes = [1, 2, 3, 4, 5, 7, 10, 13, 28]
json.dump(dict(contrasts=[contrast(rng.choice(sizes + [rng.randrange(1, 60)])) for _ in range(CASES)],
               u_shapes=[u_shape(rng.choice(sizes + [rng.randrange(1, 60)])) for _ in range(CASES)]), sys.stdout, separators=(",", ":"))
print()
