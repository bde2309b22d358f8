"""What processes cost: CPU and memory from /proc, and who listens on a port."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return []


def family(root: int) -> set[int]:
    """The process and everything it started."""
    children = defaultdict(list)
    for name in filter(str.isdigit, os.listdir("/proc")):
        if stat := _stat(int(name)):
            children[int(stat[1])].append(int(name))
    found, waiting = set(), [root]
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += children[pid]
    return found


def cpu_ms(pids: set[int]) -> float:
    """CPU time used so far by these processes, and by children of theirs that ended."""
    return sum(sum(map(int, stat[11:15])) for pid in pids if (stat := _stat(pid))) / TICK * 1000


def memory_mb(pids: set[int]) -> float:
    """Proportional set size: shared pages count once."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def resident_mb(pids: set[int], *, peak: bool = False) -> float:
    """Sum of the resident sizes, now or the largest each process ever had."""
    total, word = 0, "VmHWM:" if peak else "VmRSS:"
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(word))
    return total / 1024
