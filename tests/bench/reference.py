#!/usr/bin/python3
"""The seconds of processor time of each of REPEAT reports by the reference implementation, a line each.

    reference.py DIARY.csv REPEAT
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../oracle/ref"))
import crampd_ref as ref

t, weekday, y, x, names, yesno, pairs = ref.load(sys.argv[1])
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    ref.analyse(t, weekday, y, x, list(names), yesno, partner=pairs)
    print("%.6f" % (time.process_time() - start), flush=True)
