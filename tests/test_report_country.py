"""A workbook of the whole country's size.

COUNTRY-01 Every ตำบล in one run within 600 MB of memory and 15 MB of file, beside its own process.

It takes about a minute, so it runs only where SORCHOR_SLOW=1 is set.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from factory import Round, make_results
from sorchor_xl.report.summary import write_summary
results = make_results(Round(province="", received=870))
path = write_summary(results, Path(sys.argv[2]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(results.tambons), path.stat().st_size, peak // 1024)
"""


@pytest.mark.skipif(os.environ.get("SORCHOR_SLOW") != "1", reason="slow: set SORCHOR_SLOW=1")
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in kB on Linux only")
def test_country_in_one_run(tmp_path: Path) -> None:
    """COUNTRY-01"""
    command = [sys.executable, "-c", SCRIPT, str(Path(__file__).parent), str(tmp_path / "all.xlsx")]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    tambons, size, megabytes = map(int, run.stdout.split())
    assert tambons > 7000
    assert size <= 15_000_000
    assert megabytes <= 600
