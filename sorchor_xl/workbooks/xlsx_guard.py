"""An .xlsx/.xlsm rebuilt from the few parts the parser needs, each inflated by us under a budget.

What the parser gets was written here: its directory, relationships, sheet list, styles, and
sheets cut to a form's reach. Bombs, entities, lying counts, links, macros and pictures stay
behind; and since the rebuilt zip is not compressed, the parser saves what the look cost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from typing import Final, Protocol
from xml.etree import ElementTree as ET

from sorchor_xl.files.zip_view import (
    BadZipError,
    Budget,
    Member,
    ZipView,
    open_zip,
    pack_uncompressed,
    part_names,
)
from sorchor_xl.workbooks.sheet_traits import CellStyle, NumberClass
from sorchor_xl.workbooks.xlsx_comments import Beside, comments_in, drawn_over, words_beside
from sorchor_xl.workbooks.xlsx_rewriting import BadSheetError, with_plain_tags
from sorchor_xl.workbooks.xlsx_shape import is_known, is_near, ordered_rows
from sorchor_xl.workbooks.xlsx_sheet import SheetXml, top_rows
from sorchor_xl.workbooks.xlsx_sight import hidden_columns, ranges_in_doubt
from sorchor_xl.workbooks.xlsx_styles import NO_STYLES, Styles, mark_doubtful, read_styles
from sorchor_xl.workbooks.xml_text import (
    UnsafePackageError,
    refuse_document_type,
    unsearched_xml,
)

__all__ = ["Package", "PackagedSheet", "UnsafePackageError", "open_package", "read_styles"]

SHEET_LIMIT: Final = 300
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COUNTS: Final = re.compile(rb'\s(?:uniqueCount|count)\s*=\s*["\'][^"\']*["\']')
_SST_HEAD: Final = 2000
_SHORT_DATE: Final = 14
_ITEMS: Final = "si"
_NO_ROWS: Final = SheetXml({}, b"", b"")
_END_OF_ROWS: Final = b"</sheetData></worksheet>"


@dataclass(frozen=True, slots=True)
class PackagedSheet:
    """One worksheet: name, whether it is hidden, and its XML within reach."""

    name: str
    hidden: bool
    xml: SheetXml


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook made safe. ``clean`` is what the parser reads; ``sheets`` are in its order,
    ``strings`` the part with the texts they share."""

    clean: bytes = field(repr=False)
    sheets: tuple[PackagedSheet, ...]
    date1904: bool = False
    external_links: bool = False
    macros: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)
    strings: bytes = field(repr=False, default=b"")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a package by name without regard to case, read under one budget."""

    view: ZipView
    members: Mapping[str, Member]
    budget: Budget
    twice: frozenset[str]

    @classmethod
    def of(cls, data: bytes, budget: Budget) -> _Parts:
        view = open_zip(data)
        names = part_names(view.members)
        members = dict(zip(names, view.members, strict=True))
        twice = {n for n, times in Counter(names).items() if times > 1}
        return cls(view, members, budget, frozenset(twice))

    def read(self, name: str) -> bytes | None:
        """A part as UTF-8; None where it is missing, BadZipError where it is there twice."""
        xml = self.read_unsearched(name)
        if xml is not None:
            refuse_document_type(xml)
        return xml

    def read_unsearched(self, name: str) -> bytes | None:
        """As `read`, of a part in which no document type was looked for."""
        if name.lower() in self.twice:
            raise BadZipError(f"part {name} is there twice")
        member = self.members.get(name.lower())
        return None if member is None else unsearched_xml(self.view.read(member, self.budget))

    def links_of(self, name: str) -> Mapping[str, tuple[str, str]]:
        """Id → kind, in lower case, and name of each part that a part refers to."""
        return dict(_relations(self, name))


class TopRows(Protocol):
    """Tells from the name or the top rows of a sheet whether the rest of it may be passed by."""

    @property
    def rows(self) -> int:
        """How many rows from the top it must see."""

    def is_passed(self, name: str) -> bool:
        """Whether nothing on a sheet of this name is read."""

    def only_shown(self, top: bytes) -> bool:
        """Whether nobody types on the sheet that begins so."""

    def is_typed_over(self, xml: bytes) -> bool:
        """Whether somebody did so nevertheless."""


FromStrings = Callable[[bytes], TopRows]
"""Makes such a judge from the XML of a workbook's shared strings."""


class _ReadAll:
    """Passes no sheet by."""

    rows = 0

    def is_passed(self, name: str) -> bool:  # noqa: ARG002 - the shape of `TopRows`
        return False

    def only_shown(self, top: bytes) -> bool:  # noqa: ARG002 - the shape of `TopRows`
        return False

    def is_typed_over(self, xml: bytes) -> bool:  # noqa: ARG002 - the shape of `TopRows`
        return False


def open_package(data: bytes, budget: Budget, pass_by: FromStrings | None = None) -> Package:
    """The workbook made safe; `BadZipError` or `UnsafePackageError` where it cannot be.

    ``pass_by`` tells which sheets need no reading beyond their top rows; None = read all.
    """
    parts = _Parts.of(data, budget)
    try:
        return _rebuild(parts, pass_by)
    except (ET.ParseError, BadSheetError) as error:
        raise BadZipError(f"part is not well-formed: {error}") from error


def _rebuild(parts: _Parts, pass_by: FromStrings | None) -> Package:
    main = _main_part(parts)
    book = _tree(parts, main)
    if book is None:
        raise BadZipError("workbook part is missing")
    targets = dict(_relations(parts, main))
    styles = _styles_of(parts, targets)
    strings = _strings_of(parts, targets)
    judge = _ReadAll() if pass_by is None else pass_by(strings or b"")
    sheets = tuple(_sheets(parts, book, targets, styles, judge))
    properties = _children(book, "workbookPr")
    date1904 = any(p.get("date1904") in {"1", "true"} for p in properties)
    return Package(
        clean=_packed(sheets, strings, styles.cells, date1904=date1904),
        sheets=sheets,
        date1904=date1904,
        external_links=any("/externallink" in kind for kind, _ in targets.values()),
        macros="xl/vbaproject.bin" in parts.members,
        properties=_custom_properties(parts),
        strings=strings or b"",
    )


def _main_part(parts: _Parts) -> str:
    for kind, target in dict(_relations(parts, "")).values():
        if kind.endswith("/officedocument"):
            return target
    return "xl/workbook.xml"


def _tree(parts: _Parts, name: str) -> ET.Element | None:
    xml = parts.read(name)
    return None if xml is None else ET.fromstring(xml)  # noqa: S314 - no DOCTYPE gets here


def _relations(parts: _Parts, name: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Relationship id → (kind in lower case, part it leads to)."""
    folder, _, file = name.rpartition("/")
    tree = _tree(parts, f"{folder}/_rels/{file}.rels".lstrip("/"))
    for link in () if tree is None else tree:
        target = link.get("Target", "").replace("\\", "/")
        inside = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        yield link.get("Id", ""), (link.get("Type", "").lower(), _plain_path(inside))


def _plain_path(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            steps[-1:] = []
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def _children(tree: ET.Element, tag: str) -> Iterator[ET.Element]:
    return (child for child in tree.iter() if child.tag.rpartition("}")[2] == tag)


def _sheets(
    parts: _Parts,
    book: ET.Element,
    targets: Mapping[str, tuple[str, str]],
    styles: Styles,
    judge: TopRows,
) -> Iterator[PackagedSheet]:
    """The worksheets in order; of those that only show, the top rows with their token suffice."""
    for sheet in [*_children(book, "sheet")][:SHEET_LIMIT]:
        link = next((v for k, v in sheet.items() if k.rpartition("}")[2] == "id"), "")
        if link not in targets:
            raise BadZipError(f"relationship {link} is missing")
        kind, target = targets[link]
        if not kind.endswith("/worksheet"):
            continue
        name, hidden = sheet.get("name", ""), sheet.get("state", "visible") != "visible"
        near = _sheet(parts, target, name, judge, styles)
        yield PackagedSheet(name, hidden, _with_what_lies_on_it(near, parts, target))


def _with_what_lies_on_it(sheet: SheetXml, parts: _Parts, target: str) -> SheetXml:
    """The sheet with what people wrote beside its cells, or drew on it.

    Most workbooks hold no such part.
    """
    if not any("comments" in name or "drawings/drawing" in name for name in parts.members):
        return sheet
    beside = Beside(parts.read, parts.links_of)
    said, drawn = words_beside(beside, target, comments_in), drawn_over(beside, target)
    return replace(sheet, comments=said, drawn=drawn) if said or drawn else sheet


def _sheet(parts: _Parts, target: str, name: str, judge: TopRows, styles: Styles) -> SheetXml:
    """The sheet cut to a form's reach; only the top rows of one that has no answers, which saves a
    third. A plain sheet holds no document type, and no run that could be struck through.
    """
    xml = parts.read_unsearched(target)
    if xml is None:
        raise BadZipError(f"part {target} is missing")
    shown = _only_shown(xml, judge, styles)
    if shown is not None and not judge.is_typed_over(xml):
        refuse_document_type(xml)
        return shown
    sheet = _plain(xml, styles)
    if sheet is not None and judge.is_passed(name):
        return _NO_ROWS
    if sheet is None:
        refuse_document_type(xml)
        marked = mark_doubtful(xml)
        sheet = SheetXml.of(marked if is_known(marked) else with_plain_tags(marked), styles.cells)
    columns, in_doubt = hidden_columns(xml), ranges_in_doubt(xml, styles.striking)
    return replace(sheet, hidden_columns=columns, in_doubt=in_doubt)


def _only_shown(xml: bytes, judge: TopRows, styles: Styles) -> SheetXml | None:
    """The top rows of a plain sheet that has no answers; None of any other."""
    top = top_rows(xml, judge.rows)
    return _plain(top + _END_OF_ROWS, styles) if judge.only_shown(top) else None


def _plain(xml: bytes, styles: Styles) -> SheetXml | None:
    """A sheet that has the known shape and lies within reach, as nearly every one does."""
    ordered = ordered_rows(xml)
    if ordered is not None:
        return SheetXml.of_ordered(ordered, styles.cells)
    return SheetXml.of(xml, styles.cells, plain=True) if is_near(xml) else None


def _strings_of(parts: _Parts, targets: Mapping[str, tuple[str, str]]) -> bytes | None:
    """The shared strings; written anew where a pattern, or the parser, could take them amiss."""
    xml = mark_doubtful(_read_kind(parts, targets, "/sharedstrings") or b"") or None
    if xml is None or (_KNOWN_STRINGS.match(xml) and b"<!" not in xml and b"<?" not in xml):
        return xml
    tree = ET.fromstring(xml)  # noqa: S314 - no DOCTYPE gets here
    items = (_text_of_item(item) for item in tree if item.tag.rpartition("}")[2] == _ITEMS)
    listed = "".join(
        f'<si><t xml:space="preserve">{escape(i, quote=False)}</t></si>' for i in items
    )
    return f'<sst xmlns="{_MAIN}">{listed}</sst>'.encode()


def _text_of_item(item: ET.Element) -> str:
    """The text of a shared string: its own or that of its runs, without phonetic hints."""
    own = (t for t in item if t.tag.rpartition("}")[2] == "t")
    runs = (t for run in item if run.tag.rpartition("}")[2] == "r" for t in _children(run, "t"))
    return "".join(t.text or "" for t in (*own, *runs))


_KNOWN_STRINGS: Final = re.compile(rb"\s*<sst[\s>]")


def _styles_of(parts: _Parts, targets: Mapping[str, tuple[str, str]]) -> Styles:
    xml = _read_kind(parts, targets, "/styles")
    return NO_STYLES if xml is None else read_styles(xml)


def _read_kind(parts: _Parts, targets: Mapping[str, tuple[str, str]], kind: str) -> bytes | None:
    found = next((target for k, target in targets.values() if k.endswith(kind)), None)
    xml = None if found is None else parts.read(found)
    if found is not None and xml is None:
        raise BadZipError(f"part {found} is missing")
    return xml


def _custom_properties(parts: _Parts) -> Mapping[str, str]:
    """Custom document properties by name; none where the part is missing."""
    tree = _tree(parts, "docProps/custom.xml")
    return {} if tree is None else {p.get("name", ""): "".join(p.itertext()) for p in tree}


def _packed(
    sheets: tuple[PackagedSheet, ...],
    strings: bytes | None,
    styles: tuple[CellStyle, ...],
    *,
    date1904: bool,
) -> bytes:
    content = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": _links_of([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book_xml(sheets, date1904=date1904),
        "xl/_rels/workbook.xml.rels": _links_xml(len(sheets), strings=strings is not None),
        "xl/styles.xml": _styles_xml(styles),
    }
    if strings is not None:
        content["xl/sharedStrings.xml"] = (
            _COUNTS.sub(b"", strings[:_SST_HEAD]) + strings[_SST_HEAD:]
        )
    for number, sheet in enumerate(sheets, 1):
        content[f"xl/worksheets/sheet{number}.xml"] = sheet.xml.for_parser
    return pack_uncompressed(content)


def _book_xml(sheets: tuple[PackagedSheet, ...], *, date1904: bool) -> bytes:
    listed = "".join(
        f'<sheet name="{number}" sheetId="{number}" r:id="rId{number}"/>'
        for number, _ in enumerate(sheets, 1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><workbookPr date1904="{int(date1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>"
    ).encode()


@lru_cache(maxsize=8)
def _styles_xml(styles: tuple[CellStyle, ...]) -> bytes:
    """Styles that make the parser see dates exactly where `read_styles` does."""
    forms = {NumberClass.DATE: _SHORT_DATE}
    listed = "".join(f'<xf numFmtId="{forms.get(style.number, 0)}"/>' for style in styles)
    return f'<styleSheet xmlns="{_MAIN}"><cellXfs>{listed}</cellXfs></styleSheet>'.encode()


def _links_xml(sheets: int, *, strings: bool) -> bytes:
    named = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)]
    named.append((f"rId{sheets + 1}", "styles", "styles.xml"))
    if strings:
        named.append((f"rId{sheets + 2}", "sharedStrings", "sharedStrings.xml"))
    return _links_of(named)


def _links_of(named: Iterable[tuple[str, str, str]]) -> bytes:
    listed = "".join(
        f'<Relationship Id="{i}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for i, kind, target in named
    )
    kinds = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{kinds}">{listed}</Relationships>'.encode()
