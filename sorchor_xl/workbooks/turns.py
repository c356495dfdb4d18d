"""Whose turn it is: the quick first, the slow last, and no container takes the time of all others.

A thing that is late at its first try is not given up but put behind everything else, where it gets
its full time. So is the rest of a container that costs too much. What the slow ones together may
cost is limited; what is left then is told as not tried.
"""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final

_WORTH_COUNTING: Final = 0.5
"""Seconds; an honest workbook takes a hundredth. Less than this is never held against a file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one thing touched, bytes of memory for one worker, and how many workers.

    ``first_try`` are the seconds a thing gets before it is put last; ``container`` the seconds its
    slow things may take before the rest of it is put last; ``slow`` what all that was put last may
    take together; ``losses`` how many things of one container may be late, or end the worker,
    before its rest is put last.
    """

    seconds: float = 15.0
    memory: int = 700 * 1024 * 1024
    workers: int | None = None
    first_try: float = 3.0
    container: float = 15.0
    slow: float = 90.0
    losses: int = 2

    def count(self, tasks: int) -> int:
        """Workers to start: one for each processor we may use, never more than tasks."""
        if hasattr(os, "sched_getaffinity"):
            processors = len(os.sched_getaffinity(0))
        else:
            processors = os.cpu_count() or 1
        return max(1, min(self.workers or processors, tasks))

    def deadline(self, turn: Turn) -> float:
        """Seconds one thing of a turn may take."""
        return self.seconds if turn.slow else min(self.first_try, self.seconds)


@dataclass(frozen=True, slots=True)
class Turn:
    """A task to be given, less its first ``skip`` things; ``most`` things of it, None = all.

    ``thing`` is what the one thing of a second try is; None where that is not known.
    """

    task: int
    skip: int = 0
    most: int | None = None
    slow: bool = False
    thing: Any = field(default=None, repr=False)


class Turns:
    """The tasks not done, in the order they are given."""

    def __init__(self, tasks: int, limits: Limits) -> None:
        self._limits = limits
        self._first = deque(Turn(task) for task in range(tasks))
        self._last: deque[Turn] = deque()
        self._losses = [0] * tasks
        self._cost = [0.0] * tasks
        self._left = limits.slow

    def __bool__(self) -> bool:
        return bool(self._first or self._last)

    def next(self) -> Turn:
        """The next to be given; IndexError where none waits."""
        return self._first.popleft() if self._first else self._last.popleft()

    def ahead(self, workers: int) -> Turn | None:
        """The next, for a worker that still has another; None where no more wait than there are
        workers, for those go to whoever is free first, and where only slow ones do."""
        return self._first.popleft() if len(self._first) > workers else None

    def spend(self, turn: Turn, seconds: float) -> None:
        """Note what one thing took."""
        if seconds < _WORTH_COUNTING:
            return
        self._cost[turn.task] += seconds
        if turn.slow:
            self._left -= seconds

    def over_budget(self, turn: Turn) -> bool:
        """Whether a turn should end behind the thing just done."""
        if turn.most is not None:
            return False
        spent = self._cost[turn.task] > self._limits.container
        return self._left < 0 if turn.slow else spent

    def untried(self, turn: Turn) -> bool:
        """Whether nothing is left of what the slow may cost together."""
        return turn.slow and self._left < 0

    def again(self, turn: Turn) -> None:
        """Give the same turn again: whoever had it died before it was begun."""
        self._first.appendleft(turn)

    def put_last(self, turn: Turn, things: int, thing: Any) -> None:
        """The ``things``-th thing was late at its first try: a second try, behind all others."""
        if thing is None:
            self._last.append(Turn(turn.task, turn.skip, turn.most, slow=True))
            return
        self._last.append(Turn(turn.task, things - 1, 1, slow=True, thing=thing))
        self.rest(turn, things)

    def rest(self, turn: Turn, things: int, *, lost: bool = True) -> None:
        """What stands behind the first ``things`` of a task is still to be done."""
        if turn.most is not None:
            return
        self._losses[turn.task] += lost
        dear = self._losses[turn.task] > self._limits.losses or self.over_budget(turn)
        if turn.slow or dear:
            self._last.append(Turn(turn.task, things, slow=True))
        else:
            self._first.append(Turn(turn.task, things))
