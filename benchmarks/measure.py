"""Time two ways of the same work in turn, so that both see the same machine."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ratio:
    """Two times of one run in seconds, and the ratio that is wanted at most (None: no goal)."""

    name: str
    ours: float
    other: float
    goal: float | None
    ours_is: str
    other_is: str

    def __str__(self) -> str:
        ratio = self.ours / self.other
        judged = "" if self.goal is None else f"  goal ≤ {self.goal:g} {self._verdict(ratio)}"
        sides = f"{self.ours_is} {self.ours:.3f} s, {self.other_is} {self.other:.3f} s"
        return f"{self.name:<34}{ratio:6.2f} ×{judged}\n    {sides}"

    def _verdict(self, ratio: float) -> str:
        return "reached" if self.goal is not None and ratio <= self.goal else "MISSED"


def in_turn(
    ours: Callable[[], object], other: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Least seconds of each, taken in turn so that neither has the quieter machine."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for side in (0, 1) if number % 2 else (1, 0):
            start = time.perf_counter()
            (ours, other)[side]()
            times[side].append(time.perf_counter() - start)
    return min(times[0]), min(times[1])


def process(
    arguments: Sequence[str], cwd: Path | None = None, allowed: Sequence[int] = (0,)
) -> None:
    """Run this Python to its end; RuntimeError with what it said where it failed."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise RuntimeError(
            f"{' '.join(arguments)[:200]} → {done.returncode}\n{done.stderr[-2000:]}"
        )
