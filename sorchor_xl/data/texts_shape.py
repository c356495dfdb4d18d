"""The shape of the files of words: which tables each has, and what may stand in them.

A table or value that is missing or of another type is refused when the file is read, with the
sentence of `sorchor_xl.data.toml_records`, and so is a key that a record does not know. A table of
words alone (``Words``) may grow by any key: each is asked for where it is said.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1)]
Texts = tuple[Text, ...]
Count = Annotated[int, Meta(ge=1, le=400)]
Words = dict[str, str]
Tables = dict[str, dict[str, str]]
Prompts = dict[str, Texts]


class Pair(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence in both languages."""

    th: Text
    en: Text


class SeverityWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What a severity is called and means."""

    name: Text
    meaning: Text
    name_en: Text
    meaning_en: Text


class FindingWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one code."""

    severity: Literal["error", "warning", "notice"]
    title: Text
    message: Text
    fix: Text
    title_en: Text
    message_en: Text
    fix_en: Text


class SeverityTables(Struct, frozen=True, forbid_unknown_fields=True):
    """Every severity there is."""

    error: SeverityWords
    warning: SeverityWords
    notice: SeverityWords


class JointTables(Struct, frozen=True, forbid_unknown_fields=True):
    """The words around a ตำบล, อำเภอ, indicator or field."""

    tambon: Pair
    amphoe: Pair
    ind: Pair
    label: Pair


class FindingsTable(Struct, frozen=True, forbid_unknown_fields=True):
    """findings.toml."""

    quoted: tuple[Text, ...]
    parameters: Words
    severities: SeverityTables
    joints: JointTables
    kinds: dict[str, Pair]
    clocks: dict[str, Pair]
    findings: dict[str, FindingWords]


class MailWords(Struct, frozen=True, forbid_unknown_fields=True):
    """mail.toml."""

    recipient: Text
    department: Text
    amphoe: Pair
    contact: Text
    phone: Text
    subject_mark: Text
    findings_shown: Count
    remind_before_days: Count
    remind_again_days: Count
    reply_days: Count
    kinds: dict[str, Pair]
    files: Words
    enclosures: Words
    errors: dict[str, Pair]


class MovementTable(Struct, frozen=True, forbid_unknown_fields=True):
    """movement.toml."""

    after_sending: Text
    of_a_part: Text
    none: Pair
    heading: Pair
    since: Pair
    amphoe_status: Pair
    amphoe_due: Pair
    amphoe_due_gone: Pair
    amphoe_received: Pair
    tambon: Pair
    total: Pair
    level: Pair
    status: Pair
    first_total: Pair
    value: Pair
    value_points: Pair
    values: Pair
    filled_in: Pair
    indicator: Pair
    of_values: Text
    more: Pair
    blank: Pair
    nothing: Pair
    reading: Pair
    rubric: Pair
    sent: Pair
    spoilt: Pair
    statuses: dict[str, Pair]
    cause: dict[str, Pair]
    preview: dict[str, Pair]


class BoardTable(Struct, frozen=True, forbid_unknown_fields=True):
    """board.toml."""

    due_left: Text
    due_today: Text
    due_over: Text
    progress: Text
    received_on: Text
    stated_on: Text
    extended: Text
    late: Text
    more: Text
    sent: Text
    draft: Text
    correction: Text
    chart_title: Text
    chart_due: Text
    chart_all: Text
    figures: Words
