"""The tables and scripts of samples/, which are no package."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
RETURNED = SAMPLES / "returned"


def load_script(path: Path) -> ModuleType:
    """A script as a module, under its own name."""
    if path.stem in sys.modules:
        return sys.modules[path.stem]
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def sample(name: str) -> list[dict[str, str]]:
    """The rows of a sample table."""
    text = (SAMPLES / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))
