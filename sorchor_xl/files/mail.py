"""The files attached to a mail: .eml by the standard library, Outlook's .msg by its streams."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from html import unescape
from typing import TYPE_CHECKING, Final

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.mail_dates import YEARS_OF_MAIL, in_common_era, sent_on
from sorchor_xl.files.mail_parts import bare_mail, files_in_text, mails_of_box, parts_of
from sorchor_xl.files.member_names import decode_as, decode_name, decode_words, tidy_name
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.zip_members import Inner
from sorchor_xl.files.zip_view import THAI_TIME, BadContainerError, TooDeepError

if TYPE_CHECKING:
    from olefile import OleFileIO

_NAMELESS: Final = "attachment"
_SIGNATURES: Final = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-encrypted",
    }
)
"""Parts that say of the others who wrote them, or how they are sealed."""
_NO_FILE: Final = frozenset({FileKind.IMAGE, FileKind.UNKNOWN, FileKind.TEXT, FileKind.EMPTY})
"""What a picture in the text or a signature may be; a workbook said to be one is a workbook."""
_BODY_READ: Final = 20_000
_NOT_SHOWN: Final = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
_LINE_ENDS: Final = re.compile(r"<(?:br|p|div|tr|li|h\d|blockquote)\b[^>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_PASSED_ON: Final = re.compile(r"\s*(?:-{3,}|_{5,}|(?:from|จาก)\s*:|on .* wrote:)", re.IGNORECASE)
"""How the mail begins that one answers or passes on."""


class BadMailError(BadContainerError):
    """The bytes look like a mail but cannot be read as one."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: when it was sent or delivered, in Thai time; None where it does not say.

    ``words`` are what it says of whom it comes from, the best first; ``sender`` is its address,
    "" where it has none. ``broken`` marks one that says it has parts, of which none can be found.
    """

    sent: datetime | None
    attachments: tuple[Inner, ...]
    words: tuple[str, ...] = ()
    sender: str = ""
    broken: bool = False


def read_eml(data: bytes) -> Mail:
    """The attachments of a mail in its order; those of mails forwarded within it too.

    A mailbox of several holds each of them as a file. `TooDeepError` for mails within mails within
    mails, without end.
    """
    several = mails_of_box(data)
    if several:
        return Mail(
            None, tuple(Inner(f"{n}.eml", m, kind=FileKind.EML) for n, m in enumerate(several, 1))
        )
    try:
        message = message_from_bytes(bare_mail(data))
        parts = parts_of(message)
    except RecursionError as error:
        raise TooDeepError("mails are nested too deep") from error
    attached = [inner for part in parts for inner in _attachments(part)]
    broken = not attached and any(p.get_content_maintype() == "multipart" for p in parts)
    sender = str(message["From"] or "")
    words = (str(message["Subject"] or ""), sender)
    _, address = parseaddr(sender)
    said = (*map(decode_words, words), own_words(_body(parts)))
    return Mail(_date_of(message), tuple(attached), said, address.lower(), broken)


def _body(parts: Iterable[Message]) -> str:
    """The text of the mail as far as somebody reads it; that of its page where it has no other."""
    texts = {
        part.get_content_type(): _text_of(part)
        for part in reversed([*parts])
        if part.get_content_maintype() == "text" and _file_name(part) is None
    }
    return texts.get("text/plain") or _without_tags(texts.get("text/html", ""))


def _text_of(part: Message) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_content_charset() or "utf-8"
    return decode_as(data[:_BODY_READ], charset) if isinstance(data, bytes) else ""


def _without_tags(page: str) -> str:
    """The words of a page, a line for each of its lines."""
    shown = _NOT_SHOWN.sub("", page)
    return unescape(_TAG.sub("", _LINE_ENDS.sub("\n", " ".join(shown.split()))))


def own_words(body: str) -> str:
    """What the sender wrote, without the mails that it answers or passes on."""
    own = []
    for line in body.splitlines():
        if _PASSED_ON.match(line):
            break
        if not line.lstrip().startswith(">"):
            own.append(line)
    return "\n".join(own)


def _attachments(part: Message) -> Iterator[Inner]:
    """The part as a file, or the files in its text; nothing of what only belongs to the mail."""
    name = _file_name(part)
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if name is None and part.get_content_maintype() in {"text", "multipart"}:
        yield from files_in_text(data)
    elif not _belongs_to_mail(part, data):
        yield Inner(tidy_name(name or _NAMELESS), data)


def _belongs_to_mail(part: Message, data: bytes) -> bool:
    """A picture standing in the text, or a signature: by its bytes too, for a mail may lie."""
    inline = part["Content-ID"] is not None and part.get_content_maintype() == "image"
    signs = part.get_content_type() in _SIGNATURES
    return (inline or signs) and sniff(data) in _NO_FILE


def _file_name(part: Message) -> str | None:
    _read_raw_headers(part)
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        value = part.get_param(parameter, None, header)
        if isinstance(value, tuple):
            charset, _, text = value
            return decode_as(text.encode("raw-unicode-escape"), charset)
        if value:
            return decode_words(str(value))
    return None


def _read_raw_headers(part: Message) -> None:
    """Headers written in bare Thai bytes, which the standard library would show as "?".

    A part is asked for its name more than once: what is read already stays as it is.
    """
    for header, value in part.raw_items():
        text = str(value)
        if not text.isascii():
            part.replace_header(header, decode_name(text.encode("utf-8", "surrogateescape")))


def _date_of(message: Message) -> datetime | None:
    return sent_on(str(message["Date"] or ""), str(message["Received"] or ""))


_PROPERTIES: Final = "__properties_version1.0"
_TIMES: Final = (0x0E060040, 0x00390040)
_DATA, _EMBEDDED = "__substg1.0_37010102", "__substg1.0_3701000D"
_CONTENT_ID: Final = ("__substg1.0_3712001F", "__substg1.0_3712001E")
_NAMES: Final = (
    ("__substg1.0_3707001F", "utf-16-le"),
    ("__substg1.0_3707001E", ""),
    ("__substg1.0_3704001F", "utf-16-le"),
    ("__substg1.0_3704001E", ""),
)
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_NESTED_MAILS: Final = 4
_WORDS: Final = ("__substg1.0_0037", "__substg1.0_0C1A", "__substg1.0_5D01", "__substg1.0_1000")
"""Subject, name and address of the sender, and text."""


def read_msg(data: bytes) -> Mail:
    """The attachments of an Outlook mail, and when it was delivered; `BadMailError` if broken."""
    import olefile

    try:
        with olefile.OleFileIO(data) as ole:
            subject, name, address, body = (_msg_text(ole, tag) for tag in _WORDS)
            words = (subject, f"{name} {address}", own_words(body))
            attached = tuple(_msg_attachments(ole, (), 0))
            return Mail(_msg_date(ole), attached, words, address.lower())
    except (OSError, ValueError, IndexError, TypeError, struct.error, RecursionError) as error:
        raise BadMailError(str(error)) from error


def _msg_text(ole: OleFileIO, tag: str) -> str:
    """A text of the mail itself, "" where it has none."""
    for stream, charset in ((f"{tag}001F", "utf-16-le"), (f"{tag}001E", "")):
        if ole.exists(stream):
            return decode_as(ole.openstream(stream).read(_BODY_READ), charset)
    return ""


def _msg_attachments(ole: OleFileIO, inside: tuple[str, ...], depth: int) -> Iterator[Inner]:
    listed = ole.listdir(streams=True, storages=True)
    here = len(inside)
    storages = sorted(
        {
            path[here]
            for path in listed
            if tuple(path[:here]) == inside
            and len(path) > here
            and path[here].startswith("__attach_version1.0_")
        }
    )
    for storage in storages:
        at = (*inside, storage)
        if ole.exists([*at, _DATA]):
            data = ole.openstream([*at, _DATA]).read()
            if not _is_inline(ole, at, data):
                yield Inner(_msg_name(ole, at), data)
        elif ole.exists([*at, _EMBEDDED]) and depth < _NESTED_MAILS:
            yield from _msg_attachments(ole, (*at, _EMBEDDED), depth + 1)


def _is_inline(ole: OleFileIO, at: tuple[str, ...], data: bytes) -> bool:
    """A picture that stands in the text of the mail."""
    named = any(ole.exists([*at, stream]) for stream in _CONTENT_ID)
    picture = _msg_name(ole, at).lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".bmp"))
    return named and picture and sniff(data) in _NO_FILE


def _msg_name(ole: OleFileIO, at: tuple[str, ...]) -> str:
    for stream, page in _NAMES:
        if ole.exists([*at, stream]):
            raw = ole.openstream([*at, stream]).read()
            text = decode_as(raw, page) if page else decode_name(raw.rstrip(b"\0"))
            return tidy_name(text.rstrip("\0"))
    return _NAMELESS


def _msg_date(ole: OleFileIO) -> datetime | None:
    if not ole.exists(_PROPERTIES):
        return None
    raw = ole.openstream(_PROPERTIES).read()[32:]
    entries = [raw[i : i + 16] for i in range(0, len(raw) - 15, 16)]
    values = {struct.unpack_from("<I", entry)[0]: entry[8:16] for entry in entries}
    for tag in _TIMES:
        ticks = int.from_bytes(values.get(tag, b""), "little")
        if ticks:
            return _moment(ticks)
    return None


def _moment(ticks: int) -> datetime | None:
    """Hundreds of nanoseconds since 1601 as Thai time; None where that is no date."""
    try:
        moment = in_common_era((_EPOCH + timedelta(microseconds=ticks // 10)).astimezone(THAI_TIME))
    except OverflowError:
        return None
    return moment if moment.year in YEARS_OF_MAIL else None
