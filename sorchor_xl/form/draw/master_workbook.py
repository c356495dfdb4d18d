"""Build the master of the district workbook from the rubric and the wording.

``python -m sorchor_xl.form.draw.master_workbook OUT.xlsx`` writes the packaged master.
A province may restyle it in Excel; `form.district_workbook` carries that into every workbook.
"""

from __future__ import annotations

import re
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.draw.area_sheets import (
    Checked,
    draw_awards,
    draw_district,
    draw_orders,
    draw_plans,
)
from sorchor_xl.form.draw.assessment_sheet import draw_form, form_grid
from sorchor_xl.form.draw.check_sheet import draw_check
from sorchor_xl.form.draw.district_summary import draw_summary, started_forms
from sorchor_xl.form.draw.drawing import WorkbookDrawing
from sorchor_xl.form.draw.instructions_sheet import draw_instructions
from sorchor_xl.form.draw.text_sheets import draw_lists, draw_meta, draw_rules
from sorchor_xl.form.form_options import DEFAULT_FONT, placeholder
from sorchor_xl.form.growing_rows import let_grow
from sorchor_xl.form.layout import LISTS, META, SheetKind
from sorchor_xl.ooxml.cached_results import cache_all_results
from sorchor_xl.ooxml.package import STYLES, WORKBOOK, Package
from sorchor_xl.ooxml.references import quote_sheet

_PACKAGED_YEAR: Final = 2564
_MADE_ON: Final = datetime(2021, 2, 11)  # noqa: DTZ001 -- the date of the letter: same bytes every time
ORDER: Final = (
    SheetKind.INSTRUCTIONS,
    SheetKind.DISTRICT,
    SheetKind.SUMMARY,
    SheetKind.CHECK,
    SheetKind.FORM,
    SheetKind.ORDERS,
    SheetKind.PLANS,
    SheetKind.AWARDS,
    SheetKind.RULES,
)


def build_template(scheme: Scheme, font: str = DEFAULT_FONT) -> bytes:
    """The master workbook under a choice of readings; the same bytes for the same input."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"title": scheme.rubric.title, "created": _MADE_ON})
    for key in ("province_code", "amphoe_code"):
        book.set_custom_property(key, placeholder(key))
    book.set_custom_property("rubric", scheme.rubric.id)
    book.set_custom_property("fiscal_year", scheme.rubric.fiscal_year)
    words = load_wording()
    names = (*(words.sheets[kind] for kind in ORDER), LISTS, META)
    studio = WorkbookDrawing(
        book, font, scheme, words, {name: book.add_worksheet(name) for name in names}
    )
    _draw(studio)
    book.close()
    drawn = growing(without_theme(unlock_normal(out.getvalue())), studio)
    return cache_all_results(drawn)


def _draw(studio: WorkbookDrawing) -> None:
    form = form_grid(studio)
    draw_instructions(studio, form)
    district = draw_district(studio, started_forms(studio))
    sheet = quote_sheet(studio.name(SheetKind.DISTRICT))
    certifier = f"{sheet}!{district.grid.at('D.certifier', 'value', fixed=True)}"
    draw_form(studio, certifier)
    orders = draw_orders(studio, form)
    plans = draw_plans(studio)
    draw_awards(studio, form)
    problems = Checked(SheetKind.FORM, form, "value", max(form.rows.values()))
    draw_summary(studio, form, certifier, f"MAX({problems.span(studio, 'ordinal')})")
    draw_check(studio, form, (district, orders, plans))
    draw_rules(studio)
    draw_lists(studio)
    draw_meta(studio)


_NORMAL: Final = re.compile(r"(<cellStyleXfs[^>]*><xf\b[^>]*?)/>")
_THEMED: Final = re.compile(r'<(?:color theme|scheme val)="[^"]*"/>')
_LOCKED: Final = re.compile(r"<xf\b([^>]*?)(/>|>(.*?)</xf>)", re.DOTALL)


def unlock_normal(data: bytes) -> bytes:
    """Make the style Normal unlocked and lock every other cell by name.

    Pasting from elsewhere may apply Normal to an input, and would lock it.
    """
    package = Package.read(data)
    styles = package.text(STYLES)
    unlocked = r'\1 applyProtection="1"><protection locked="0"/></xf>'
    styles = _NORMAL.sub(unlocked, styles, count=1)
    start, end = styles.index("<cellXfs"), styles.index("</cellXfs>")
    cells = _LOCKED.sub(_lock, styles[start:end])
    package.set_text(STYLES, styles[:start] + cells + styles[end:])
    return package.write()


def without_theme(data: bytes) -> bytes:
    """Leave out the theme, which no colour and no font of the workbook asks for by name."""
    package = Package.read(data)
    package.set_text(STYLES, _THEMED.sub("", package.text(STYLES)))
    rels = package.relationships(WORKBOOK)
    package.set_relationships(WORKBOOK, tuple(r for r in rels if r.kind != "theme"))
    for rel in rels:
        if rel.kind == "theme":
            package.drop(rel.target)
    return package.write()


def growing(data: bytes, studio: WorkbookDrawing) -> bytes:
    """Let the rows of free text grow, which XlsxWriter can only write with a fixed height."""
    package = Package.read(data)
    for number, name in enumerate(studio.sheets, start=1):
        part = f"xl/worksheets/sheet{number}.xml"
        rows = studio.growing.get(name, ())
        package.set_text(part, let_grow(package.text(part), rows))
    return package.write()


def _lock(match: re.Match[str]) -> str:
    attributes, body = match[1], match[3] or ""
    if "<protection" in body:
        return match[0]
    return f'<xf{attributes} applyProtection="1">{body}<protection locked="1"/></xf>'


def main(arguments: list[str]) -> int:
    """Write the packaged master to the path given."""
    path = Path(arguments[0])
    path.write_bytes(build_template(Scheme.of(load_rubric(_PACKAGED_YEAR))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
