"""The text of a mail before it is one: byte order marks, mailboxes of many, parts that lie.

What programs of twenty years have put into one file; nothing here says what is attached.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Final

from sorchor_xl.files.member_names import decode_name, tidy_name
from sorchor_xl.files.zip_members import Inner

_UTF8_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_LENGTH_DIGITS: Final = 12
_NEXT_MAIL: Final = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From \S.*\d\d:\d\d.*\n(?=[A-Za-z][\w-]*:)"
)
"""The line before each mail of a mailbox: "From", a sender and a time, after a blank line."""
_BOUNDARY: Final = re.compile(rb"^--(\S[^\r\n]{0,100}?)[ \t]*\r?\n(?=content-)", re.I | re.M)
_UUENCODED: Final = re.compile(rb"begin [0-7]{3,4} (\S.*)")
_ENCODED_BINARY: Final = frozenset({"base64", "quoted-printable"})
_PARTS: Final = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n%s'


def bare_mail(data: bytes) -> bytes:
    """The mail itself: without a byte order mark, and of Apple's .emlx the part that is the mail.

    An .emlx is the length of the mail on a line of its own, the mail, and a list of properties.
    """
    if data.startswith(_UTF16_MARKS):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(_UTF8_MARK).lstrip(b"\r\n\t ")
    if b"\n" not in data:  # the line ends of the first Macintosh
        data = data.replace(b"\r", b"\n")
    first, _, rest = data.partition(b"\n")
    length = first.strip()
    if length.isdigit() and len(length) < _LENGTH_DIGITS:
        return rest[: int(length)]
    return data


def mails_of_box(data: bytes) -> tuple[bytes, ...]:
    """The mails of a mailbox that holds more than one; none for a single mail."""
    if not data.startswith(b"From "):
        return ()
    lines = [found.span() for found in _NEXT_MAIL.finditer(data)]
    ends = [*(start for start, _ in lines[1:]), len(data)]
    mails = tuple(data[begin:end] for (_, begin), end in zip(lines, ends, strict=True))
    return mails if len(mails) > 1 else ()


def parts_of(message: Message) -> list[Message]:
    """The parts of a mail that hold something, those of the mails forwarded within it too.

    One that says it has parts of its own, where none can be found, stands as it is.
    """
    return list(_leaves(message))


def _leaves(message: Message) -> Iterator[Message]:
    if message.get_content_type() == "message/rfc822" and _is_encoded(message):
        inner = message.get_payload(0) if message.is_multipart() else message
        text = inner.get_payload() if isinstance(inner, Message) else ""
        yield from _leaves(message_from_bytes(_decoded(message, text)))
    elif message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        found = _split_anew(message)
        if found is None:
            yield message
        else:
            yield from _leaves(found)


def _is_encoded(message: Message) -> bool:
    """A mail forwarded in base64, which the standard forbids and programs write."""
    return str(message["Content-Transfer-Encoding"] or "").strip().lower() in _ENCODED_BINARY


def _decoded(message: Message, text: object) -> bytes:
    holder = Message()
    holder["Content-Transfer-Encoding"] = message["Content-Transfer-Encoding"]
    holder.set_payload(text if isinstance(text, str) else "")
    data = holder.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _split_anew(message: Message) -> Message | None:
    """A mail of parts by the line that really stands between them; None where none does."""
    body = message.get_payload(decode=True)
    if message.get_content_maintype() != "multipart" or not isinstance(body, bytes):
        return None
    found = _BOUNDARY.search(body)
    return None if found is None else message_from_bytes(_PARTS % (found[1], body))


def files_in_text(text: bytes) -> Iterator[Inner]:
    """The files that old programs wrote into the text itself (uuencode)."""
    if b"begin " not in text:
        return
    name, rows = b"", list[bytes]()
    for line in text.splitlines():
        begun = _UUENCODED.fullmatch(line)
        if not name and begun is None:
            continue
        row = None if begun is not None or line.strip() == b"end" else _uudecoded(line)
        if row is not None:
            rows.append(row)
            continue
        if name:
            yield _inner(name, rows)
        name, rows = (b"" if begun is None else begun[1].strip()), []
    if name:
        yield _inner(name, rows)


def _inner(name: bytes, rows: list[bytes]) -> Inner:
    return Inner(tidy_name(decode_name(name)), b"".join(rows))


def _uudecoded(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return None
