"""Score the sample round a second time, from the printed table alone, to hold the program to it.

Nothing of the program is used. Where the program compares whole numbers with two cuts, this holds
the three printed boxes of the letter as intervals of exact fractions, looks a value up in them,
and settles an overlap or a gap by the reading that names it. Where the program flips only readings
that matter, this tries all 64 combinations of the six readings that can change a score.

    python samples/expected.py          writes samples/expected.csv anew
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path

HERE = Path(__file__).resolve().parent
READINGS = ("A1", "A2", "A3", "A5", "A7", "A9")
BASES = ("committee", "organizations", "missions", "forum_projects", "funds")
CATEGORIES = {1: range(1, 7), 2: range(7, 11), 3: range(11, 16), 4: range(16, 20), 5: range(20, 24)}
LEVELS = ((3, 56, 69), (2, 42, 55), (1, 1, 41))
Readings = frozenset[str]


@dataclass(frozen=True)
class Box:
    """One printed box. ``high`` None: a lone or open-ended number, read as "or more" (A4)."""

    low: int
    high: int | None
    above_low: bool = False
    below_high: bool = False

    def holds(self, value: Fraction) -> bool:
        """Whether the box names this value."""
        over = value > self.low if self.above_low else value >= self.low
        if self.high is None:
            return over
        return over and (value < self.high if self.below_high else value <= self.high)


def share(low: int, high: int) -> tuple[Box, Box, Box]:
    """น้อยกว่า low % · low - high % · มากกว่า high %."""
    below = Box(0, low, below_high=True)
    return below, Box(low, high), Box(high, None, above_low=True)


def count(first: tuple[int, int], second: tuple[int, int], third: int) -> tuple[Box, Box, Box]:
    """Three boxes of whole numbers, the last one open at the top."""
    return Box(*first), Box(*second), Box(third, None)


# As printed: indicator → what it is divided by (a base, an indicator, or nothing), and its boxes.
PRINTED: Mapping[int, tuple[str, tuple[Box, Box, Box]]] = {
    1: ("committee", share(40, 70)),
    2: ("organizations", share(50, 80)),
    3: ("missions", share(30, 70)),
    4: ("2", share(30, 70)),
    5: ("", count((0, 1), (2, 2), 3)),
    8: ("", count((0, 1), (2, 3), 3)),
    9: ("", count((0, 2), (3, 4), 5)),
    10: ("", count((0, 0), (1, 1), 2)),
    11: ("forum_projects", share(40, 60)),
    12: ("", count((0, 0), (1, 1), 2)),
    13: ("", count((0, 1), (1, 2), 3)),
    14: ("", count((0, 0), (1, 1), 2)),
    15: ("funds", (Box(0, 30, below_high=True), Box(30, 70), Box(70, None))),
    16: ("", count((0, 0), (1, 2), 3)),
    17: ("", count((0, 0), (1, 5), 6)),
    18: ("", (Box(0, 0), Box(2, 2), Box(4, None))),
    19: ("", count((0, 1), (2, 3), 4)),
    20: ("committee", share(10, 50)),
    21: ("committee", share(20, 70)),
    22: ("committee", share(20, 60)),
    23: ("committee", (Box(0, 0), Box(1, 30), Box(30, None, above_low=True))),
}
CHOICES: Mapping[int, tuple[str, str, str]] = {
    6: ("ไม่มีกองทุน", "มีกองทุน", "มีกองทุน/ระดมทุนอย่างต่อเนื่อง"),
    7: (
        "ไม่มีการจัดทำทะเบียน ฯ",
        "มีการจัดทำทะเบียน ฯ แต่ข้อมูลไม่เป็นปัจจุบัน",
        "มีการจัดทำทะเบียน ฯ และข้อมูลเป็นปัจจุบัน",
    ),
}
# Which reading settles an overlap of two boxes; and by the box below a gap which one settles that,
# with the points it gives and those it gives when flipped (A6 has no other reading).
OVERLAP = {8: "A1", 13: "A2", 15: "A3"}
GAP = {(18, 1): ("A5", 1, 2), (18, 2): ("A6", 2, 2), (23, 1): ("A7", 2, 1)}
TYPED = re.compile(r"\s*([0-9๐-๙]+)\s*(คน|องค์กร|ภารกิจ|ครั้ง|แห่ง|โครงการ|เป้าหมาย|กองทุน)?\s*")


def read(typed: str) -> int | None:
    """The number an officer typed, Thai digits and a unit behind it allowed; None for no number."""
    match = TYPED.fullmatch(typed)
    return int(match[1]) if match else None


def read_choice(number: int, typed: str) -> int | None:
    """A choice as 1–3: its place in the list, or its printed text; None for neither."""
    if typed in CHOICES[number]:
        return CHOICES[number].index(typed) + 1
    place = read(typed)
    return place if place in (1, 2, 3) else None


def points(number: int, value: Fraction, flipped: Readings) -> int:
    """The box of a value; an overlap or a gap is settled by its reading."""
    boxes = PRINTED[number][1]
    named = [place for place, box in enumerate(boxes, start=1) if box.holds(value)]
    if len(named) > 1:
        return min(named) if OVERLAP[number] in flipped else max(named)
    if named:
        return named[0]
    passed = max(place for place, box in enumerate(boxes, start=1) if box.low < value)
    reading, usual, other = GAP[number, passed]
    return other if reading in flipped else usual


def half_up(percent: Fraction) -> Fraction:
    """The nearest whole percent, halves upwards; some is never rounded to none (A7)."""
    whole = (2 * percent.numerator + percent.denominator) // (2 * percent.denominator)
    return Fraction(whole) if whole else percent


@dataclass(frozen=True)
class Said:
    """One row of the round: the numbers typed, None where there is none that stands."""

    values: Mapping[str, int | None]

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Said:
        """The numbers of a row; a share of more than its whole does not stand."""
        values = {key: read(row[key]) for key in (*BASES, *map(str, PRINTED))}
        values |= {str(n): read_choice(n, row[str(n)]) for n in CHOICES}
        for number, (base, _) in PRINTED.items():
            num, den = values[str(number)], values.get(base)
            if base and num is not None and den is not None and num > den:
                values[str(number)] = None
        return cls(values)

    def share(self, number: int, flipped: Readings) -> Fraction | None:
        """The value looked up in the boxes: a number a year, or an exact percentage."""
        num, base = self.values[str(number)], PRINTED[number][0]
        if num is None or not base:
            return None if num is None else Fraction(num)
        den = self.values[base]
        if den is None or (den == 0 and base in ("committee", "missions")):
            return None
        percent = Fraction(100 * num, den) if den else Fraction(0)
        return half_up(percent) if "A9" in flipped else percent

    def scores(self, flipped: Readings = frozenset()) -> dict[int, int]:
        """Points of every indicator that can be scored."""
        found = {n: self.values[str(n)] for n in CHOICES}
        for number in PRINTED:
            value = self.share(number, flipped)
            found[number] = None if value is None else points(number, value, flipped)
        return {n: found[n] or 0 for n in sorted(found) if found[n] is not None}


def level(total: int) -> int:
    """The level of a total."""
    return next(name for name, low, high in LEVELS if low <= total <= high)


def touched(tables: Mapping[Readings, Mapping[int, int]]) -> list[str]:
    """Readings whose flip alone changes some score, under some choice of the others."""
    return [r for r in READINGS if any(table != tables[key ^ {r}] for key, table in tables.items())]


def expected(row: Mapping[str, str]) -> dict[str, str]:
    """One row of the answer table; "" where there is nothing to say."""
    said = Said.of(row)
    scores = said.scores()
    missing = 23 - len(scores)
    known = sum(scores.values())
    line = {"tambon_code": row["tambon_code"], "amphoe": row["amphoe"], "tambon": row["tambon"]}
    line["status"] = "incomplete" if missing else "complete"
    line |= {str(n): str(scores.get(n, "")) for n in range(1, 24)}
    for category, members in CATEGORIES.items():
        whole = all(n in scores for n in members)
        line[f"category{category}"] = str(sum(scores[n] for n in members)) if whole else ""
    line |= {"total": "" if missing else str(known), "level": "" if missing else str(level(known))}
    line |= {"lowest": str(known + missing), "highest": str(known + 3 * missing)}
    return line | _other(said, complete=not missing)


def _other(said: Said, *, complete: bool) -> dict[str, str]:
    """What all 64 combinations of readings allow; all "" where none touches a score."""
    names = ("other_lowest", "other_highest", "level_lowest", "level_highest", "readings")
    combinations = product((False, True), repeat=len(READINGS))
    flips = [frozenset(r for r, on in zip(READINGS, c, strict=True) if on) for c in combinations]
    tables = {key: said.scores(key) for key in flips}
    found = touched(tables) if complete else []
    if not found:
        return dict.fromkeys(names, "")
    totals = [sum(table.values()) for table in tables.values()]
    low, high = min(totals), max(totals)
    values = (str(low), str(high), str(level(low)), str(level(high)), " ".join(found))
    return dict(zip(names, values, strict=True))


def rows(path: Path = HERE / "round.csv") -> Iterator[dict[str, str]]:
    """The rows of the round as typed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def table(said: Sequence[Mapping[str, str]] | None = None) -> list[dict[str, str]]:
    """The answer table of the round."""
    return [expected(row) for row in (said if said is not None else list(rows()))]


def main() -> None:
    """Write expected.csv beside this file."""
    lines = table()
    with (HERE / "expected.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


if __name__ == "__main__":
    main()
