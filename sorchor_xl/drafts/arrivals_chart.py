"""How many อำเภอ had sent what can be used by each day, as a small drawing (SVG) of our own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from xml.sax.saxutils import escape

from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.dates import thai_date

_WIDTHS: Final = {"wide": 720, "narrow": 290}
"""Drawn for a screen and for a telephone: shrunk to one, the words of the other are too small."""
_HEIGHT = 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 16, 26, 30
_FAR: Final = 0.7
_TOO_CLOSE: Final = 18
_LEAD: Final = timedelta(days=21)
"""Days shown before the due date where nothing came earlier."""


def arrivals_chart(results: Results, words: Mapping[str, Any]) -> str:
    """The drawings: a step for each day something came, the due date, and how many there are."""
    return "".join(_drawing(results, words, name, width) for name, width in _WIDTHS.items())


def _drawing(results: Results, words: Mapping[str, Any], name: str, width: int) -> str:
    came = sorted(a.received_on for a in results.amphoes if a.received_on is not None)
    due, count = results.dates["results_due"], max(1, len(results.amphoes))
    first = min([due - _LEAD, *came])
    last = max([due + timedelta(days=3), results.as_of, *came])
    at = _Scale(first, last, count, width)
    shown_due = f"{words['chart_due']} {thai_date(due, style='short')}"
    parts = [
        f'<svg class="{name}" viewBox="0 0 {width} {_HEIGHT}" role="img" aria-label='
        f'"{escape(words["chart_title"])}" font-size="12" fill="#52606d">',
        _line((at.x(first), at.y(0)), (at.x(last), at.y(0)), "#9aa5b1"),
        _line((at.x(first), at.y(count)), (at.x(last), at.y(count)), "#d9dee4"),
        _line((at.x(due), at.y(0)), (at.x(due), _TOP - 8), "#c53030", dashes=True),
        _text(at.x(due), _TOP - 12, shown_due, _side(at.x(due) / width)),
        _text(_LEFT - 6, at.y(0) + 4, "0", "end"),
        _text(_LEFT - 6, at.y(count) + 4, str(count), "end"),
        _text(at.x(first), _HEIGHT - 8, thai_date(first, style="short"), "start"),
        _text(at.x(last), _HEIGHT - 8, thai_date(last, style="short"), "end"),
        f'<path d="{_steps(at, came, results.as_of)}" fill="none" stroke="#0b5394" '
        'stroke-width="2.5"/>',
    ]
    if came:
        parts.append(_text(at.x(results.as_of), at.beside(len(came)), str(len(came)), "end"))
    return "".join([*parts, "</svg>"])


class _Scale:
    """Days and counts as places on the drawing."""

    def __init__(self, first: date, last: date, count: int, width: int) -> None:
        self.first, self.days = first, max(1, (last - first).days)
        self.count, self.width = count, width

    def x(self, day: date) -> float:
        share = min(max((day - self.first).days / self.days, 0), 1)
        return round(_LEFT + share * (self.width - _LEFT - _RIGHT), 1)

    def y(self, number: int) -> float:
        return round(_HEIGHT - _BOTTOM - number / self.count * (_HEIGHT - _TOP - _BOTTOM), 1)

    def beside(self, number: int) -> float:
        """Where the number stands at the end of its line: under it where it would touch the top."""
        under = 0 < self.y(number) - self.y(self.count) < _TOO_CLOSE
        return self.y(number) + (16 if under else -6)


def _side(share: float) -> str:
    """Which end of a text stands at a place, so that it stays within the drawing."""
    if share > _FAR:
        return "end"
    return "middle" if share > 1 - _FAR else "start"


def _steps(at: _Scale, came: list[date], as_of: date) -> str:
    path = [f"M{at.x(at.first)} {at.y(0)}"]
    for number, day in enumerate(came, start=1):
        path += [f"H{at.x(day)}", f"V{at.y(number)}"]
    return "".join([*path, f"H{at.x(max([as_of, *came]))}"])


def _line(
    start: tuple[float, float], end: tuple[float, float], ink: str, dashes: bool = False
) -> str:
    (x1, y1), (x2, y2) = start, end
    dash = ' stroke-dasharray="5 4"' if dashes else ""
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{ink}"{dash}/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
