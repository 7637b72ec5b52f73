"""Typing does not fill the disk, and what was saved stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_client import desk_of

from studio.live.scratch import Scratch
from studio.settings.show import load_show
from studio.takes import TakeStore

pytest.importorskip("sse_starlette")

SENTENCE = "When the indices meet, the buffer is empty."


def test_takes_of_texts_that_came_and_went_are_thrown_away(tmp_path: Path) -> None:
    store = TakeStore(tmp_path)
    scratch = Scratch(lambda: {"09" * 32}, most=20)
    keys = [f"{number:02}" * 32 for number in range(50)]
    for key in keys:
        store.keep(key, b"x")
        scratch.made(key, store)
        if key == keys[20]:
            scratch.saved(keys[18:20])
    left = [*store]
    assert {keys[9], *keys[18:20], keys[49]} <= set(left)
    assert len(left) <= 25
    scratch.close()
    assert [*store] == [keys[9], *keys[18:20]]


def test_only_what_was_saved_stays_when_the_desk_is_closed(show: Path) -> None:
    with desk_of(show) as desk:
        page = desk.page()
        page.listen("ep01")
        page.open("ep01")
        page.wait("segments")
        told = []
        now = SENTENCE
        for text in ("This is typed and saved afterwards.", "This is typed and taken back.", "This is the last one."):
            before = page.type(now, text)
            now = text
            told.append(page.wait("segment", lambda told: told["state"] == "fresh", since=before)["id"])
            page.wait_for_text(page.text)
            if len(told) == 1:
                assert page.save("ep01").status_code == 200
    store = TakeStore(load_show(show).cache / "takes")
    assert set(store) == {told[0], told[2]}
