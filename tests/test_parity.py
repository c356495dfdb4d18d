"""What an officer sees while typing is what the province's program counts.

PARITY-01  on every boundary of every indicator under every reading, the points, category sums,
           total, level and progress of the sheet are those of the scorer
PARITY-02  the results stored in an issued workbook are those a spreadsheet program works out
PARITY-03  no formula of an issued workbook gives an error value
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from boundaries import CASES, DISTRICT, PREFILL, READINGS, RUBRIC
from office import recalculate
from python_calamine import CalamineWorkbook

from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.files.safe_names import sheet_names
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.draw.master_workbook import build_template
from sorchor_xl.form.layout import SheetKind, anchors_for
from sorchor_xl.form.locate import locate
from sorchor_xl.form.row_keys import category_row, indicator_row
from tests.returns import score_return

ANCHORS = anchors_for(RUBRIC)[SheetKind.FORM]
Rows = list[list[object]]


@cache
def issued(choice: int) -> bytes:
    """The workbook of every boundary under one choice of readings."""
    scheme = Scheme.of(RUBRIC, READINGS[choice])
    return issue_workbook(build_template(scheme), DISTRICT, scheme=scheme, values=PREFILL)


def sheets(path: Path) -> Mapping[str, Rows]:
    """Every sheet of a workbook from A1."""
    book = CalamineWorkbook.from_path(str(path))
    return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}


def shown(rows: Rows) -> dict[str, object]:
    """Row key → what the sheet shows as points; "" is nothing."""
    place = locate(rows, ANCHORS)
    column = place.columns["points"]
    return {key: rows[row][column] for key, row in place.rows.items()}


def counted(choice: int, number: int) -> dict[str, object]:
    """The same from the scorer; a category sum only where the whole หมวด is scored."""
    scheme = Scheme.of(RUBRIC, READINGS[choice])
    card = score_return(scheme, CASES[number].read(DISTRICT.tambons[number].code))
    said: dict[str, object] = {
        indicator_row(i.id): card.scores.get(i.id, "") for i in RUBRIC.indicators
    }
    said |= {category_row(c): total for c, total in card.categories.items()}
    said |= {"PROGRESS": len(card.scores), "LEVEL": card.level or ""}
    return said | ({"TOTAL": card.total} if card.total is not None else {})


def assert_parity(path: Path, choice: int) -> None:
    """Every form of the workbook shows what the scorer says."""
    book = sheets(path)
    for number, name in enumerate(sheet_names(DISTRICT.tambons, [])):
        seen, said = shown(book[name]), counted(choice, number)
        wrong = {key: (seen[key], value) for key, value in said.items() if seen[key] != value}
        assert not wrong, f"{name}: {CASES[number]}: {wrong}"


def test_the_cases_stand_on_every_boundary_parity_01() -> None:
    points = [score_return(Scheme.of(RUBRIC), c.read("990101")).scores for c in CASES]
    for indicator in RUBRIC.indicators:
        assert {p.get(indicator.id) for p in points} == {1, 2, 3, None}
    levels = {score_return(Scheme.of(RUBRIC), c.read("990101")).level for c in CASES}
    assert levels == {1, 2, 3, None}


@pytest.mark.parametrize("choice", range(len(READINGS)), ids=str)
def test_formulas_agree_with_the_scorer_parity_01(choice: int, tmp_path: Path) -> None:
    """Worked out by an engine that knows nothing of ours."""
    import formualizer

    path = tmp_path / "forms.xlsx"
    path.write_bytes(issued(choice))
    formualizer.recalculate_file(str(path))
    assert_parity(path, choice)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """The workbook of a choice of readings, worked out by LibreOffice once."""

    @cache
    def worked_out(choice: int) -> Path:
        folder = tmp_path_factory.mktemp(f"office{choice}")
        path = folder / "forms.xlsx"
        path.write_bytes(issued(choice))
        return recalculate(path, folder)

    return worked_out


@pytest.mark.office
@pytest.mark.parametrize("choice", [0, len(READINGS) - 2, len(READINGS) - 1], ids=str)
def test_libreoffice_agrees_with_the_scorer_parity_01(
    choice: int, office: Callable[[int], Path]
) -> None:
    assert_parity(office(choice), choice)


@pytest.mark.parametrize("choice", range(len(READINGS)), ids=str)
def test_stored_points_agree_with_the_scorer_parity_02(choice: int, tmp_path: Path) -> None:
    path = tmp_path / "forms.xlsx"
    path.write_bytes(issued(choice))
    assert_parity(path, choice)


@pytest.mark.office
def test_recalculating_changes_nothing_parity_02(
    office: Callable[[int], Path], tmp_path: Path
) -> None:
    path = tmp_path / "forms.xlsx"
    path.write_bytes(issued(0))
    before, after = sheets(path), sheets(office(0))
    assert list(before) == list(after)
    changed = [
        f"{name} R{r + 1}C{c + 1}: {value!r} → {at(after[name], r, c)!r}"
        for name, rows in before.items()
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if not same(value, at(after[name], r, c))
    ]
    assert changed == []


def same(one: object, two: object) -> bool:
    """Equal, numbers to twelve figures."""
    if isinstance(one, float) and isinstance(two, float):
        return one == pytest.approx(two, rel=1e-12)
    return one == two


def at(rows: Rows, row: int, column: int) -> object:
    """A cell, "" beyond the edge."""
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


@pytest.mark.office
def test_no_error_values_parity_03(office: Callable[[int], Path]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(office(0), data_only=True)
    errors = [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert errors == []
