"""Excel workbooks for the yearly ศอช.ต. assessment round of a Thai province.

The functions are those of `sorchor_xl.workflow.python_api`, imported when first asked for, so that
the command line starts without them. Their use: `docs/api.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sorchor_xl.domain.sentence_error import SentenceError
    from sorchor_xl.workflow.python_api import (
        FRAMES,
        Issued,
        Results,
        annotate,
        collect,
        issue,
        open_round,
        read,
        write_summary,
    )

__version__ = "1.0.0"
__all__ = [
    "FRAMES",
    "Issued",
    "Results",
    "SentenceError",
    "__version__",
    "annotate",
    "collect",
    "issue",
    "open_round",
    "read",
    "write_summary",
]


def __getattr__(name: str) -> object:
    """A name of the interface, imported now; AttributeError for any other."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sorchor_xl.domain.sentence_error import SentenceError
    from sorchor_xl.workflow import python_api

    return SentenceError if name == "SentenceError" else getattr(python_api, name)
