"""What sorchor-xl.exe starts: the command line, or the Thai menu when opened by two clicks.

Without arguments: the menu, for the round of the folder the .exe lies in. With nothing but files
or folders (dropped on the icon): the menu, which takes them as what has come back.
"""

import os
import sys
from pathlib import Path

LAUNCHER = Path(sys.argv[0]).resolve()


def keep_compiled_files_elsewhere() -> None:
    """Where the folder is read-only (a network drive), compiled modules go to the user's own."""
    if os.access(LAUNCHER.parent / "program" / "lib", os.W_OK):
        return
    local = os.environ.get("LOCALAPPDATA")
    if local:
        sys.pycache_prefix = str(Path(local) / "sorchor-xl" / "compiled")


def arguments(given: list[str]) -> list[str]:
    """The command line that is meant."""
    if given and not all(Path(item).is_absolute() and Path(item).exists() for item in given):
        return given
    return ["menu", "--folder", str(LAUNCHER.parent), *given]


if __name__ == "__main__":
    keep_compiled_files_elsewhere()
    sys.argv[1:] = arguments(sys.argv[1:])
    from multiprocessing import freeze_support

    freeze_support()
    from sorchor_xl.__main__ import main

    main()
