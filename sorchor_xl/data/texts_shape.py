"""The shape of the files of words: which tables each has, and what may stand in them.

A table that is misspelt, missing or of another type is refused when the file is read, with the
sentence of `sorchor_xl.data.toml_records`; a single word is asked for by its key where it is said.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1)]
Words = dict[str, str]
Tables = dict[str, dict[str, str]]
Lists = dict[str, list[str]]
WordsAndLists = dict[str, str | list[str]]
WordsAndTables = dict[str, str | dict[str, str]]


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


class FormTable(Struct, frozen=True, forbid_unknown_fields=True):
    """form.toml."""

    sheets: Words
    headings: Tables
    labels: Words
    order_kinds: Words
    plan_levels: Words
    award_levels: Words
    words: Words
    page: Words
    form: Words
    instructions: dict[str, str | list[str | dict[str, str]]]
    district: WordsAndTables
    summary: WordsAndLists
    check: dict[str, str | int]
    orders: Words
    plans: Words
    awards: Words
    rules: WordsAndLists
    validation: Words
    criteria_words: Words
    prompts: Lists
    corrections: WordsAndLists
    refusals: Words
    not_carried: Words


class ReportTable(Struct, frozen=True, forbid_unknown_fields=True):
    """report.toml."""

    schema: Text
    program: Text
    subject: Text
    category: Text
    heading: Text
    heading_place: Text
    heading_basis: Text
    context: Text
    footer_left: Text
    footer_right: Text
    back: Text
    place_author: Text
    scope: Tables
    symbols: Words
    words: Words
    amphoe_status: Words
    tambon_status: Words
    timing: Words
    severity_status: Words
    verdict: Words
    kept_out_by: Words
    tiles: Words
    headline: Words
    steps: Words
    overview: WordsAndTables
    letter: Words
    follow_up: Words
    advice: Words
    officers: Words
    database: Words
    awards: WordsAndTables
    orders: Words
    signature: Lists
    duties: Words
    readings: Words
    compare: Words
    charts: Words
    log: WordsAndTables
    placeholders: Lists
    rollup: Words
    errors: Words
    groups: Words
    sheets: Tables
    headings: Tables
    comments: Tables
