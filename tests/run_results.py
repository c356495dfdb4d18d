"""What a run left behind, so that two runs on two systems can be compared."""

from __future__ import annotations

import email
import email.message
import email.policy
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any


def parts(workbook: Path | io.BytesIO) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(workbook) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def results(file: Path) -> dict[str, Any]:
    """The results of a run as JSON."""
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def tree(folder: Path) -> dict[str, object]:
    """Every file below a folder by its place, what is packed by what it holds.

    Compressed bytes are the zip library's affair, and with them the hashes of workbooks and drafts
    in our records: they are no part of the comparison.
    """
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): _content(path) for path in files}


def _content(path: Path) -> object:
    if path.suffix == ".eml":
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        return [_part(part) for part in mail.walk()]
    if path.suffix == ".json":
        return re.sub(r"[0-9a-f]{64}", "", path.read_text(encoding="utf-8"))
    return parts(path) if path.suffix in {".xlsx", ".docx"} else path.read_bytes()


def _part(part: email.message.Message) -> object:
    """A part of a mail: its headers, and its content or the parts of the workbook it is."""
    held = part.get_payload(decode=True)
    headers = [(k, v) for k, v in part.items() if "boundary" not in v]
    if isinstance(held, bytes) and held.startswith(b"PK"):
        return headers, parts(io.BytesIO(held))
    return headers, held
