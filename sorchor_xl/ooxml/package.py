"""A workbook as the parts of its zip: read, relate, copy, write the same bytes every time."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from sorchor_xl.ooxml.elements import BadPartError

OUR_AUTHOR: Final = "sorchor-xl"
"""Author of the comments that this program writes into a corrected copy; their text begins with
it too, for some programs forget authors."""
CONTENT_TYPES: Final = "[Content_Types].xml"
WORKBOOK: Final = "xl/workbook.xml"
STRINGS: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
EMPTY_STRINGS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></sst>'
)
_STRINGS_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
)
_STRINGS_RELATION: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
)
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_REL: Final = re.compile(r"<(?:\w+:)?Relationship\b([^>]*?)/?>")
_ATTRIBUTE: Final = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_RELS_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
)
_NUMBERED: Final = re.compile(r"(.*?)(\d*)(\.\w+)")


def is_our_comment(author: str, text: str) -> bool:
    """Whether a comment at a cell is one that this program wrote into a corrected copy."""
    return author == OUR_AUTHOR or text.startswith(f"{OUR_AUTHOR}:")


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part; ``target`` is a part name, or an address where external."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """Last word of the type: "drawing", "comments"."""
        return self.type.rsplit("/", 1)[-1]


@dataclass
class Package:
    """Parts by name, in order."""

    parts: dict[str, bytes]
    _taken: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, data: bytes) -> Package:
        """The parts of a zip; zipfile.BadZipFile if it is none."""
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return cls({i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()})

    def copy(self) -> Package:
        """A package that may be changed without changing this one."""
        return Package(dict(self.parts), set(self._taken))

    def write(self) -> bytes:
        """The zip, with fixed times; content types first, as readers like it."""
        out = BytesIO()
        names = sorted(self.parts, key=lambda name: (name != CONTENT_TYPES, name != "_rels/.rels"))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                info = zipfile.ZipInfo(name, _WHEN)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                archive.writestr(info, self.parts[name], compresslevel=9)
        return out.getvalue()

    def part(self, name: str) -> bytes:
        """A part that must be there; BadPartError where it is not."""
        if name not in self.parts:
            raise BadPartError(f"no part {name}")
        return self.parts[name]

    def text(self, name: str) -> str:
        """A part as text; BadPartError where it is none."""
        try:
            return self.part(name).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadPartError(f"part {name} is no text") from error

    def set_text(self, name: str, text: str) -> None:
        """Replace or add a part."""
        self.parts[name] = text.encode("utf-8")

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The relationships of a part, targets resolved; empty where it has none."""
        name = rels_name(part)
        if name not in self.parts:
            return ()
        return tuple(_relationship(part, match[1]) for match in _REL.finditer(self.text(name)))

    def target(self, part: str, link: str) -> str:
        """What a relationship of a part leads to; BadPartError where there is no such one."""
        for rel in self.relationships(part):
            if rel.id == link:
                return rel.target
        raise BadPartError(f"{part} has no {link}")

    def set_relationships(self, part: str, rels: tuple[Relationship, ...]) -> None:
        """Write the relationships of a part with targets from the root."""
        from xml.sax.saxutils import quoteattr  # late: it loads urllib and email

        rows = []
        for rel in rels:
            mode = ' TargetMode="External"' if rel.external else ""
            target = rel.target if rel.external else f"/{rel.target}"
            rows.append(
                f"<Relationship Id={quoteattr(rel.id)} Type={quoteattr(rel.type)} "
                f"Target={quoteattr(target)}{mode}/>"
            )
        self.set_text(rels_name(part), f"{_RELS_HEAD}{''.join(rows)}</Relationships>")

    def content_type(self, part: str) -> str | None:
        """The content type a part is declared with by name; None where only its extension is."""
        pattern = rf'<Override\b[^>]*PartName="/{re.escape(part)}"[^>]*ContentType="([^"]+)"'
        match = re.search(pattern, self.text(CONTENT_TYPES))
        return match[1] if match else None

    def declare(self, part: str, content_type: str) -> None:
        """Declare a part's content type by name."""
        from xml.sax.saxutils import escape  # late: it loads urllib and email

        override = f'<Override PartName="/{escape(part)}" ContentType="{content_type}"/>'
        text = self.text(CONTENT_TYPES).replace("</Types>", override + "</Types>")
        self.set_text(CONTENT_TYPES, text)

    def drop(self, part: str) -> None:
        """Remove a part and its declaration."""
        self.parts.pop(part, None)
        self.parts.pop(rels_name(part), None)
        pattern = rf'<Override\b[^>]*PartName="/{re.escape(part)}"[^>]*/>'
        self.set_text(CONTENT_TYPES, re.sub(pattern, "", self.text(CONTENT_TYPES)))

    def ensure_strings(self) -> None:
        """Give a workbook whose strings stand in its cells an empty part for shared ones."""
        if STRINGS in self.parts:
            return
        self.set_text(STRINGS, EMPTY_STRINGS)
        self.declare(STRINGS, _STRINGS_TYPE)
        rel = Relationship("rIdStrings", _STRINGS_RELATION, STRINGS)
        self.set_relationships(WORKBOOK, (*self.relationships(WORKBOOK), rel))

    def free_name(self, like: str) -> str:
        """A name no part has, numbered on from ``like``: sheet5.xml → sheet12.xml."""
        folder, base = posixpath.split(like)
        match = _NUMBERED.fullmatch(base)
        stem, suffix = (match[1], match[3]) if match else (base, "")
        number = 1
        while (name := f"{folder}/{stem}{number}{suffix}") in self.parts or name in self._taken:
            number += 1
        self._taken.add(name)
        return name


def rels_name(part: str) -> str:
    """The part that holds a part's relationships."""
    folder, base = posixpath.split(part)
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"


def _relationship(part: str, attributes: str) -> Relationship:
    found: Mapping[str, str] = dict(_ATTRIBUTE.findall(attributes))
    missing = {"Id", "Type", "Target"} - set(found)
    if missing:
        raise BadPartError(f"a relationship of {part} has no {', '.join(sorted(missing))}")
    target, external = found["Target"], found.get("TargetMode") == "External"
    if not external:
        base = posixpath.dirname(part)
        joined = target[1:] if target.startswith("/") else posixpath.join(base, target)
        target = posixpath.normpath(joined)
    return Relationship(found["Id"], found["Type"], target, external)
