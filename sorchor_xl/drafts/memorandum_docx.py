"""The covering memorandum as a Word file: plain paragraphs in the official font, ready to sign."""

from __future__ import annotations

import io
import zipfile
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
    '<w:p><w:pPr><w:spacing w:after="60"/>{indent}</w:pPr><w:r><w:rPr><w:rFonts w:ascii="{font}" '
    'w:hAnsi="{font}" w:cs="{font}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    '<w:lang w:bidi="th-TH"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
)
_INDENT: Final = '<w:ind w:firstLine="1418"/>'
_LONG: Final = 90


def memorandum(text: str, font: str) -> bytes:
    """A .docx with one paragraph per line; long ones begin indented. Same text, same bytes."""
    lines = clean_for_output(text).strip().split("\n")
    paragraphs = "".join(_paragraph(line, font) for line in lines)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": _DOCUMENT.format(paragraphs=paragraphs),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _DAY), content.encode())
    return made.getvalue()


def _paragraph(line: str, font: str) -> str:
    indent = _INDENT if len(line) > _LONG else ""
    name = escape(font, {'"': "&quot;"})
    return _PARAGRAPH.format(indent=indent, font=name, size=_HALF_POINTS, text=escape(line))
