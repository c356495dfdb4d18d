"""Which อำเภอ a file without answers most likely comes from, so that nobody is called missing.

By its own name, the archive or folder it lies in, what is left of its marks, or what the mail says
that it came in: subject, sender, text. This claims no answers: it only says whom to ask for a file
that can be opened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.remains import find_in_remains
from sorchor_xl.files.sniff import locked_name
from sorchor_xl.intake import file_findings
from sorchor_xl.intake.read_context import ReadContext

_TOKEN: Final = re.compile(rb"SX\d/[A-Z0-9._-]{1,40}/\d{4}/[TA](\d{4})")
_COUNTED: Final = frozenset({FileKind.IMAGE, FileKind.PDF, FileKind.UNKNOWN})
"""Pictures, scans, recordings."""
_PROPERTY: Final = re.compile(rb'amphoe_code"[^>]*>\s*<[^>]*>(\d{4})<')


def attributed(
    read: ReadFile, data: bytes, context: ReadContext, words: Sequence[str] = ()
) -> ReadFile:
    """The same, its findings put to the อำเภอ it most likely comes from.

    ``words`` are those of the mail it came in, the best evidence first. A workbook of another make
    is none of our business, unless an อำเภอ sent it under its name.
    """
    if read.submission is not None or not read.findings:
        return read
    code = (
        amphoe_of_path(read.file.path, context, counted=read.file.kind in _COUNTED)
        or _of_remains(data, context)
        or _of_words(words, context)
    )
    if not code and read.file.kind == FileKind.SHORTCUT:  # one of the province's own folders
        return replace(read, findings=(), ignored=True)
    if not code:
        return read
    foreign = any(f.code == file_findings.FOREIGN for f in read.findings)
    said = (file_findings.not_ours(read.file),) if foreign else read.findings
    findings = tuple(replace(f, amphoe_code=f.amphoe_code or code) for f in said)
    return replace(read, findings=findings, ignored=read.ignored and not foreign)


def amphoe_of_path(path: str, context: ReadContext, *, counted: bool = False) -> str:
    """The อำเภอ that the innermost part of a path names; "" where none names a single one.

    ``counted`` for what cameras and scanners name by a running number.
    """
    for part in reversed(re.split(r"[/!\\]", path)):
        name = locked_name(part)
        named = context.place_names.amphoes_in_file_name(name, counted=counted)
        if named:
            return min(named) if len(named) == 1 else ""
    return ""


def _of_words(words: Sequence[str], context: ReadContext) -> str:
    """The one อำเภอ that the best of the words naming any speaks of."""
    for text in words:
        named = context.place_names.amphoes_in_words(text)
        if named:
            return min(named) if len(named) == 1 else ""
    return ""


def _of_remains(data: bytes, context: ReadContext) -> str:
    found = {
        match[1].decode("ascii")
        for pattern in (_TOKEN, _PROPERTY)
        for match in find_in_remains(data, pattern)
    }
    known = found & context.by_amphoe.keys()
    return known.pop() if len(known) == 1 else ""
