"""The formulas of a form as a whole: whether it is begun, how far it is, totals, level and gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sorchor_xl.data.form_texts import FormWording
from sorchor_xl.data.palette import grade_sign
from sorchor_xl.domain.checks.paper_habit import CONFIRMED, point_values, telling_counts
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.layout import STARTED_ROW
from sorchor_xl.form.row_keys import base_row, category_row, indicator_row
from sorchor_xl.ooxml.references import Grid, literal

_FEWEST_COUNTS: Final = 8
"""Counts that must stand before a form can look like one of points."""
MISSIONS_NAME: Final = "sx_missions"
"""The defined name of the number of missions the province fills in beforehand, if it does."""
WHOLE_NAME: Final = "sx_whole"
"""The defined name of the texts of `whole_form_texts`."""


def whole_form_texts(rubric: Rubric, words: FormWording) -> tuple[str, ...]:
    """What is said of a form as a whole: its states 1 and 2, then what it is asked about."""
    table = words.part("words")
    typed = table["points_typed"].format(most=rubric.max_points)
    asked = (table[key] for key in ("full_marks_alone", "counts_confirmed"))
    return (table["begin"], typed, *(table["warned"] + text for text in asked))


@dataclass(frozen=True)
class FormTotals:
    """Formulas over a whole form sheet; ``grid`` says where its keys stand."""

    scheme: Scheme
    words: FormWording
    grid: Grid

    def begun(self) -> Mapping[str, str]:
        """Column key → formula of the band over the bases: state 1 until something is entered.

        A number of missions that the province filled in beforehand is nobody's answer. State 2
        means that all counts are as small as points, and no remark says that they are real.
        """
        rubric = self.scheme.rubric
        bases = self.grid.span(
            "value", base_row(rubric.bases[0].key), base_row(rubric.bases[-1].key)
        )
        numbers = [indicator_row(i.id) for i in rubric.indicators]
        missions = self.grid.at(base_row("missions"), "value")
        ours = f"IF(ISNUMBER({MISSIONS_NAME}),IF({missions}={MISSIONS_NAME},1,0),0)"
        entered = f"COUNTA({bases})+COUNTA({self.grid.span('value', numbers[0], numbers[-1])})"
        here = self.grid.at(STARTED_ROW, "warned")
        notes = f"COUNTA({','.join(self._column_of('note', c.id) for c in rubric.categories)})"
        full = f"N({self.grid.at('TOTAL', 'points')})={rubric.highest_total}"
        state, points = self.grid.at(STARTED_ROW, "state"), self._all_like_points()
        typed = f"IF({points},IF({self._confirmed()}=0,2,0),0)"
        asked = f'IF({here}>0,INDEX({WHOLE_NAME},IF({notes}=0,3,4)),"")'
        return {
            "state": f"IF({entered}-{ours}>0,{typed},1)",
            "warned": f"IF({state}=0,IF({points},1,IF({full},IF({notes}=0,1,0),0)),0)",
            "status": f"IF({state}>0,INDEX({WHOLE_NAME},{state}),{asked})",
        }

    def next_input(self, first: str, last: str) -> str:
        """A link to the first input from row to row that is blank, else to a wrong one."""
        states, values = (self.grid.span(c, first, last, fixed=True) for c in ("state", "value"))
        table = self.words.part("words")
        # an untouched form has no open inputs yet: the link leads to its first
        untouched = f"{self.grid.at(STARTED_ROW, 'state', fixed=True)}=1"
        blank, worst = f"COUNTIF({states},1)>0", f"MAX({states})"
        wanted = f"MATCH(IF({blank},1,{worst}),{states},0)"
        found = f"IF({untouched},1,{wanted})"
        text = (
            f"IF(OR({untouched},{blank}),{literal(table['next'])},{literal(table['next_wrong'])})"
        )
        link = f'HYPERLINK("#"&CELL("address",INDEX({values},{found})),{text})'
        return f"IF(IF({untouched},1,{worst})>0,{link},{literal(table['all_filled'])})"

    def status_row(self) -> Mapping[str, str]:
        """Cell of the status row → formula: how far it is, and the level with what is missing."""
        table, at = self.words.part("words"), self.grid.at
        count, total = at("PROGRESS", "points"), at("TOTAL", "points")
        level, gap = at("LEVEL", "points"), at("GAP", "points")
        every = len(self.scheme.rubric.indicators)
        amount = f'IF({total}="","–",{total})&"/{self.scheme.rubric.highest_total}"'
        so_far = f'{literal(table["progress"])}&{count}&"/{every}"&CHAR(10)&{amount}'
        missing = f"{literal(table['gap_before'])}&{gap}&{literal(table['gap_up'])}"
        reached = f"IF({gap}=0,{literal(table['gap_none'])},{missing})"
        told = f'OR({level}="",{at(STARTED_ROW, "state")}=2)'
        second = f"IF({told},{at('GAP', 'standing')},{reached})"
        return {
            "so_far": f"{so_far}&{literal(table['points_unit'])}",
            "level": f"{at('LEVEL', 'standing')}&CHAR(10)&{second}",
        }

    def category(self, number: int) -> Mapping[str, str]:
        """Column key → formula of the band of a หมวด."""
        points = self._points_of(number)
        amount = len(self.scheme.rubric.in_category(number))
        progress = literal(self.words.part("words")["progress"])
        return {
            "points": f'IF(COUNT({points})=0,"",SUM({points}))',
            "progress": f'{progress}&COUNT({points})&"/{amount}"',
        }

    def foot(self) -> Mapping[str, Mapping[str, str]]:
        """Row key → column key → formula of the rows under the table."""
        rubric, table = self.scheme.rubric, self.words.part("words")
        count = self.grid.at("PROGRESS", "points")
        total = self.grid.at("TOTAL", "points")
        level = self.grid.at("LEVEL", "points")
        gap = self.grid.at("GAP", "points")
        bands = ",".join(self._points_of(c.id) for c in rubric.categories)
        sums = ",".join(self.grid.at(category_row(c.id), "points") for c in rubric.categories)
        every = len(rubric.indicators)
        progress = f'{literal(table["progress"])}&{count}&"/{every}"'
        names = [level_name(rubric, n, self.words) for n in range(1, len(rubric.levels) + 1)]
        return {
            "TOTAL": {"points": f'IF({count}=0,"",SUM({sums}))'},
            "PROGRESS": {"points": f"COUNT({bands})", "standing": progress},
            "LEVEL": {
                "points": f'IF({count}={every},{_level_of(rubric, total)},"")',
                "standing": f'IF({level}="",{literal(table["not_levelled"])},'
                f"{_choose(level, tuple(names))})",
            },
            "GAP": {
                "points": f'IF({level}="","",{self._gap(level, total)})',
                "standing": self._gap_text(count, level, gap),
            },
        }

    def _points_of(self, category: int) -> str:
        return self._column_of("points", category)

    def _column_of(self, column: str, category: int) -> str:
        rows = [indicator_row(i.id) for i in self.scheme.rubric.in_category(category)]
        return self.grid.span(column, rows[0], rows[-1])

    def _gap(self, level: str, total: str) -> str:
        """Points missing to the next level by level number; 0 at the top."""
        bands = sorted(self.scheme.rubric.levels, key=lambda b: b.level)
        missing = [f"{upper.low}-{total}" for upper in bands[1:]]
        return f"CHOOSE({level},{','.join((*missing, '0'))})"

    def _gap_text(self, count: str, level: str, gap: str) -> str:
        rubric, table = self.scheme.rubric, self.words.part("words")
        total = self.grid.at("TOTAL", "points")
        names = [f"{table['level']}{n}" for n in range(2, len(rubric.levels) + 1)]
        upper = _choose(level, (*names, ""))
        below = f"{literal(table['gap_before'])}&{gap}&{literal(table['gap_after'])}&{upper}"
        missing = f"({len(rubric.indicators)}-{count})"
        so_far = f"N({total})"
        span = (
            f"{literal(table['possible'])}&({so_far}+{rubric.min_points}*{missing})&"
            f"{literal(table['to'])}&({so_far}+{rubric.max_points}*{missing})"
        )
        reached = f"IF({gap}=0,{literal(table['gap_none'])},{below})"
        shown = f'IF({level}="",{span},{reached})'
        typed = literal(table["like_points"].format(**self._most))
        return f"IF({self._looks_like_points()},{typed},{shown})"

    def _looks_like_points(self) -> str:
        """Whether nearly all counts so far are as small as points, and no remark owns them."""
        counts, small = self._counts()
        many = f"{counts}>={_FEWEST_COUNTS},({small})*10>={counts}*9"
        return f"AND({many},{self.grid.at(STARTED_ROW, 'warned')}=0)"

    def _all_like_points(self) -> str:
        """Whether so many counts are as small as points, and all of them, that no base matters."""
        counts, small = self._counts()
        return f"AND({counts}>={telling_counts(self.scheme.rubric)},{small}={counts})"

    def _counts(self) -> tuple[str, str]:
        """How many counts are answered, and how many of them with a number that may be points."""
        rows = [indicator_row(i.id) for i in self.scheme.rubric.indicators]
        answers = self.grid.span("value", rows[0], rows[-1])
        each = (f"COUNTIF({answers},{n})" for n in point_values(self.scheme.rubric))
        return f"COUNT({answers})", "+".join(each)

    def _confirmed(self) -> str:
        """How many remarks say that the counts are real.

        Asked หมวด by หมวด: the bands between hold the progress, which hangs on the answer.
        """
        notes = [self._column_of("note", c.id) for c in self.scheme.rubric.categories]
        return "+".join(f'COUNTIF({n},"*{word}*")' for n in notes for word in CONFIRMED)

    @property
    def _most(self) -> Mapping[str, int]:
        return {"most": self.scheme.rubric.max_points}


def score_name(rubric: Rubric, points: int) -> str:
    """Points of one indicator as sign and word: "▲ เข้มแข็ง"."""
    return f"{grade_sign(points, rubric.max_points)} {rubric.score_names[points - 1]}"


def level_name(rubric: Rubric, level: int, words: FormWording) -> str:
    """A level as sign, number and word: "▲ ระดับ 3 เข้มแข็ง"."""
    sign, word = grade_sign(level, len(rubric.levels)), words.part("words")["level"]
    return f"{sign} {word}{level} {rubric.level_name(level)}"


def _choose(index: str, texts: tuple[str, ...]) -> str:
    return f"CHOOSE({index},{','.join(literal(text) for text in texts)})"


def _level_of(rubric: Rubric, total: str) -> str:
    bands = sorted(rubric.levels, key=lambda b: b.low)
    formula = str(bands[0].level)
    for band in bands[1:]:
        formula = f"IF({total}>={band.low},{band.level},{formula})"
    return formula
