"""A worksheet part as a tree: its cells as values, its formulas unshared, its rows repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from sorchor_xl.data.form_texts import refusal
from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.ooxml.elements import (
    MAIN,
    BadPartError,
    Tree,
    attribute,
    child,
    place_of,
    whole,
    whole_of,
)
from sorchor_xl.ooxml.formula_text import (
    Block,
    copy_in_block,
    fill_down,
    move_rows,
    refers_to,
    to_sheet,
    widen_choose,
)
from sorchor_xl.ooxml.shared_strings import StringPool, fill, fill_plain

_CORNER: Final = re.compile(r"(\$?[A-Z]+\$?)(\d+)")


class CannotCarryError(SentenceError, ValueError):
    """Something in a template that issuing cannot carry; the text is one Thai sentence."""


def parse_xml(data: bytes | str) -> Tree:
    """A part as an lxml tree, no entity resolved; BadPartError where it is not well-formed."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data.encode() if isinstance(data, str) else data, parser)
    except etree.XMLSyntaxError as error:
        raise BadPartError(str(error)) from error


def to_text(tree: Tree) -> str:
    """A tree as the text of a part."""
    from lxml import etree

    body = etree.tostring(tree, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}'


def share_strings(tree: Tree, pool: StringPool) -> None:
    """Move strings that stand in their cells into the pool, as Excel keeps them."""
    for cell in tree.iter(f"{MAIN}c"):
        text = cell.find(f"{MAIN}is")
        if text is None:
            continue
        inner = "".join(_plain_xml(part) for part in text)
        cell.remove(text)
        cell.set("t", "s")
        value = cell.makeelement(f"{MAIN}v")
        value.text = str(pool.add(f"<si>{inner}</si>"))
        cell.append(value)


def _plain_xml(element: Tree) -> str:
    """An element as it stands inside a part of the same namespace."""
    from lxml import etree

    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns(?::\w+)?="[^"]*"', "", text)


def unshare(tree: Tree) -> None:
    """Write every shared formula out in full."""
    masters: dict[str, tuple[str, int, int]] = {}
    for cell in tree.iter(f"{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        if formula is None or formula.get("t") != "shared":
            continue
        row, column = place_of(cell)
        if formula.text:
            masters[attribute(formula, "si")] = (formula.text, row, column)
        else:
            text, row0, column0 = _master(masters, attribute(formula, "si"))
            formula.text = fill_down(text, row - row0, column - column0)
    for formula in tree.iter(f"{MAIN}f"):
        if formula.get("t") == "shared":
            for name in ("t", "ref", "si"):
                formula.attrib.pop(name, None)


def _master(masters: Mapping[str, tuple[str, int, int]], key: str) -> tuple[str, int, int]:
    if key not in masters:
        raise BadPartError(f"no formula is shared as {key}")
    return masters[key]


@dataclass(frozen=True)
class Growth:
    """How a workbook grows: prototype rows by sheet, and the form's sheet into one per ตำบล."""

    blocks: Mapping[str, Block]
    prototype: str
    sheets: Sequence[str]
    texts: Sequence[Mapping[str, str]]


def grow(tree: Tree, own: str, growth: Growth, pool: StringPool) -> None:
    """Repeat a sheet's prototype rows and move all that refers to rows or to the form."""
    block = growth.blocks.get(own)
    data = child(tree, f"{MAIN}sheetData")
    if block is not None:
        _repeat_rows(data, block, growth, pool)
    for row in data:
        number = whole(row, "r")
        copy = None if block is None else block.copy_of(number)
        for formula in row.iter(f"{MAIN}f"):
            formula.text = _formula(formula.text or "", own, growth, copy)
            if formula.get("ref") and block is not None:
                formula.set("ref", attribute(_cell_of(formula), "r"))
    _around(tree, own, growth, block)


def _cell_of(formula: Tree) -> Tree:
    cell = formula.getparent()
    if cell is None:
        raise BadPartError("a formula stands in no cell")
    return cell


def _formula(text: str, own: str, growth: Growth, copy: int | None) -> str:
    if copy is not None:
        moved = copy_in_block(text, own, growth.blocks, copy)
        return to_sheet(moved, growth.prototype, growth.sheets[copy])
    if growth.prototype in text:
        text = widen_choose(text, growth.prototype, growth.sheets)
        if refers_to(text, growth.prototype):
            raise CannotCarryError(refusal("formula_on_form", sheet=own, form=growth.prototype))
    return move_rows(text, own, growth.blocks)


def _repeat_rows(data: Tree, block: Block, growth: Growth, pool: StringPool) -> None:
    prototypes = [r for r in data if block.first <= whole(r, "r") <= block.last]
    for row in data:
        if whole(row, "r") > block.last:
            _renumber(row, block.inserted)
    place = list(data).index(prototypes[-1]) + 1
    originals = [deepcopy(row) for row in prototypes]
    for row in prototypes:
        _fill_row(row, growth.texts[0], pool)
    for copy in range(1, block.copies):
        for original in originals:
            row = deepcopy(original)
            _renumber(row, copy * block.height)
            _fill_row(row, growth.texts[copy], pool)
            data.insert(place, row)
            place += 1


def _renumber(row: Tree, by: int) -> None:
    number = whole(row, "r") + by
    row.set("r", str(number))
    for cell in row:
        letters = attribute(cell, "r").rstrip("0123456789")
        cell.set("r", f"{letters}{number}")


def _fill_row(row: Tree, texts: Mapping[str, str], pool: StringPool) -> None:
    for cell in row:
        value = cell.find(f"{MAIN}v")
        if cell.get("t") == "s" and value is not None:
            item = pool.item(whole_of(value.text))
            if "{{" in item:
                value.text = str(pool.add(fill(item, texts)))


def _around(tree: Tree, own: str, growth: Growth, block: Block | None) -> None:
    """Everything of a sheet that is not a cell but speaks of rows."""
    for element in tree.iter():
        name = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        if block is not None and element.get("sqref") and name not in {"selection"}:
            element.set("sqref", move_spans(attribute(element, "sqref"), block, own))
        if block is not None and name == "sqref" and element.text:
            element.text = move_spans(element.text, block, own)
        if name in {"formula", "formula1", "formula2"} or (name == "f" and _is_extension(element)):
            element.text = _outside(element.text or "", own, growth)
    if block is not None:
        _move_refs(tree, block, growth)


def _is_extension(element: Tree) -> bool:
    return not str(element.tag).startswith(MAIN)


def _outside(text: str, own: str, growth: Growth) -> str:
    if refers_to(text, growth.prototype):
        raise CannotCarryError(refusal("rule_on_form", sheet=own, form=growth.prototype))
    block = growth.blocks.get(own)
    return (
        copy_in_block(text, own, growth.blocks, 0) if block else move_rows(text, own, growth.blocks)
    )


def _move_refs(tree: Tree, block: Block, growth: Growth) -> None:
    """Merges, links, breaks and the dimension of a sheet that grows."""
    for merges in tree.findall(f"{MAIN}mergeCells"):
        _repeat_refs(merges, block, _as_it_is)
        merges.set("count", str(len(merges)))
    for links in tree.findall(f"{MAIN}hyperlinks"):
        _repeat_refs(links, block, lambda element, copy: _relink(element, copy, growth))
    for breaks in tree.findall(f"{MAIN}rowBreaks"):
        for brk in breaks:
            brk.set("id", str(block.move(whole(brk, "id"))))
    for element in (*tree.findall(f"{MAIN}dimension"), *tree.findall(f"{MAIN}autoFilter")):
        element.set("ref", _moved_span(attribute(element, "ref"), block))


def _as_it_is(_element: Tree, _copy: int) -> None:
    """A merge is repeated without change."""


def _repeat_refs(parent: Tree, block: Block, change: Callable[[Tree, int], None]) -> None:
    """Move the ``ref`` of each element; those inside the block are repeated with it."""
    for element in list(parent):
        rows = [int(n) for n in re.findall(r"\d+", attribute(element, "ref"))]
        if not block.first <= rows[0] <= rows[-1] <= block.last:
            element.set("ref", _moved_span(attribute(element, "ref"), block))
            continue
        original = deepcopy(element)
        change(element, 0)
        for copy in range(1, block.copies):
            twin = deepcopy(original)
            twin.set("ref", _shifted(attribute(element, "ref"), copy * block.height))
            change(twin, copy)
            parent.append(twin)


def _relink(element: Tree, copy: int, growth: Growth) -> None:
    for name in ("display", "tooltip"):
        if element.get(name):
            element.set(name, fill_plain(attribute(element, name), growth.texts[copy]))
    location = element.get("location")
    if location and refers_to(location, growth.prototype):
        element.set("location", to_sheet(location, growth.prototype, growth.sheets[copy]))


def _shifted(ref: str, by: int) -> str:
    return _CORNER.sub(lambda m: f"{m[1]}{int(m[2]) + by}", ref)


def _moved_span(ref: str, block: Block) -> str:
    first, _, last = ref.partition(":")
    start = _CORNER.sub(lambda m: f"{m[1]}{block.move(int(m[2]))}", first)
    end = _CORNER.sub(lambda m: f"{m[1]}{block.move_end(int(m[2]))}", last)
    return f"{start}:{end}" if last else start


def move_spans(spans: str, block: Block, own: str) -> str:
    """A list of ranges after the block was repeated; ``own`` names the sheet in a refusal."""
    return " ".join(part for span in spans.split() for part in _moved_spans(span, block, own))


def _moved_spans(span: str, block: Block, own: str) -> Iterator[str]:
    rows = [int(n) for n in re.findall(r"\d+", span)]
    if not rows:
        yield span
        return
    first, last = rows[0], rows[-1]
    if last < block.first or first > block.last:
        yield _shifted(span, block.inserted if first > block.last else 0)
    elif first <= block.first and last >= block.last:
        head, _, tail = span.partition(":")
        yield f"{head}:{_shifted(tail or head, block.inserted)}"
    elif block.first <= first and last <= block.last:
        yield from (_shifted(span, copy * block.height) for copy in range(block.copies))
    else:
        raise CannotCarryError(refusal("span", sheet=own, span=span))


def twin(element: Tree) -> Tree:
    """A copy of an element."""
    return deepcopy(element)


def point(text: str, growth: Growth) -> str:
    """A formula of the prototype pointing at its one copy."""
    return to_sheet(text, growth.prototype, growth.sheets[0])


def show_columns(tree: Tree, columns: Collection[int], *, shown: bool = True) -> None:
    """Unhide columns (0-based), or hide them, splitting the ranges they are kept in."""
    wanted = {column + 1 for column in columns}
    for cols in tree.findall(f"{MAIN}cols"):
        for col in list(cols):
            first, last = whole(col, "min"), whole(col, "max")
            if not wanted & set(range(first, last + 1)):
                continue
            place = list(cols).index(col)
            cols.remove(col)
            for number in range(first, last + 1):
                single = deepcopy(col)
                single.set("min", str(number))
                single.set("max", str(number))
                if number in wanted:
                    single.attrib.pop("hidden", None)
                    if not shown:
                        single.set("hidden", "1")
                cols.insert(place, single)
                place += 1


def give_way(tree: Tree, gone: int, to: int) -> None:
    """Hide a column (0-based) and give its width to another; both must have one of their own."""
    show_columns(tree, [gone], shown=False)
    show_columns(tree, [to])
    columns = {whole(col, "min") - 1: col for col in tree.iter(f"{MAIN}col")}
    wide = sum(float(columns[column].get("width", "0")) for column in (gone, to))
    columns[to].set("width", f"{wide:.2f}")


_BEFORE_PROTECTION: Final = ("fileVersion", "fileSharing", "workbookPr")


def protect_structure(book: Tree) -> None:
    """Keep sheets from being deleted, renamed or moved by accident; no password."""
    for old in book.findall(f"{MAIN}workbookProtection"):
        book.remove(old)
    element = book.makeelement(f"{MAIN}workbookProtection", {"lockStructure": "1"})
    names = [str(child.tag).removeprefix(MAIN) for child in book]
    book.insert(sum(name in _BEFORE_PROTECTION for name in names), element)


def calculate_on_load(book: Tree) -> None:
    """Ask for a full calculation when the workbook is opened."""
    for calc in book.findall(f"{MAIN}calcPr"):
        calc.set("fullCalcOnLoad", "1")
        return
    book.append(book.makeelement(f"{MAIN}calcPr", {"fullCalcOnLoad": "1"}))
