"""A desk uses the takes that a team keeps together, and gives it those of texts that were saved."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_client import desk_of

pytest.importorskip("sse_starlette")

SENTENCE = "When the indices meet, the buffer is empty."


def test_a_teams_takes_are_heard_and_only_saved_ones_join_them(make_show: Callable[..., Path]) -> None:
    root = make_show()
    shared = root.parent / "team"
    with (root / "studio.yaml").open("a") as settings:
        settings.write("cache: {shared: ../team}\n")

    def kept() -> set[str]:
        return {path.stem for path in shared.rglob("*.take")}

    with desk_of(root) as desk:
        page = desk.page()
        page.listen("ep01")
        page.open("ep01")
        page.wait("segments")
        before = page.type(SENTENCE, "Nobody will save this sentence.")
        tried = page.wait("segment", lambda told: told["state"] == "fresh", since=before)["id"]
        before = page.type("Nobody will save this sentence.", "The team hears this sentence.")
        key = page.wait("segment", lambda told: told["state"] == "fresh", since=before)["id"]
        page.wait_for_text(page.text)
        assert kept() == set()
        assert page.save("ep01").status_code == 200
    assert tried not in kept() and key in kept()

    shutil.rmtree(root / "build")
    with desk_of(root) as desk:
        page = desk.page()
        page.listen("ep01")
        page.wait("segment", lambda told: (told["id"], told["state"]) == (key, "fresh"))
        assert page.http.get(f"/api/takes/{key}.wav").status_code == 200


def test_a_store_that_is_away_stops_nothing(make_show: Callable[..., Path]) -> None:
    root = make_show()
    (root.parent / "team").write_text("no folder")
    with (root / "studio.yaml").open("a") as settings:
        settings.write("cache: {shared: ../team}\n")
    with desk_of(root) as desk:
        page = desk.page()
        page.listen("ep01")
        page.open("ep01")
        page.wait("segments")
        before = page.type(SENTENCE, "This sentence is heard.")
        page.wait("segment", lambda told: told["state"] == "fresh", since=before)
        assert page.save("ep01").status_code == 200
