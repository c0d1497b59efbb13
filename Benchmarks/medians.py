"""Reads "WIDTH KIND RATE CPU" lines, of which each round begins with C:plain, and prints the medians."""
import sys
from collections import defaultdict
from statistics import median
from typing import DefaultDict, List, Tuple

rows: DefaultDict[Tuple[int, str], List[Tuple[float, float, float, float]]] = defaultdict(list)
plain = (0.0, 0.0)
for line in sys.stdin:
    width, kind, rate, cpu = line.split()
    if kind == "C:plain":
        plain = (float(rate), float(cpu))
    rows[int(width), kind].append((float(rate), float(rate) / plain[0], float(cpu), float(cpu) / plain[1]))
print(f"{'in flight':>9} {'kind':<15} {'starts/s':>9} {'vs plain':>9} {'us CPU each':>12} {'vs plain':>9}")
for (number, name), measured in rows.items():
    rate_, ratio, cpu_, cpu_ratio = (median(column) for column in zip(*measured))
    print(f"{number:>9} {name:<15} {rate_:>9.0f} {ratio:>9.2f} {cpu_:>12.1f} {cpu_ratio:>9.2f}")
