"""A workbook in parts, and the cuts that programs and people make in it.

Works on the XML itself: quick enough for ten thousand returns, and able to do what no library
would write.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from sorchor_xl.ooxml.references import a1, column_name, parse_a1

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
_N = f"{{{MAIN}}}"
_REL = f"{{{LINKS}}}id"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
Node = Any
"""An lxml element; lxml ships no types."""


@dataclass
class Sheet:
    """One sheet of the workbook: its entry in the list of sheets, its part, its tree."""

    entry: Node
    part: str
    tree: Node

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.entry.get("name"))

    @property
    def data(self) -> Node:
        """The element that holds the rows."""
        return self.tree.find(f"{_N}sheetData")

    def rows(self) -> list[Node]:
        """Its rows, top to bottom."""
        return list(self.data)

    def row(self, index: int) -> Node:
        """The row with a 0-based index, made where there is none."""
        for place, row in enumerate(self.data):
            number = int(row.get("r")) - 1
            if number == index:
                return row
            if number > index:
                made = etree.Element(f"{_N}row", r=str(index + 1))
                self.data.insert(place, made)
                return made
        return etree.SubElement(self.data, f"{_N}row", r=str(index + 1))

    def cell(self, row: int, column: int) -> Node:
        """The cell at a 0-based place, made where there is none."""
        line = self.row(row)
        for place, cell in enumerate(line):
            found = parse_a1(cell.get("r"))[1]
            if found == column:
                return cell
            if found > column:
                made = etree.Element(f"{_N}c", r=a1(row, column))
                line.insert(place, made)
                return made
        return etree.SubElement(line, f"{_N}c", r=a1(row, column))

    def put(self, row: int, column: int, value: object) -> Node:
        """Type a value: None clears, numbers and booleans as such, texts inline."""
        cell = self.cell(row, column)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, bool):
            cell.set("t", "b")
            etree.SubElement(cell, f"{_N}v").text = str(int(value))
        elif isinstance(value, int | float):
            etree.SubElement(cell, f"{_N}v").text = repr(value)
        elif value is not None:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{_N}is"), f"{_N}t")
            text.text = str(value)
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return cell

    def formula(self, row: int, column: int, text: str, result: str | None, kind: str = "") -> Node:
        """Put a formula with its stored result; ``kind`` "e" is an error, "str" a text."""
        cell = self.put(row, column, None)
        if kind:
            cell.set("t", kind)
        etree.SubElement(cell, f"{_N}f").text = text
        if result is not None:
            etree.SubElement(cell, f"{_N}v").text = result
        return cell

    def renumber(self, row: Callable[[int], int], column: Callable[[int], int]) -> None:
        """Give every row and cell the index these say; order them anew."""
        for line in self.data:
            line.set("r", str(row(int(line.get("r")) - 1) + 1))
            line.attrib.pop("spans", None)
            for cell in line:
                at = parse_a1(cell.get("r"))
                cell.set("r", a1(int(line.get("r")) - 1, column(at[1])))
            line[:] = sorted(line, key=lambda c: parse_a1(c.get("r"))[1])
        self.data[:] = sorted(self.data, key=lambda r: int(r.get("r")))
        self._move_merges(row, column)

    def _move_merges(self, row: Callable[[int], int], column: Callable[[int], int]) -> None:
        for merge in self.tree.iter(f"{_N}mergeCell"):
            first, last = (parse_a1(part) for part in merge.get("ref").split(":"))
            merge.set(
                "ref",
                f"{a1(row(first[0]), column(first[1]))}:{a1(row(last[0]), column(last[1]))}",
            )

    def insert_rows(self, at: int, count: int = 1) -> None:
        """Insert empty rows before a 0-based row."""
        self.renumber(lambda r: r + count if r >= at else r, lambda c: c)

    def insert_columns(self, at: int, count: int = 1) -> None:
        """Insert empty columns before a 0-based column."""
        self.renumber(lambda r: r, lambda c: c + count if c >= at else c)

    def delete_row(self, at: int) -> None:
        """Delete a row; those below move up."""
        self.unmerge()
        for line in self.rows():
            if int(line.get("r")) - 1 == at:
                self.data.remove(line)
        self.renumber(lambda r: r - 1 if r > at else r, lambda c: c)

    def delete_column(self, at: int) -> None:
        """Delete a column; those to the right move left."""
        self.unmerge()
        for line in self.data:
            for cell in list(line):
                if parse_a1(cell.get("r"))[1] == at:
                    line.remove(cell)
        self.renumber(lambda r: r, lambda c: c - 1 if c > at else c)

    def unmerge(self) -> None:
        """Undo every merge, as a program does that cannot move them."""
        for holder in self.tree.findall(f"{_N}mergeCells"):
            self.tree.remove(holder)

    def merge(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Merge a range as Excel does: only the first cell keeps its value."""
        holder = self.tree.find(f"{_N}mergeCells")
        if holder is None:
            holder = etree.Element(f"{_N}mergeCells")
            self.data.addnext(holder)
        etree.SubElement(holder, f"{_N}mergeCell", ref=f"{a1(*first)}:{a1(*last)}")
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                if (row, column) != first:
                    self.put(row, column, None)

    def swap_rows(self, one: int, other: int) -> None:
        """Whole rows change places, as sorting does."""
        self.unmerge()
        places = {one: other, other: one}
        self.renumber(lambda r: places.get(r, r), lambda c: c)

    def take(self, row: int, column: int) -> tuple[Node, dict[str, str]]:
        """What a cell holds, to be put elsewhere."""
        cell = self.cell(row, column)
        return [*cell], {k: v for k, v in cell.attrib.items() if k == "t"}

    def give(self, row: int, column: int, held: tuple[Node, dict[str, str]]) -> None:
        """Put what was taken into a cell."""
        cell = self.put(row, column, None)
        cell.extend(held[0])
        cell.attrib.update(held[1])


class Workbook:
    """A workbook opened for surgery."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.book = etree.fromstring(self.parts["xl/workbook.xml"])
        self.links = etree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        self.styles = etree.fromstring(self.parts["xl/styles.xml"])
        self._open: dict[str, Sheet] = {}

    @property
    def entries(self) -> Node:
        """The list of sheets."""
        return self.book.find(f"{_N}sheets")

    def names(self) -> list[str]:
        """Names of the sheets in order."""
        return [str(entry.get("name")) for entry in self.entries]

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name."""
        entry = next(e for e in self.entries if e.get("name") == name)
        part = self._part(entry)
        if part not in self._open:
            self._open[part] = Sheet(entry, part, etree.fromstring(self.parts[part]))
        return self._open[part]

    def _part(self, entry: Node) -> str:
        link = next(k for k in self.links if k.get("Id") == entry.get(_REL))
        target = str(link.get("Target"))
        return target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def rename(self, name: str, new: str) -> None:
        """Give a sheet another name."""
        self.sheet(name).entry.set("name", new)

    def hide(self, name: str, state: str = "hidden") -> None:
        """Hide a sheet."""
        self.sheet(name).entry.set("state", state)

    def drop(self, name: str) -> None:
        """Delete a sheet."""
        sheet = self.sheet(name)
        self.entries.remove(sheet.entry)
        self._open.pop(sheet.part)

    def reorder(self, names: list[str]) -> None:
        """Put the sheets in another order."""
        by_name = {entry.get("name"): entry for entry in self.entries}
        self.entries[:] = [by_name[name] for name in names]

    def add(self, name: str, tree: Node) -> Sheet:
        """Add a sheet with this content at the end."""
        number = len(self.parts) + 100
        part = f"xl/worksheets/sheet{number}.xml"
        self._declare(part, _SHEET_TYPE)
        self.parts[part] = etree.tostring(tree)
        etree.SubElement(
            self.links,
            f"{{{self.links.nsmap[None]}}}Relationship",
            Id=f"rNew{number}",
            Type=f"{LINKS}/worksheet",
            Target=f"worksheets/sheet{number}.xml",
        )
        entry = etree.SubElement(self.entries, f"{_N}sheet", name=name, sheetId=str(number))
        entry.set(_REL, f"rNew{number}")
        return self.sheet(name)

    def duplicate(self, name: str, new: str) -> Sheet:
        """Copy a sheet within the workbook, as "move or copy" does."""
        return self.add(new, etree.fromstring(etree.tostring(self.sheet(name).tree)))

    def style(self, number_format: int, code: str = "") -> int:
        """The index of a new cell style with this number format."""
        if code:
            formats = self.styles.find(f"{_N}numFmts")
            if formats is None:
                formats = etree.Element(f"{_N}numFmts")
                self.styles.insert(0, formats)
            etree.SubElement(formats, f"{_N}numFmt", numFmtId=str(number_format), formatCode=code)
        holder = self.styles.find(f"{_N}cellXfs")
        etree.SubElement(holder, f"{_N}xf", numFmtId=str(number_format), applyNumberFormat="1")
        return len(holder) - 1

    def inline(self, sheet: Sheet) -> None:
        """Write the shared texts of a sheet into its cells, so that it stands in any workbook."""
        texts = self._shared()
        for cell in sheet.tree.iter(f"{_N}c"):
            if cell.get("t") == "s":
                place = int(cell.find(f"{_N}v").text)
                row, column = parse_a1(cell.get("r"))
                sheet.put(row, column, texts[place])

    def _shared(self) -> list[str]:
        strings = etree.fromstring(self.parts["xl/sharedStrings.xml"])
        return ["".join(t.text or "" for t in si.iter(f"{_N}t")) for si in strings]

    def share(self, xml: str) -> int:
        """The place of a new shared text, given as XML."""
        strings = etree.fromstring(self.parts["xl/sharedStrings.xml"])
        strings.append(etree.fromstring(xml))
        self.parts["xl/sharedStrings.xml"] = etree.tostring(strings)
        return len(strings) - 1

    def comment(self, sheet: Sheet, at: tuple[int, int], text: str) -> None:
        """A comment at a cell, as Excel stores it (its drawing is left out)."""
        self.attach(
            sheet,
            "comments",
            "comments9.xml",
            f'<comments xmlns="{MAIN}"><authors><author>สมชาย</author></authors><commentList>'
            f'<comment ref="{a1(*at)}" authorId="0"><text><r><t>{text}</t></r></text></comment>'
            "</commentList></comments>",
        )

    def text_box(
        self, sheet: Sheet, at: tuple[int, int] | None, text: str, form: str = "rect"
    ) -> None:
        """A shape with words in it, its corner at a cell; None = one that lies at no cell."""
        lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
        shape = (
            '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="กล่อง 1"/><xdr:cNvSpPr/></xdr:nvSpPr>'
            f'<xdr:spPr><a:prstGeom prst="{form}"/></xdr:spPr><xdr:txBody><a:bodyPr/>{lines}'
            "</xdr:txBody></xdr:sp>"
        )
        corner = '<xdr:pos x="900000" y="900000"/>'
        if at is not None:
            corner = f"<xdr:from><xdr:col>{at[1]}</xdr:col><xdr:row>{at[0]}</xdr:row></xdr:from>"
        anchor = "absoluteAnchor" if at is None else "oneCellAnchor"
        part = f"drawings/drawing{len(self.parts)}.xml"
        link = self.attach(
            sheet,
            "drawing",
            part,
            f'<xdr:wsDr xmlns:xdr="{DRAWN}" xmlns:a="{ART}"><xdr:{anchor}>{corner}'
            f'<xdr:ext cx="900000" cy="500000"/>{shape}<xdr:clientData/></xdr:{anchor}></xdr:wsDr>',
        )
        self._declare(f"xl/{part}", _DRAWING_TYPE)
        if sheet.tree.find(f"{_N}drawing") is None:
            sheet.tree.append(etree.Element(f"{_N}drawing", {_REL: link}))

    def _declare(self, part: str, kind: str) -> None:
        types = etree.fromstring(self.parts["[Content_Types].xml"])
        name = f"{{{types.nsmap[None]}}}Override"
        etree.SubElement(types, name, PartName=f"/{part}", ContentType=kind)
        self.parts["[Content_Types].xml"] = etree.tostring(types)

    def attach(self, sheet: Sheet, kind: str, part: str, xml: str, *, of: str = LINKS) -> str:
        """Hang a part of a kind on a sheet; ``part`` is its name below xl, ``of`` whose kind.

        Gives the id by which the sheet refers to it.
        """
        folder, _, name = sheet.part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        packaged = "http://schemas.openxmlformats.org/package/2006/relationships"
        held = self.parts.get(rels, f'<Relationships xmlns="{packaged}"/>'.encode())
        tree = etree.fromstring(held)
        etree.SubElement(
            tree,
            f"{{{packaged}}}Relationship",
            Id=f"rIdSaid{len(tree)}",
            Type=f"{of}/{kind}",
            Target=f"../{part}",
        )
        self.parts[rels] = etree.tostring(tree)
        self.parts[f"xl/{part}"] = xml.encode()
        return f"rIdSaid{len(tree) - 1}"

    def texts(self, sheet: Sheet) -> Iterator[tuple[int, int, str]]:
        """Row, column and text of every cell with a shared text."""
        texts = self._shared()
        for cell in sheet.tree.iter(f"{_N}c"):
            if cell.get("t") == "s":
                yield (*parse_a1(cell.get("r")), texts[int(cell.find(f"{_N}v").text)])

    def saved(self, *, level: int = 1) -> bytes:
        """The workbook as bytes."""
        self.parts["xl/workbook.xml"] = etree.tostring(self.book)
        self.parts["xl/_rels/workbook.xml.rels"] = etree.tostring(self.links)
        self.parts["xl/styles.xml"] = etree.tostring(self.styles)
        for sheet in self._open.values():
            self.parts[sheet.part] = etree.tostring(
                sheet.tree, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return buffer.getvalue()


def edit_parts(data: bytes, pattern: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with every part whose name matches put through ``change``."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if re.search(pattern, name) else content)
    return buffer.getvalue()


def letters(column: int) -> str:
    """Letters of a 0-based column."""
    return column_name(column)
