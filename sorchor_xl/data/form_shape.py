"""The shape of form.toml: its tables, and what may stand in them."""

from __future__ import annotations

from msgspec import Struct

from sorchor_xl.data.texts_shape import Count, Pair, Prompts, Tables, Text, Texts, Words


class StepWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A step of คำชี้แจง: the sheet it leads to, what is done there."""

    sheet: Text
    text: Text
    name: str = ""


class InstructionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """คำชี้แจง."""

    enable: Text
    title: Text
    area: Text
    contact: Text
    letter: Text
    dated: Text
    guideline: Text
    items_title: Text
    items: Texts
    ask: Text
    steps_title: Text
    steps: tuple[StepWords, ...]
    tambons_title: Text
    also_title: Text
    also: tuple[StepWords, ...]
    legend_title: Text
    legend_input: Text
    legend_reading: Text
    legend_blank: Text
    legend_error: Text
    legend_warning: Text


class DistrictWords(Struct, frozen=True, forbid_unknown_fields=True):
    """ข้อมูลอำเภอ."""

    title: Text
    lead: Text
    area: Text
    hint: Text
    status: Text
    optional: Text
    hints: Words


class DistrictSummaryWords(Struct, frozen=True, forbid_unknown_fields=True, rename={"and_": "and"}):
    """สรุปผลอำเภอ."""

    title: Text
    area: Text
    cards: Texts
    no: Text
    tambon: Text
    progress: Text
    category: Text
    total: Text
    level: Text
    gap: Text
    next: Text
    open: Text
    average: Text
    sentence_title: Text
    sentence: Texts
    and_: Text
    started: Texts
    sentence_none: Text
    legend: Text


class CheckWords(Struct, frozen=True, forbid_unknown_fields=True):
    """ตรวจสอบก่อนส่ง; ``lines`` is how many problems it lists."""

    title: Text
    area: Text
    verdict_ready: Text
    verdict_open: Text
    verdict_and: Text
    verdict_warned: Text
    verdict_close: Text
    verdict_items: Text
    sheets_title: Text
    sheet: Text
    progress: Text
    errors: Text
    warnings: Text
    list_title: Text
    no: Text
    where: Text
    item: Text
    number: Text
    problem: Text
    link: Text
    more_before: Text
    more_after: Text
    lines: Count


class RuleWords(Struct, frozen=True, forbid_unknown_fields=True):
    """เกณฑ์และการตีความ."""

    title: Text
    area: Text
    criteria_title: Text
    criteria_heads: Texts
    counted_head: Text
    levels_title: Text
    readings_title: Text
    reading_heads: Texts


class CorrectionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The list of corrections."""

    file_mark: Text
    file_mark_warnings: Text
    title_both: Text
    title_errors: Text
    title_warnings: Text
    how: Text
    contact: Text
    heads: Texts
    go: Text
    go_sheet: Text
    waiting: Text
    mended: Text
    look: Text
    error: Text
    warning: Text


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
    instructions: InstructionWords
    district: DistrictWords
    summary: DistrictSummaryWords
    check: CheckWords
    orders: Words
    plans: Words
    awards: Words
    rules: RuleWords
    validation: Words
    criteria_words: Words
    prompts: Prompts
    corrections: CorrectionWords
    refusals: dict[str, Pair]
    not_carried: dict[str, Pair]
