"""Make the returned workbooks of the sample round from its tables.

    python samples/make_returned.py [DIR]           writes them anew (default: returned beside this)

The workbooks are those of `sorchor-xl demo`, byte for byte, but for the อำเภอ whose row in
districts.csv says saved_by = libreoffice: these are opened and saved again by LibreOffice, where it
is installed, and left alone where it is not. Such files differ from run to run; the committed ones
are the truth.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sorchor_xl.workflow.demo import Returned, demo_returns

HERE = Path(__file__).resolve().parent
LIBREOFFICE = "libreoffice"
LONGEST = 120


def resave(content: bytes, program: str) -> bytes:
    """The workbook as LibreOffice saves it; an error where it does not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, target = folder / "in" / "book.xlsx", folder / "out" / "book.xlsx"
        source.parent.mkdir()
        source.write_bytes(content)
        profile = (folder / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
        command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(target.parent), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)  # noqa: S603 - soffice
        return target.read_bytes()


def write(returned: Returned, folder: Path, program: str | None) -> str:
    """Write one workbook; the word for what was done."""
    path = folder / returned.file
    if returned.saved_by != LIBREOFFICE:
        path.write_bytes(returned.content)
        return "written"
    if program is None:
        return "left alone (no LibreOffice here)"
    path.write_bytes(resave(returned.content, program))
    return "saved by LibreOffice"


def main() -> None:
    """Write every workbook and say what was done."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "returned"
    folder.mkdir(parents=True, exist_ok=True)
    program = shutil.which("soffice")
    for returned in demo_returns():
        print(returned.file, write(returned, folder, program))  # noqa: T201 - a script's report


if __name__ == "__main__":
    main()
