"""Which sheets of a workbook may be somebody else's, and how that is said.

A register or the file's own name that speaks for another อำเภอ puts every form of the workbook in
doubt; a title or tab that names another ตำบล, the form it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import TambonReturn, Where
from sorchor_xl.form.layout import SheetKind, Token
from sorchor_xl.intake.identity import Claim, Dispute, Doubt
from sorchor_xl.intake.read_context import ReadContext


@dataclass(frozen=True)
class Disputes:
    """What the accepted sheets of a workbook and its name say against its อำเภอ."""

    file: str
    amphoe_code: str
    claims: Sequence[tuple[Claim, Token]]
    context: ReadContext

    @cached_property
    def of_book(self) -> tuple[tuple[Dispute, str], ...]:
        """Claims of another อำเภอ to the whole workbook, each with the sheet that makes it."""
        found = [
            (dispute, claim.sheet.name)
            for claim, token in self.claims
            if token.kind is not SheetKind.FORM and token.amphoe_code == self.amphoe_code
            for dispute in claim.disputes
            if dispute.is_claim
        ]
        named = self.context.place_names.amphoes_in_file_name(self.file)
        if named and self.amphoe_code not in named:
            code = min(named)
            name = self.context.by_amphoe[code].name
            found.append((Dispute(Doubt.OTHER_AMPHOE, name, code), ""))
        return tuple(found)

    def disputed(self, claim: Claim) -> bool:
        """Whether the answers of a form may be somebody else's."""
        return bool(self.of_book) or any(dispute.is_claim for dispute in claim.disputes)

    def findings(self, forms: Sequence[TambonReturn]) -> Iterator[Finding]:
        """What is seen against the tokens; of a form nobody filled in only what names nobody."""
        blank = {form.where.sheet for form in forms if form.is_blank}
        told: dict[str, Finding] = {}
        for dispute, sheet in self.of_book:
            finding = self._of_amphoe(dispute, Where(self.file, sheet))
            told.setdefault(dispute.amphoe_code, finding)
        for claim, token in self.claims:
            if token.amphoe_code != self.amphoe_code:
                continue
            for dispute in claim.disputes:
                if token.kind is SheetKind.FORM and claim.sheet.name not in blank:
                    yield self._of_form(dispute, claim, token)
                    if dispute.amphoe_code and dispute.is_claim:
                        place = Where(self.file, claim.sheet.name)
                        finding = self._of_amphoe(dispute, place)
                        told.setdefault(dispute.amphoe_code, finding)
                elif not dispute.is_claim:
                    yield self._unknown_amphoe(dispute, claim)
        yield from self._of_doubted_forms(forms)
        yield from told.values()

    def _of_doubted_forms(self, forms: Sequence[TambonReturn]) -> Iterator[Finding]:
        """The forms that are in doubt only because the whole workbook is."""
        doubted = {c.sheet.name for c, _ in self.claims if any(d.is_claim for d in c.disputes)}
        for dispute, _ in self.of_book[:1]:
            for form in forms:
                if not form.is_blank and form.where.sheet not in doubted:
                    params = {"amphoe": self.context.by_amphoe[self.amphoe_code].name}
                    seen = self._amphoe_seen(dispute)
                    yield Finding(
                        Doubt.OTHER_AMPHOE.value,
                        form.where,
                        self.amphoe_code,
                        form.code,
                        None,
                        seen,
                        params,
                    )

    def _of_form(self, dispute: Dispute, claim: Claim, token: Token) -> Finding:
        params = {
            "tambon": self.context.by_tambon[token.area].name,
            "amphoe": self.context.by_amphoe[token.amphoe_code].name,
        }
        place = Where(self.file, claim.sheet.name)
        code, amphoe, area = dispute.doubt.value, token.amphoe_code, token.area
        return Finding(code, place, amphoe, area, None, dispute.seen, params)

    def _of_amphoe(self, dispute: Dispute, place: Where) -> Finding:
        """Said to the อำเภอ that the names speak for: it may have used a workbook not its own."""
        params = {"amphoe": self.context.by_amphoe[self.amphoe_code].name}
        code = dispute.amphoe_code or self.amphoe_code
        seen = self._amphoe_seen(dispute)
        return Finding(Doubt.OTHER_AMPHOE.value, place, code, "", None, seen, params)

    def _amphoe_seen(self, dispute: Dispute) -> str:
        known = self.context.by_amphoe.get(dispute.amphoe_code)
        return known.name if known else dispute.seen

    def _unknown_amphoe(self, dispute: Dispute, claim: Claim) -> Finding:
        place = Where(self.file, claim.sheet.name)
        return Finding(dispute.doubt.value, place, self.amphoe_code, "", None, dispute.seen)
