"""Whether the window that is written to has Thai letters at all.

The old console of Windows draws with one font and takes no letter from another: a raster font holds
those of one code page, and Consolas or Lucida Console hold no Thai. Every other terminal, Windows
Terminal among them, looks for a font that has the letter; but the bare console of Linux does not.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Final

THAI_CODE_PAGE: Final = 874
_BARE_CONSOLE: Final = "linux"
"""What TERM says of the text console of Linux, whose fonts hold 512 letters."""


@dataclass(frozen=True, slots=True)
class ConsoleFont:
    """What the old console draws with: raster fonts hold the letters of ``code_page`` alone.

    ``has_thai`` is told of other fonts only.
    """

    is_raster: bool
    code_page: int
    has_thai: bool

    def shows_thai(self) -> bool:
        """Whether Thai is drawn, and not boxes or question marks."""
        return self.code_page == THAI_CODE_PAGE if self.is_raster else self.has_thai


def window_shows_thai() -> bool:
    """False only where it is known that Thai cannot be read; a file or a pipe takes any text."""
    if not sys.stdout.isatty():
        return True
    font = old_console_font()
    if font is not None:
        return font.shows_thai()
    return os.environ.get("TERM") != _BARE_CONSOLE


if sys.platform == "win32":  # pragma: no cover - runs on Windows only
    import ctypes
    from ctypes import wintypes

    _OUTPUT: Final = -11
    _OUTLINES: Final = 4
    _MARK_MISSING: Final = 1
    _MISSING: Final = 0xFFFF
    _DEFAULT_CHARSET: Final = 1
    _OLD_WINDOW: Final = "ConsoleWindowClass"
    _THAI_LETTER: Final = "ก"

    class _FontInfo(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.ULONG),
            ("number", wintypes.DWORD),
            ("cell", wintypes._COORD),
            ("family", wintypes.UINT),
            ("weight", wintypes.UINT),
            ("name", wintypes.WCHAR * 32),
        )

    def old_console_font() -> ConsoleFont | None:
        """The font of the old console's own window; None for any other window, and where unknown.

        A terminal that only borrows the console has a window of another class, or none.
        """
        kernel, user = ctypes.WinDLL("kernel32"), ctypes.WinDLL("user32")
        kernel.GetStdHandle.restype = kernel.GetConsoleWindow.restype = wintypes.HANDLE
        kind = ctypes.create_unicode_buffer(64)
        window = wintypes.HANDLE(kernel.GetConsoleWindow())
        if not user.GetClassNameW(window, kind, len(kind)) or kind.value != _OLD_WINDOW:
            return None
        info = _FontInfo(size=ctypes.sizeof(_FontInfo))
        output = wintypes.HANDLE(kernel.GetStdHandle(_OUTPUT))
        if not kernel.GetCurrentConsoleFontEx(output, False, ctypes.byref(info)):
            return None
        raster = not info.family & _OUTLINES
        return ConsoleFont(raster, kernel.GetConsoleOutputCP(), font_has_thai(info.name))

    def font_has_thai(name: str) -> bool:
        """Whether the font that Windows takes for a name holds ก."""
        graphics = ctypes.WinDLL("gdi32")
        graphics.CreateCompatibleDC.restype = graphics.CreateFontW.restype = wintypes.HANDLE
        graphics.SelectObject.restype = wintypes.HANDLE
        surface = wintypes.HANDLE(graphics.CreateCompatibleDC(None))
        plain = (0,) * 7
        font = graphics.CreateFontW(16, *plain, _DEFAULT_CHARSET, 0, 0, 0, 0, name)
        before = graphics.SelectObject(surface, wintypes.HANDLE(font))
        glyph = (wintypes.WORD * 1)()
        asked = graphics.GetGlyphIndicesW(surface, _THAI_LETTER, 1, glyph, _MARK_MISSING)
        graphics.SelectObject(surface, wintypes.HANDLE(before))
        graphics.DeleteObject(wintypes.HANDLE(font))
        graphics.DeleteDC(surface)
        return asked == 1 and glyph[0] != _MISSING

else:

    def old_console_font() -> ConsoleFont | None:
        """There is no such console here."""
        return None
