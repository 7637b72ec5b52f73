"""The map for contributors names files that are there."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_every_answer_of_where_to_look_is_there() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text[text.index("### Where to look") : text.index("## Rules of the house")]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "`" in line.rpartition(" | ")[2]]
    answers = [name for row in rows for name in re.findall(r"`([\w/.]+)`", row.split(" | ")[1])]
    assert len(rows) >= 15
    assert [name for name in answers if not (REPOSITORY / "studio" / name).exists()] == []
