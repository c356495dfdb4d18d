"""รายการแก้ไข, สถานะการส่งงาน and งานตามกำหนด: what is to be mended, chased and sent on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import Finding, Severity, titles_of
from sorchor_xl.domain.round.closed_files import asked_as, closed_because
from sorchor_xl.domain.round.deadlines import Due, Tally, Timing
from sorchor_xl.domain.round.open_findings import to_mend
from sorchor_xl.domain.round.records import AmphoeStatus, DistrictInfo, TambonStatus, Verdict
from sorchor_xl.domain.round.results import AmphoeResult
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.duties import Duty, department_reports, duties, sent_results
from sorchor_xl.report.page import Cell, Column, Row, SheetPage

URGENCY: Final = (
    AmphoeStatus.NOT_RECEIVED,
    AmphoeStatus.UNREADABLE,
    AmphoeStatus.PARTIAL,
    AmphoeStatus.HAS_ERRORS,
    AmphoeStatus.COMPLETE,
)
"""States of an อำเภอ from the one that is chased first."""
REPLY_DAYS = 7
MOST_NAMES = 40
SEVERITY_STYLE = {
    Severity.ERROR: "center/bad",
    Severity.WARNING: "center/waiting",
    Severity.NOTICE: "center/none",
}


def write_fixes(book: SummaryBook) -> None:
    """The sheet รายการแก้ไข: every finding, errors, warnings and notices."""
    columns = [
        Column("no", 6, "count"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("severity", 10, "center"),
        Column("code", 6, "center"),
        Column("cell", 6, "center"),
        Column("message", 66, "wrap"),
        Column("fix", 38, "wrap"),
        Column("status", 13, "wrap"),
        Column("sheet", book.tambon_letters + 2),
        Column("file", 40),
    ]
    page = SheetPage(book, "fixes", columns, printed="status")
    page.open()
    page.headings(freeze=3)
    listed = book.listed_findings
    page.write(_fix(book, n, f) for n, f in enumerate(listed, start=1))
    page.print_rows(sum(book.catalogue.severity(f) is not Severity.NOTICE for f in listed))


def _fix(book: SummaryBook, number: int, finding: Finding) -> Row:
    severity = book.catalogue.severity(finding)
    where = finding.where
    cells: list[Cell] = [
        number,
        book.names.get(finding.amphoe_code, book.nothing),
        book.names.get(finding.tambon_code, book.nothing),
        book.catalogue.severity_name(severity),
        finding.code,
        where.cell,
        book.catalogue.message(finding),
        book.catalogue.fix(finding),
        _mending_state(book, finding, severity),
        where.sheet,
        where.file,
    ]
    return Row(cells, {3: SEVERITY_STYLE[severity]})


def _mending_state(book: SummaryBook, finding: Finding, severity: Severity) -> str:
    """What is to be done about it; what the province has confirmed says why."""
    because = book.results.register.confirmed(finding)
    if because is not None:
        return book.words.say("severity_status.confirmed", because=because)
    return book.words.say(f"severity_status.{severity}")


def write_sending(book: SummaryBook) -> None:
    """The sheet สถานะการส่งงาน: every อำเภอ against the due date, with a text to chase it."""
    columns = [
        Column("no", 6, "count"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("status", 19, "center"),
        Column("file", 39, "wrap"),
        Column("received_on", 13, "date"),
        Column("due", 12, "date"),
        Column("timing", 22, "center"),
        Column("coordinator", 20, "text"),
        Column("phone", 15, "text"),
        Column("days", 11, "count"),
        Column("stated_on", 14, "date"),
        Column("version", 7, "count"),
        Column("certifier", 23, "text"),
        Column("message", 78, "long"),
    ]
    page = SheetPage(book, "sending", columns, printed="phone")
    page.open()
    page.headings(freeze=2)
    pressing = sorted(
        book.results.amphoes,
        key=lambda a: (URGENCY.index(a.status), -a.days_late, a.amphoe.code),
    )
    page.write(_sending_row(book, n, a) for n, a in enumerate(pressing, start=1))


def _sending_row(book: SummaryBook, number: int, amphoe: AmphoeResult) -> Row:
    due = sent_results(book.results, amphoe)
    versions = _versions(book)[amphoe.amphoe.code]
    info = amphoe.info or DistrictInfo()
    cells: list[Cell] = [
        number,
        amphoe.amphoe.name,
        book.words.say(f"amphoe_status.{amphoe.status}"),
        "\n".join(amphoe.files) or book.nothing,
        amphoe.received_on or book.nothing,
        amphoe.due,
        say_due(book, due),
        info.coordinator or book.nothing,
        info.phone or book.nothing,
        amphoe.days_late,
        amphoe.stated_on or book.nothing,
        versions or book.nothing,
        info.certifier or book.nothing,
        say_follow_up(book, amphoe),
    ]
    return Row(cells, {2: book.status_style(amphoe.status), 6: due_style(due)})


def _versions(book: SummaryBook) -> Counter[str]:
    """อำเภอ code → how many returns of it have come, without copies of one another."""
    counted = (Verdict.USED, Verdict.SUPERSEDED)
    files = book.results.files
    return Counter(f.amphoe_code for f in files if f.amphoe_code and f.verdict in counted)


def say_due(book: SummaryBook, due: Due) -> str:
    """ "ล่าช้า 3 วัน", "ยังไม่ถึงกำหนด เหลือ 5 วัน" …"""
    key = str(due.timing)
    if due.timing is Timing.NOT_DUE and due.days == 0:
        key = "due_today"
    return book.words.say(f"timing.{key}", days=due.days)


def due_style(due: Due) -> str:
    """Colour of a standing."""
    styles = {
        Timing.ON_TIME: "center/good",
        Timing.LATE: "center/waiting",
        Timing.NOT_DUE: "center",
        Timing.OVERDUE: "center/bad",
        Timing.NOT_ENTERED: "center/none",
    }
    return styles[due.timing]


def say_follow_up(book: SummaryBook, amphoe: AmphoeResult) -> str:
    """The text to send to an อำเภอ, ready to copy."""
    words, as_of = book.words, book.results.as_of
    new_due = book.options.new_due or as_of + timedelta(days=REPLY_DAYS)
    names = {"amphoe": amphoe.amphoe.name, "new_due": thai_date(new_due)}
    if amphoe.status is AmphoeStatus.COMPLETE:
        return words.say("follow_up.done")
    absent = [
        t.tambon.name
        for t in book.facts.groups[amphoe.amphoe.code].tambons
        if t.status is TambonStatus.NOT_RECEIVED
    ]
    closed = closed_because(book.results, amphoe)
    if closed and (absent or asked_as(book.results, amphoe) is AmphoeStatus.UNREADABLE):
        listed = join_list(absent, MOST_NAMES, "ตำบล")
        said = {"reason": titles_of(closed, load_catalogue()), "names": listed}
        return words.say(_key_of_closed(amphoe, absent), count=len(absent), **said, **names)
    if absent:
        key = "follow_up.missing" if as_of > amphoe.due else "follow_up.missing_early"
        listed = join_list(absent, MOST_NAMES, "ตำบล")
        due = thai_date(amphoe.due)
        return words.say(key, count=len(absent), names=listed, due=due, **names)
    asked = to_mend(book.results, amphoe, book.catalogue)
    errors = sum(finding.is_error for finding in asked)
    key = "errors" if len(asked) > errors else "errors_alone"
    return words.say(f"follow_up.{key}", errors=errors, warnings=len(asked) - errors, **names)


def _key_of_closed(amphoe: AmphoeResult, absent: Sequence[str]) -> str:
    """Which text asks for closed files anew: nothing, a part or all is there from other files."""
    if amphoe.status is AmphoeStatus.UNREADABLE:
        return "follow_up.unreadable"
    return "follow_up.unreadable_part" if absent else "follow_up.unreadable_again"


def write_duties(book: SummaryBook) -> None:
    """The sheet งานตามกำหนด: every kind of duty counted, and what is left for the Department."""
    timings = ("on_time", "late", "not_due", "overdue", "not_entered")
    columns = [
        Column("duty", 48, "wrap"),
        Column("due", 14, "date"),
        Column("all", 8, "count"),
        *(Column(t, 11, "count") for t in timings),
        Column("left", 21, "center"),
    ]
    page = SheetPage(book, "duties", columns)
    page.filtered = False
    page.open()
    page.headings(freeze=1)
    page.write(_duty_row(book, duty) for duty in duties(book.results))
    page.write(_department_rows(book))


def _duty_row(book: SummaryBook, duty: Duty) -> Row:
    tally: Tally = duty.tally
    return Row(
        [
            book.words.say(f"duties.{duty.key}"),
            duty.due,
            tally.all,
            *(tally.counts[timing] for timing in Timing),
            tally.all - tally.done,
        ]
    )


def _department_rows(book: SummaryBook) -> Iterator[Row]:
    """The two reports of the province to the Department, sent or not as its register says."""
    for report in department_reports(book.results):
        due, words = report.due, book.words
        state = say_due(book, due)
        if not due.is_done:
            key = "days_over" if due.timing is Timing.OVERDUE else "days_left"
            state = words.say(f"duties.{key}", days=due.days)
        if due.done_on is not None:
            on = thai_date(due.done_on, style="short")
            left = words.say("orders.department_sent", on=on, number=report.number).strip()
        elif report.left:
            left = words.say(f"duties.{report.key}_left", count=report.left)
        else:
            left = words.say("duties.department_ready")
        named = words.say(f"duties.{report.key}")
        cells: list[Cell] = [named, due.due, None, None, None, state, None, None, left]
        yield Row(cells, {5: due_style(due), 8: "center/bold"})
