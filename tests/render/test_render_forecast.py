"""A render says beforehand how long its stages will take, and learns from what they took."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import render

from studio.kit.events import Event, Expected


def expected(root: Path) -> list[dict[str, float]]:
    told: list[dict[str, float]] = []

    def listen(event: Event) -> None:
        if isinstance(event, Expected):
            told.append(dict(event.stages_s))

    render(root, listener=listen)
    return told


def test_all_stages_are_expected_from_the_beginning(make_show: Callable[..., Path]) -> None:
    root = make_show()
    at_first, planned = expected(root)
    stages = {"arrange", "meter", "level", "encode", "write"}
    assert set(at_first) == {"script", "plan", *stages}
    assert set(planned) == {"takes", *stages}


def test_a_small_edit_is_expected_to_take_less(make_show: Callable[..., Path]) -> None:
    root = make_show()
    _, whole = expected(root)
    script = root / "scripts" / "ep01.md"
    script.write_text(script.read_text().replace("two indices", "three indices"))
    _, edit = expected(root)
    assert edit["encode"] < whole["encode"]


@pytest.mark.parametrize("record", [b"", b"[]", b"nonsense", b'{"encode": "fast"}', b'{"encode": -1}', b"\xff"])
def test_a_damaged_record_is_no_record(make_show: Callable[..., Path], record: bytes) -> None:
    root = make_show()
    (root / "build" / ".cache").mkdir(parents=True)
    (root / "build" / ".cache" / "rates.json").write_bytes(record)
    assert expected(root)[0]["encode"] > 0


def test_what_was_measured_is_kept(make_show: Callable[..., Path]) -> None:
    root = make_show()
    render(root)
    rates = json.loads((root / "build" / ".cache" / "rates.json").read_bytes())
    assert all(rate > 0 for rate in rates.values())
