"""The words for what a file is; every other room of the intake speaks of files in them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class FileKind(StrEnum):
    """What a file is, told from its bytes; its name decides only what bytes cannot."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    XLS_95 = "xls-95"
    ODS = "ods"
    STRICT = "strict"
    ZIP = "zip"
    EML = "eml"
    MSG = "msg"
    SIGNED = "signed"
    PASSWORD = "password"  # noqa: S105 - a kind of file, not a secret
    RIGHTS = "rights"
    ZIP_PASSWORD = "zip-password"  # noqa: S105 - a kind of file, not a secret
    TRUNCATED = "truncated"
    CORRUPT = "corrupt"
    EMPTY = "empty"
    HTML = "html"
    SPREADSHEETML = "spreadsheetml"
    MHTML = "mhtml"
    CSV = "csv"
    TEXT = "text"
    PDF = "pdf"
    IMAGE = "image"
    DOCX = "docx"
    PPTX = "pptx"
    DOC = "doc"
    RTF = "rtf"
    PPT = "ppt"
    NUMBERS = "numbers"
    OPEN_DOCUMENT = "opendocument"
    WINMAIL = "winmail"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    ARCHIVE = "archive"
    PROGRAM = "program"
    LOCK = "lock"
    JUNK = "junk"
    LINK = "link"
    SHORTCUT = "shortcut"
    SPECIAL = "special"
    FOLDER = "folder"
    HIDDEN_FOLDER = "hidden-folder"
    TOO_DEEP = "too-deep"
    TOO_LARGE = "too-large"
    NO_ACCESS = "no-access"
    UNKNOWN = "unknown"


WORKBOOKS: Final = frozenset(
    {FileKind.XLSX, FileKind.XLSM, FileKind.XLSB, FileKind.XLS, FileKind.ODS, FileKind.STRICT},
)
"""Kinds whose cells can be read."""

PACKAGES: Final = frozenset({FileKind.XLSX, FileKind.XLSM, FileKind.STRICT})
"""Workbooks whose sheets are XML parts of a zip."""

MAILS: Final = frozenset({FileKind.EML, FileKind.MSG})
CONTAINERS: Final = MAILS | {FileKind.ZIP, FileKind.SIGNED}
"""Kinds that are opened for the files within."""

RETURN_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".zip", ".eml", ".msg", ".p7m")
"""How the names of those end that answers may come in."""

SILENT: Final = frozenset({FileKind.JUNK})
"""Kinds nobody needs to be told about."""
