"""The covering letter as a Word file in the form of an official letter, ready to sign.

The text tells by tabs where a line stands, as on a typewriter: one before it begins a paragraph,
two put it at the middle of the page, three centre it in the right half; one within a line sets off
a label, two put the rest into the right half. Empty lines are space.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from sorchor_xl.domain.thai.text import clean_for_output

_DAY: Final = (1980, 1, 1, 0, 0, 0)
_HALF_POINTS: Final = 32
_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    '{paragraphs}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1134" '
    'w:bottom="1134" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    "</w:body></w:document>"
)
_PARAGRAPH: Final = (
    '<w:p><w:pPr>{tabs}<w:spacing w:before="{before}" w:after="0"/>{place}</w:pPr>'
    '<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
    '<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:bidi="th-TH"/></w:rPr>'
    "{text}</w:r></w:p>"
)
_TEXT: Final = '<w:t xml:space="preserve">{}</w:t>'
_TAB: Final = '<w:tabs><w:tab w:val="left" w:pos="{}"/></w:tabs>'
_CREST: Final = 964
"""Twips before the first line, for the crest: 3 cm from 1.5 cm below the edge."""
_SPACE: Final = 120
_LINE: Final = 360
"""Twips of an empty line: a gap, and whole lines if there are more."""
_MIDDLE: Final = 4536
_SHORT: Final = 8
_SHORT_LABEL: Final = 850
_LONG_LABEL: Final = 1701
_PARAGRAPH_PLACE: Final = '<w:ind w:firstLine="1417"/><w:jc w:val="thaiDistribute"/>'
_PLACES: Final = (
    "",
    _PARAGRAPH_PLACE,
    f'<w:ind w:left="{_MIDDLE}"/>',
    f'<w:ind w:left="{_MIDDLE}"/><w:jc w:val="center"/>',
)
"""By the number of tabs before a line."""
_LONG: Final = 90


def memorandum(text: str, font: str) -> bytes:
    """A .docx with one paragraph per line. Same text, same bytes."""
    lines = clean_for_output(text).strip("\n").split("\n")
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": _DOCUMENT.format(paragraphs="".join(_paragraphs(lines, font))),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _DAY), content.encode())
    return made.getvalue()


def _paragraphs(lines: Sequence[str], font: str) -> Iterator[str]:
    before, empty, tab = _CREST, 0, _SHORT_LABEL
    for line in lines:
        if not line.strip():
            empty += 1
            continue
        if empty:
            before = _SPACE + (empty - 1) * _LINE
        label, _, rest = line.partition("\t")
        if label.strip():
            tab = _SHORT_LABEL if len(label) <= _SHORT else _LONG_LABEL
        yield _paragraph(line, tab if label and rest else None, before, font)
        before = empty = 0


def _paragraph(line: str, tab: int | None, before: int, font: str) -> str:
    """One line in its place; ``tab`` is where what follows its label stands, None = no label."""
    depth = len(line) - len(line.lstrip("\t"))
    label, _, rest = line.partition("\t")
    place, tabs = _PLACES[min(depth, len(_PLACES) - 1)], ""
    text = _TEXT.format(escape(line.strip()))
    if tab is not None:
        at = _MIDDLE if rest.startswith("\t") else tab
        tabs, place = _TAB.format(at), f'<w:ind w:left="{at}" w:hanging="{at}"/>'
        text = _TEXT.format(escape(label.strip())) + "<w:tab/>" + _TEXT.format(escape(rest.strip()))
    elif not depth and len(line) > _LONG:
        place = _PARAGRAPH_PLACE
    name = escape(font, {'"': "&quot;"})
    return _PARAGRAPH.format(
        tabs=tabs, before=before, place=place, font=name, size=_HALF_POINTS, text=text
    )
