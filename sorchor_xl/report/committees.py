"""The committees of the three levels, and how their data stand in the central database.

ศูนย์ข้อมูลกลาง is out of the program's reach: what is known of it, the province has entered in its
register (แนวทาง ข้อ 1). The order of ศอช.จ. stands there too; those of ศอช.อ. and ศอช.ต. come from
the อำเภอ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sorchor_xl.domain.round.deadlines import order_of
from sorchor_xl.domain.round.records import Order, OrderKind
from sorchor_xl.domain.round.register import DatabaseCheck
from sorchor_xl.domain.round.results import Results

PROVINCE_CENTRE: Final = "ศอช.จ."
QUALITIES: Final = ("correct", "complete", "current")


@dataclass(frozen=True, slots=True)
class Committee:
    """One committee: its kind, the area it is of, its order as known, and its data as checked.

    ``code`` is that of the province, อำเภอ or ตำบล; blank order fields are None.
    """

    kind: str
    code: str
    number: str | None
    signed_on: date | None
    members: int | None
    data: DatabaseCheck

    @property
    def wrong(self) -> tuple[str, ...]:
        """The qualities found wanting."""
        return tuple(q for q in QUALITIES if getattr(self.data, q) is False)

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The qualities nobody has looked at."""
        return tuple(q for q in QUALITIES if getattr(self.data, q) is None)

    @property
    def is_begun(self) -> bool:
        """Whether the province has looked at it and found something left to do."""
        return not self.is_done and self.data != DatabaseCheck()

    @property
    def is_done(self) -> bool:
        """Correct, complete, up to date, and entered."""
        return not self.wrong and not self.unchecked and self.data.entered_on is not None


def committees(results: Results) -> Iterator[Committee]:
    """ศอช.จ., then of each อำเภอ its ศอช.อ. and the ศอช.ต. of its ตำบล."""
    register = results.register
    own = register.province
    yield Committee(
        PROVINCE_CENTRE,
        results.province.code,
        own.centre_order_number or None,
        own.centre_order_on,
        own.centre_order_members,
        own.database,
    )
    for amphoe in results.amphoes:
        code = amphoe.amphoe.code
        yield _committee(
            OrderKind.AMPHOE_CENTRE, code, amphoe.order, register.amphoe(code).database
        )
        for tambon in results.tambons_of(code):
            order = order_of(tambon.orders, OrderKind.TAMBON_CENTRE)
            data = register.tambon(tambon.tambon.code).database
            yield _committee(OrderKind.TAMBON_CENTRE, tambon.tambon.code, order, data)


def _committee(kind: OrderKind, code: str, order: Order | None, data: DatabaseCheck) -> Committee:
    stated = order or Order(code, kind)
    return Committee(kind.value, code, stated.number, stated.signed_on, stated.members, data)
