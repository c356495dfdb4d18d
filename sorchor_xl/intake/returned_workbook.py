"""One returned workbook → a submission and everything found on the way.

Reads every sheet before judging any: which อำเภอ the workbook is of, which sheets contradict it,
which ตำบล is claimed twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import (
    Award,
    DistrictInfo,
    Order,
    Plan,
    Submission,
    Tambon,
    TambonReturn,
    Where,
)
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.form.layout import LAYOUT_VERSION, META, Located, SheetKind, Token
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area
from sorchor_xl.intake.area_tables import read_awards, read_district, read_orders, read_plans
from sorchor_xl.intake.disputed import Disputes
from sorchor_xl.intake.drafts_by_name import draft_by_name
from sorchor_xl.intake.form_sheet import read_form
from sorchor_xl.intake.habits import points_for_counts
from sorchor_xl.intake.identity import (
    Claim,
    Standing,
    another_on_tab,
    certain_without_token,
    claim_of,
    expected_name,
    located_of,
)
from sorchor_xl.intake.out_of_sight import say_out_of_sight
from sorchor_xl.intake.read_context import ReadContext
from sorchor_xl.intake.words_elsewhere import Elsewhere
from sorchor_xl.intake.words_outside import (
    say_words,
    without_own_wording,
)
from sorchor_xl.workbooks.grid import SheetGrid, WorkbookGrid

_OTHER_YEAR, _NEWER, _OLDER, _OTHER_RUBRIC = "E05", "E58", "W19", "E66"
_OTHER_PROVINCE, _NOT_IN_ROSTER, _OTHER_AMPHOE = "E54", "E65", "E63"
_TWO_TOKENS, _BAD_TOKEN = "E55", "E77"
_UNPLACED, _RETYPED, _TWICE, _SAME_TWICE = "E57", "E56", "E12", "N11"
_HIDDEN, _RENAMED, _REORDERED, _META_LOST = "N06", "N07", "N08", "N10"
_SHEETS_LOST = "E06"
_LINKS, _MACROS, _ADDED = "N15", "N16", "N17"


@dataclass(frozen=True)
class ReadBook:
    """What a workbook gave; ``ours`` is False where nothing in it is a form of this kind."""

    submission: Submission | None
    findings: tuple[Finding, ...]
    ours: bool = True


def read_book(book: WorkbookGrid, file: str, context: ReadContext) -> ReadBook:
    """Everything a workbook says; never raises for what a sender did."""
    claims = [claim_of(sheet, context) for sheet in book.sheets]
    if not any(_is_ours(claim) for claim in claims):
        return ReadBook(None, (), ours=False)
    settled = context.settled(c.token.area for c in claims if c.token is not None)
    if settled is not context:
        claims = [claim_of(sheet, settled) for sheet in book.sheets]
    return _Reading(book, file, settled, claims).result()


def _is_ours(claim: Claim) -> bool:
    return claim.token is not None or claim.standing in (Standing.BAD_TOKEN, Standing.NO_TOKEN)


@dataclass
class _Answers:
    """What the sheets gave, in their order."""

    forms: list[TambonReturn] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    info: DistrictInfo = field(default_factory=DistrictInfo)


class _Reading:
    """One pass over one workbook."""

    def __init__(
        self, book: WorkbookGrid, file: str, context: ReadContext, claims: Sequence[Claim]
    ) -> None:
        self.book, self.file, self.context, self.claims = book, file, context, claims
        self.found: list[Finding] = []
        self.answers = _Answers()

    def result(self) -> ReadBook:
        """Judge the claims, then read what stands."""
        accepted = self._accepted()
        if not accepted:
            self._say_unplaced(in_round=False)
            return ReadBook(None, tuple(self.found) or (self._no_answers(),))
        amphoe = _amphoe_of([token for _, token in accepted])
        area = Area(self.context.by_amphoe[amphoe].name, amphoe)
        disputes = Disputes(self.file, amphoe, accepted, self.context)
        for claim, token in accepted:
            self._read(claim, token, area, disputes)
        self._say_unplaced(in_round=True)
        self.found.extend(Elsewhere(self.file, self.claims, self.context).findings(area))
        self._say_habits()
        self.found.extend(disputes.findings(self.answers.forms))
        self._say_about_book(accepted, area)
        token = accepted[0][1]
        return ReadBook(self._submission(amphoe, token), tuple(self.found))

    def _say_habits(self) -> None:
        """What all forms together tell: points for counts, and texts the province reworded."""
        forms = self.answers.forms
        self.found[:] = without_own_wording(self.found, len(forms))
        self.found.extend(points_for_counts(forms, self.context))

    def _no_answers(self) -> Finding:
        """Our workbook, but every sheet with answers is gone."""
        expected: dict[str, str | int] = {"expected": self.context.wording.sheets[SheetKind.FORM]}
        amphoe = next((c.token.amphoe_code for c in self.claims if c.token), "")
        return Finding(_SHEETS_LOST, Where(self.file), amphoe, "", None, "", expected)

    def _submission(self, amphoe: str, token: Token) -> Submission:
        answers = self.answers
        return Submission(
            file=self.file,
            amphoe_code=amphoe,
            fiscal_year=token.year,
            rubric_id=token.rubric_id,
            template_version=str(token.layout),
            info=answers.info,
            tambons=tuple(self._told_apart(answers.forms)),
            orders=tuple(answers.orders),
            plans=tuple(answers.plans),
            awards=tuple(answers.awards),
        )

    def _accepted(self) -> list[tuple[Claim, Token]]:
        """The answer sheets of this round, whatever their อำเภอ; the others are told."""
        claimed = [
            (claim, claim.token)
            for claim in self.claims
            if claim.standing is Standing.ANSWERS and claim.token is not None
        ]
        refused = {id(claim): self._refusal(token) for claim, token in claimed}
        groups = Counter(refusal for refusal in refused.values() if refusal)
        for claim, _ in claimed:
            refusal = refused[id(claim)]
            if refusal and groups.pop(refusal, 0):
                alone = sum(1 for other in refused.values() if other) < len(claimed)
                self._say(refusal.code, claim.sheet if alone else None, refusal)
        return [(claim, token) for claim, token in claimed if not refused[id(claim)]]

    def _refusal(self, token: Token) -> _Refusal | None:
        """Why a sheet does not belong to this round; None where it does."""
        context = self.context
        province = token.area[:2]
        amphoe = token.amphoe_code if province == context.province.code else ""
        if province != context.province.code:
            name = context.provinces.get(province, province)
            return _refuse(_OTHER_PROVINCE, "", found=name, province=context.province.name)
        if token.year != context.fiscal_year:
            years = {"year_file": token.year, "year_now": context.fiscal_year}
            return _refuse(_OTHER_YEAR, amphoe, **years)
        if token.layout > LAYOUT_VERSION:
            versions = {"version_file": token.layout, "version_now": LAYOUT_VERSION}
            return _refuse(_NEWER, amphoe, **versions)
        if token.rubric_id != context.scheme.rubric.id:
            ids = {"found": token.rubric_id, "expected": context.scheme.rubric.id}
            return _refuse(_OTHER_RUBRIC, amphoe, **ids)
        known = context.by_tambon if token.kind is SheetKind.FORM else context.by_amphoe
        if token.area not in known or amphoe not in context.by_amphoe:
            return _refuse(_NOT_IN_ROSTER, amphoe, value=token.area)
        return None

    def _say(self, code: str, sheet: SheetGrid | None, about: _Refusal) -> None:
        params = dict(about.params)
        value = str(params.pop("value", ""))
        where = Where(self.file, sheet.name if sheet else "")
        self.found.append(Finding(code, where, about.amphoe_code, "", None, value, params))

    def _read(self, claim: Claim, token: Token, amphoe: Area, disputes: Disputes) -> None:
        if token.amphoe_code != amphoe.amphoe_code:
            self._say_other_amphoe(claim, token, amphoe)
            return
        page = self._page(claim.sheet, located_of(claim, self.context))
        if token.kind is SheetKind.FORM:
            tambon = self.context.by_tambon[token.area]
            form = self._form(page, tambon)
            self.answers.forms.append(replace(form, disputed=disputes.disputed(claim)))
        elif not disputes.of_book:
            self._read_register(token.kind, page, amphoe)
        self._say_about_sheet(claim, token, amphoe)

    def _form(self, page: AnswerSheet, tambon: Tambon) -> TambonReturn:
        form = read_form(page, tambon)
        say_out_of_sight(page, Area(tambon.name, tambon.amphoe_code, tambon.code))
        say_words(page, Area(tambon.name, tambon.amphoe_code, tambon.code))
        return form

    def _read_register(self, kind: SheetKind, page: AnswerSheet, amphoe: Area) -> None:
        answers = self.answers
        if kind is SheetKind.ORDERS:
            answers.orders.extend(read_orders(page, amphoe))
        elif kind is SheetKind.PLANS:
            answers.plans.extend(read_plans(page, amphoe))
        elif kind is SheetKind.AWARDS:
            answers.awards.extend(read_awards(page, amphoe))
        else:
            answers.info = read_district(page, amphoe)
        say_out_of_sight(page, amphoe)
        say_words(page, amphoe)

    def _page(self, sheet: SheetGrid, located: Located) -> AnswerSheet:
        return AnswerSheet(self.file, sheet, located, self.context, self.book.date1904, self.found)

    def _say_about_sheet(self, claim: Claim, token: Token, amphoe: Area) -> None:
        where = Where(self.file, claim.sheet.name)
        code = token.area if token.kind is SheetKind.FORM else ""
        expected = expected_name(token, self.context)
        if claim.sheet.hidden:
            self.found.append(Finding(_HIDDEN, where, amphoe.amphoe_code, code))
        if claim.sheet.name.strip() != expected and not _is_copy(claim.sheet.name, expected):
            params: dict[str, str | int] = {"expected": expected}
            self.found.append(Finding(_RENAMED, where, amphoe.amphoe_code, code, None, "", params))
            self.found.extend(draft_by_name(claim.sheet.name, where, amphoe, code, self.context))
        if token.layout < LAYOUT_VERSION:
            versions: dict[str, str | int] = {
                "version_file": token.layout,
                "version_now": LAYOUT_VERSION,
            }
            self.found.append(Finding(_OLDER, where, amphoe.amphoe_code, code, None, "", versions))

    def _say_other_amphoe(self, claim: Claim, token: Token, amphoe: Area) -> None:
        other = self.context.by_amphoe[token.amphoe_code].name
        tambon = self.context.by_tambon.get(token.area)
        params: dict[str, str | int] = {
            "amphoe": amphoe.name,
            "tambon": tambon.name if tambon else "-",
            "other": other,
        }
        where = Where(self.file, claim.sheet.name)
        code = token.area if tambon else ""
        self.found.append(Finding(_OTHER_AMPHOE, where, amphoe.amphoe_code, code, None, "", params))

    def _say_unplaced(self, *, in_round: bool) -> None:
        """Sheets that cannot be used for what they say of themselves."""
        retyped = False
        for claim in self.claims:
            where = Where(self.file, claim.sheet.name)
            codes = _codes_of(claim)
            if claim.standing is Standing.TWO_TOKENS:
                params: dict[str, str | int] = {"expected": claim.said[0], "found": claim.said[1]}
                self.found.append(Finding(_TWO_TOKENS, where, *codes, None, "", params))
            elif claim.standing is Standing.BAD_TOKEN:
                self.found.append(Finding(_BAD_TOKEN, where, *codes, None, claim.said[0]))
            elif claim.standing is Standing.NO_TOKEN and in_round:
                self._read_without_token(claim)
            elif claim.standing is Standing.NO_TOKEN:
                retyped = True
            elif claim.standing is Standing.STRANGE and in_round:
                self.found.append(Finding(_ADDED, where))
        if retyped:
            self.found.append(Finding(_RETYPED, Where(self.file)))

    def _read_without_token(self, claim: Claim) -> None:
        """A form that lost its token only, in a workbook of this round; any other is told."""
        located = located_of(claim, self.context)
        where = Where(self.file, claim.sheet.name)
        if (
            claim.witness is None
            or not certain_without_token(claim, located)
            or another_on_tab(claim, claim.witness, self.context)
        ):
            self.found.append(Finding(_UNPLACED, where, *_codes_of(claim)))
            return
        page = self._page(claim.sheet, located)
        self.answers.forms.append(self._form(page, claim.witness))
        self.found.append(Finding(_META_LOST, where, *_codes_of(claim)))

    def _told_apart(self, forms: Sequence[TambonReturn]) -> Iterator[TambonReturn]:
        """Every form, less repetitions that say the same or nothing; contradictions are told."""
        by_code: dict[str, list[TambonReturn]] = {}
        yield from (form for form in forms if form.disputed and not form.is_blank)
        for form in forms:
            if form.disputed:
                continue
            by_code.setdefault(form.code, []).append(form)
        for code, same in by_code.items():
            filled = [form for form in same if not form.is_blank] or same[:1]
            different = [form for n, form in enumerate(filled) if form not in filled[:n]]
            if len(different) > 1:
                self._say_twice(code, different)
            yield from different
            for form in filled:
                if not any(form is kept for kept in different):
                    self._say_same_twice(form, different)

    def _say_twice(self, code: str, forms: Sequence[TambonReturn]) -> None:
        tambon = self.context.by_tambon[code]
        sheets = join_list([form.where.sheet for form in forms])
        params: dict[str, str | int] = {"tambon": tambon.name, "sheets": sheets}
        self.found.append(
            Finding(_TWICE, Where(self.file), tambon.amphoe_code, code, None, "", params)
        )

    def _say_same_twice(self, form: TambonReturn, kept: Sequence[TambonReturn]) -> None:
        tambon = self.context.by_tambon[form.code]
        twin = next(k for k in kept if k == form)
        params: dict[str, str | int] = {"tambon": tambon.name, "other": twin.where.sheet}
        self.found.append(
            Finding(_SAME_TWICE, form.where, tambon.amphoe_code, form.code, None, "", params)
        )

    def _say_about_book(self, accepted: Sequence[tuple[Claim, Token]], area: Area) -> None:
        told = {
            _META_LOST: not any(sheet.name == META for sheet in self.book.sheets),
            _LINKS: self.book.external_links,
            _MACROS: self.book.macros,
            _REORDERED: _out_of_order([token for _, token in accepted]),
        }
        for code, so in told.items():
            if so:
                self.found.append(Finding(code, Where(self.file), area.amphoe_code))
        self.found.extend(draft_by_name(self.file, Where(self.file), area, "", self.context))


@dataclass(frozen=True)
class _Refusal:
    """A code with what its sentence needs; equal where the same would be said."""

    code: str
    amphoe_code: str
    params: tuple[tuple[str, str | int], ...]


def _refuse(code: str, amphoe_code: str, **params: str | int) -> _Refusal:
    return _Refusal(code, amphoe_code, tuple(params.items()))


def _codes_of(claim: Claim) -> tuple[str, str]:
    """อำเภอ and ตำบล that a sheet most likely concerns, "" where it does not say.

    The line with the names of places is believed before a token: where a code is asked for, the
    token is in doubt.
    """
    if claim.witness is not None:
        return claim.witness.amphoe_code, claim.witness.code
    if claim.token is not None:
        form = claim.token.kind is SheetKind.FORM
        return claim.token.amphoe_code, claim.token.area if form else ""
    return "", ""


def _amphoe_of(tokens: Sequence[Token]) -> str:
    """The อำเภอ of a workbook: of most of its forms; if it has none, of most of its sheets."""
    forms = Counter(token.amphoe_code for token in tokens if token.kind is SheetKind.FORM)
    every = Counter(token.amphoe_code for token in tokens)
    return max(every, key=lambda code: (forms[code], every[code], code))


_ORDER: Final = (
    SheetKind.DISTRICT,
    SheetKind.FORM,
    SheetKind.ORDERS,
    SheetKind.PLANS,
    SheetKind.AWARDS,
)


def _out_of_order(tokens: Sequence[Token]) -> bool:
    ranks = [(_ORDER.index(token.kind), token.area) for token in tokens]
    return ranks != sorted(ranks)


def _is_copy(name: str, expected: str) -> bool:
    """A name that a program gave to a duplicate: "ต.กระสัง (2)"."""
    return name.startswith(expected) and name[len(expected) :].strip(" _0123456789()") == ""
