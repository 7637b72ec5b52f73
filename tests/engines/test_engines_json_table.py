"""A table that is looked up as text gives what a dictionary gives."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studio.engines.json_table import JsonTable

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(lambda number: round(number, 3))
VALUES = TEXT | st.dictionaries(st.sampled_from(["NN", ":", "``", "DEFAULT"]), NUMBERS | st.none())


@given(st.dictionaries(TEXT, VALUES), TEXT)
def test_every_key_gives_its_value_and_no_other_key_one(items: dict[str, Any], other: str) -> None:
    table = JsonTable(json.dumps(items, ensure_ascii=False, separators=(",", ":")).encode())
    assert {key: table.get(key) for key in items} == items
    assert table.get(other) == items.get(other)
