"""What the system says where it will not open or write something, in words, with what to do."""

from __future__ import annotations

import errno
from typing import Final

from sorchor_xl.data.console_texts import said_on_console
from sorchor_xl.domain.sentence_error import Said

_SAID: Final = {
    errno.ENOSPC: "os_full",
    errno.EDQUOT: "os_full",
    errno.EFBIG: "os_full",
    errno.EACCES: "os_no_access",
    errno.EPERM: "os_no_access",
    errno.EROFS: "os_read_only",
    errno.ENOENT: "os_missing",
    errno.EISDIR: "os_folder",
    errno.ENOTDIR: "os_not_folder",
    errno.EEXIST: "os_not_folder",
    errno.ENAMETOOLONG: "os_long_name",
    errno.EINVAL: "os_bad_name",
    errno.EILSEQ: "os_bad_name",
    errno.ELOOP: "os_loop",
    errno.EBUSY: "os_in_use",
    errno.ETXTBSY: "os_in_use",
    errno.EIO: "os_device",
    errno.ESTALE: "os_device",
    errno.ENXIO: "os_device",
}
"""By the system's number: its own words are English everywhere."""


def why_not(error: OSError) -> Said:
    """The reason of an error of the system, and what to do; its own words where we have none."""
    key = _SAID.get(error.errno or 0)
    return Said.alike("{why}", why=error.strerror or error) if key is None else said_on_console(key)
