"""The Windows folder for tests: built once, unpacked, and started under Wine.

Wine 8 lacks bcryptprimitives.dll, which the parser asks for. A stand-in of one function is built
with MinGW for the test's own Wine; it is never shipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest
from sample_tables import ROOT
from typed_keys import Terminal

COMPILER = "x86_64-w64-mingw32-gcc"
SECONDS = 240
_STAND_IN = """
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T size)
{ return SystemFunction036(data, (ULONG)size); }
"""


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="sorchor-windows-"))


@cache
def build_zip() -> Path:
    """The zip of this checkout; skips where the registries cannot be reached."""
    target = _folder() / "dist"
    command = [sys.executable, str(ROOT / "packaging" / "windows.py"), "--output", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "ConnectionError" in done.stderr + done.stdout or "No matching" in done.stderr:
        pytest.skip("package registries cannot be reached")
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = target.glob("*.zip")
    return built


def require_wine() -> None:
    """Skip, and say why, where the Windows program cannot be run."""
    missing = [name for name in ("wine", COMPILER) if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@cache
def wine_environment() -> dict[str, str]:
    """A Wine of our own, with the stand-in in place."""
    prefix = _folder() / "wine"
    environment = {**os.environ, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all"}
    environment |= {"WINEARCH": "win64", "LC_ALL": "C.UTF-8"}
    environment.pop("PYTHONPATH", None)
    environment.pop("DISPLAY", None)
    subprocess.run(
        ["wineboot", "-i"], env=environment, capture_output=True, check=True, timeout=SECONDS
    )
    source = _folder() / "stand_in.c"
    source.write_text(_STAND_IN, encoding="ascii")
    library = prefix / "drive_c" / "windows" / "system32" / "bcryptprimitives.dll"
    subprocess.run([COMPILER, "-shared", "-o", str(library), str(source), "-ladvapi32"], check=True)
    return environment


@cache
def unpacked() -> Path:
    """The folder in a place as offices name them: Thai, with spaces."""
    place = _folder() / "ง า น ศอช. 2564"
    with zipfile.ZipFile(build_zip()) as packed:
        packed.extractall(place)
    (folder,) = place.iterdir()
    return folder


def start(*arguments: object, keys: str = "", where: Path | None = None) -> tuple[int, str]:
    """Start sorchor-xl.exe; its exit code and all it said. ``keys`` are typed, one line each."""
    done = subprocess.run(
        ["wine", str(unpacked() / "sorchor-xl.exe"), *map(windows_path, arguments)],
        env=wine_environment(),
        cwd=where or unpacked(),
        input=keys.encode(),
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


def console(*arguments: object, where: Path | None = None) -> Terminal:
    """Start sorchor-xl.exe in a console of its own, where keys can be typed."""
    command = ["wine", str(unpacked() / "sorchor-xl.exe"), *map(windows_path, arguments)]
    environment = {**wine_environment(), "TERM": "xterm"}
    return Terminal(command, where or unpacked(), environment, raw=True)


def python(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run the folder's own Python."""
    return subprocess.run(
        ["wine", str(unpacked() / "program" / "python.exe"), *map(windows_path, arguments)],
        env=wine_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )


def windows_path(argument: object) -> str:
    """A path as Windows spells it (drive Z: is this machine); anything else as it is."""
    if isinstance(argument, Path):
        return "Z:" + str(argument).replace("/", "\\")
    return str(argument)
