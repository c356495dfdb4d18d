"""What of Python and of each library goes into the Windows folder, and where it stands there."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

Files = dict[str, bytes]

PROGRAM: Final = "program"
LIBRARIES: Final = "lib"
LICENCES: Final = "licences"

# What no run imports: tests, headers and stubs for compilers and checkers, Fortran wrapping.
_LEFT_OUT: Final = re.compile(
    r"(^|/)(tests?|__pycache__|include|includes|f2py|distutils|_pyinstaller)/"
    r"|\.(pyi|pxd|pyx|h|hpp|c|cpp|lib|a|pc|tp|in|build|pdb)$"
    r"|^numpy/conftest\.py$|^pandas/conftest\.py$"
    r"|/py\.typed$"
)
# Of the embedded Python: what a workbook program never opens (sound, databases, certificates).
_NOT_OF_PYTHON: Final = re.compile(
    r"(sqlite3\.dll|_sqlite3\.pyd|winsound\.pyd|pythonw\.exe|python\.cat|\._pth)$"
)
_LICENCE: Final = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)


def runtime_files(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The embeddable Python by path in the folder; its licence among the licences."""
    for info in packed.infolist():
        name = PurePosixPath(info.filename).name
        if info.is_dir() or _NOT_OF_PYTHON.search(name):
            continue
        if name == "LICENSE.txt":
            yield f"{LICENCES}/Python/{name}", packed.read(info)
        else:
            yield f"{PROGRAM}/{name}", packed.read(info)


def library_files(wheel: Path) -> Files:
    """A wheel's files by path in the folder: modules and data, the metadata, the licences."""
    with zipfile.ZipFile(wheel) as packed:
        names = [n for n in packed.namelist() if not n.endswith("/")]
        found = {place: packed.read(n) for n in names for place in _places(n)}
    if not any(place.startswith(f"{LICENCES}/") for place in found):
        raise ValueError(f"{wheel}: no licence text inside")
    return found


def licences_of(wheel: Path) -> Files:
    """The licences alone, of a wheel from which only a part goes into the folder."""
    found = library_files(wheel)
    return {place: found[place] for place in found if place.startswith(f"{LICENCES}/")}


def _places(name: str) -> Iterator[str]:
    """Where a file of a wheel goes: nowhere, one place, or two."""
    first, _, rest = name.partition("/")
    if first.endswith(".dist-info"):
        distribution = first.split("-")[0]
        if _LICENCE.search(rest):
            yield f"{LICENCES}/{distribution}/{rest.removeprefix('licenses/')}"
        elif rest == "METADATA":
            yield f"{PROGRAM}/{LIBRARIES}/{name}"
            yield f"{LICENCES}/{distribution}/METADATA"
    elif ".data" not in first and not _LEFT_OUT.search(name):
        yield f"{PROGRAM}/{LIBRARIES}/{name}"
