"""What a province may decide about its summary, beside what the results say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sorchor_xl.domain.round.awards import Extra


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Looks and particulars of the summary; "" = not stated, so not printed.

    ``font_size`` is in points. ``extra`` are the province's own award criteria (7.6) and
    ``min_gap_years`` its years for 7.4 (None = the rubric's). ``new_due`` is the date that
    follow-up texts ask for; None = a week after the day of the run. ``caveats`` are said first of
    all that is to be done. ``left_out`` is what the forms do not ask for, so no sheet shows it.
    """

    font: str = "TH SarabunPSK"
    font_size: int = 16
    letter_number: str = ""
    letter_date: date | None = None
    contact: str = ""
    recipient: str = ""
    extra: Sequence[Extra] = ()
    min_gap_years: int | None = None
    left_out: frozenset[str] = frozenset()
    new_due: date | None = None
    organisation: str = ""
    caveats: Sequence[str] = ()
