"""Every kind of damage there is."""

from __future__ import annotations

import damage.answers_elsewhere
import damage.cells
import damage.dragged
import damage.drawn
import damage.elsewhere
import damage.formulas
import damage.half_seen
import damage.identity
import damage.last_year
import damage.out_of_sight
import damage.registers
import damage.sheets
import damage.shown_otherwise
import damage.void_values
import damage.witnesses
import damage.words
import damage.writers  # noqa: F401 - each enters its kinds when it is imported
from damage.subject import KINDS, inflict

__all__ = ["KINDS", "inflict"]
