"""What tests counted, printed at the end of a test run, also by several processes.

A test says it by `record_property(SAID, "word-back: 200 edits, ...")`. `tests/conftest.py` calls `tell`.
"""

from __future__ import annotations

import pytest

SAID = "said"


def tell(terminalreporter: pytest.TerminalReporter) -> None:
    """Write each line that a test said, once."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    lines = {text for report in reports for name, text in report.user_properties if name == SAID}
    for line in sorted(lines):
        terminalreporter.write_line(line)
