"""One draft: whom it is for, what it says, what goes with it; as .eml and as text for a chat."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from sorchor_xl.data.mail_texts import DraftKind
from sorchor_xl.domain.thai.text import clean_for_output, text_clusters

_XLSX: Final = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX: Final = "vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES: Final = {".xlsx": _XLSX, ".docx": _DOCX, ".pdf": "pdf"}
_WORD: Final = 54
"""Characters of an encoded word: with its marks and the name of the header 76, a line."""
_PLAIN: Final = frozenset(string.ascii_letters + string.digits + "-.")
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a draft; ``fallback`` is its name in ASCII for old mail programs."""

    name: str
    content: bytes
    fallback: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail that nobody has sent.

    ``code`` is the อำเภอ, or the province for the summary. ``to`` is "" where no address is known.
    ``because`` is the state of affairs it speaks of, as a fingerprint: same state, same draft.
    """

    kind: DraftKind
    code: str
    recipient: str
    to: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    because: str = ""

    @property
    def size(self) -> int:
        """Bytes of the attachments."""
        return sum(len(a.content) for a in self.attachments)


def as_eml(draft: Draft) -> bytes:
    """The draft as a file that mail programs open unsent.

    No date and no message id: they are given when it is sent. Same draft, same bytes.
    """
    message = EmailMessage(policy=SMTP)
    message["To"] = draft.to
    message["X-Unsent"] = "1"
    message.set_content(clean_for_output(draft.body), cte="base64")
    for attachment in draft.attachments:
        subtype = _TYPES.get(attachment.name[attachment.name.rfind(".") :], "octet-stream")
        message.add_attachment(
            attachment.content,
            maintype="application",
            subtype=subtype,
            filename=attachment.name,
        )
    for part, attachment in zip(message.iter_attachments(), draft.attachments, strict=True):
        part.set_param("name", attachment.fallback, header="Content-Type")
    if draft.attachments:
        # The boundary would be drawn by lot otherwise.
        message.set_boundary(f"=_sorchor_{hashlib.sha256(draft.body.encode()).hexdigest()[:24]}")
    return subject_header(_one_line(draft.subject)) + message.as_bytes()


def subject_header(subject: str) -> bytes:
    """The header of a subject in encoded words of whole letters.

    Quoted-printable: some mail programs join words of base64 before they decode them, and lose
    all that follows the padding of one.
    """
    words = [""]
    for piece in _pieces(subject):
        quoted = _quoted(piece)
        if len(words[-1]) + len(quoted) > _WORD:
            words.append("")
        words[-1] += quoted
    return ("Subject: " + "\r\n ".join(f"=?utf-8?q?{w}?=" for w in words) + "\r\n").encode()


def _pieces(text: str) -> Iterator[str]:
    """Letters with their marks; characters, where somebody heaped marks on a letter."""
    for cluster in text_clusters(text):
        yield from [cluster] if len(_quoted(cluster)) <= _WORD else cluster


def _quoted(text: str) -> str:
    return "".join(
        chr(byte) if chr(byte) in _PLAIN else "_" if byte == ord(" ") else f"={byte:02X}"
        for byte in text.encode()
    )


def as_chat(draft: Draft) -> str:
    """The same as plain text, to paste into a chat."""
    return f"{_one_line(draft.subject)}\n\n{clean_for_output(draft.body).strip()}\n"


def _one_line(text: str) -> str:
    return " ".join(clean_for_output(text).split())
