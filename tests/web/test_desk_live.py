"""What is typed becomes audible at once, and nothing stale is told to be fresh."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from desk_client import Desk, Page, desk_of

from studio.settings.show import load_show
from studio.takes import TakeStore
from studio.takes.choices import choice_id

pytest.importorskip("sse_starlette")

SENTENCE = "When the indices meet, the buffer is empty."


def test_the_sentence_that_was_edited_is_made_and_nothing_else(page: Page, show: Path) -> None:
    before = page.type(SENTENCE, "When the two indices meet, the buffer is empty.")
    fresh = page.wait("segment", lambda told: told["state"] == "fresh", since=before)
    page.wait_for_text(page.text)  # the sound does not wait for the look at the whole text
    states = page.states()
    assert states["When the two indices meet, the buffer is empty."] == "fresh"
    assert [*states.values()].count("fresh") == 1
    store = TakeStore(load_show(show).cache / "takes")
    assert [*store] == [fresh["id"]]


def test_the_sound_is_that_of_the_take(make_show: Callable[..., Path]) -> None:
    root = make_show(engine="espeak")
    with desk_of(root) as desk:
        page = desk.page()
        page.listen("ep01")
        page.open("ep01")
        page.wait("segments")
        before = page.type(SENTENCE, "Then the buffer is empty, and nobody reads.")
        key = page.wait("segment", lambda told: told["state"] == "fresh", since=before)["id"]
        answer = page.http.get(f"/api/takes/{key}.wav")
        peaks = page.http.get(f"/api/takes/{key}/peaks").json()
    take = TakeStore(load_show(root).cache / "takes").load(key)
    with wave.open(io.BytesIO(answer.content)) as file:
        assert (file.getframerate(), file.getnchannels()) == (take.rate_hz, 1)
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    assert len(heard) == len(take.samples)
    assert np.abs(heard - take.samples).max() < 2 / 32768
    assert np.abs(take.samples).max() > 0.1
    assert len(peaks["peaks"]) == 400
    assert max(map(abs, peaks["peaks"])) == pytest.approx(float(np.abs(take.samples).max()), abs=0.001)
    assert "immutable" in answer.headers["cache-control"]


def test_places_count_as_a_browser_counts(make_show: Callable[..., Path]) -> None:
    root = make_show(
        "---\nid: ep01\ntitle: T\n---\n\n# T\n\nA 🎙️ microphone stands here today. And another one over there.\n"
    )
    with desk_of(root) as desk:
        page = desk.page()
        page.listen("ep01")
        rows = page.wait("segments")["segments"]
    second = next(row for row in rows if row["text"].startswith("And another"))
    line = "A 🎙️ microphone stands here today. And another one over there."
    assert (second["line"], second["column"]) == (7, len(line[: line.index("And")].encode("utf-16-le")) // 2)
    assert [row["kind"] for row in rows] == ["heading", "speech", "speech"]


def test_the_share_of_a_pillar_moves_with_what_is_typed(page: Page) -> None:
    def share(told: dict[str, object]) -> float:
        return next(one["share"] for one in told["pillars"] if one["name"] == "formalism")  # type: ignore[index,attr-defined]

    first = share(page.wait("shares"))
    before = page.type("Little's law ties", "A long sentence about nothing but bounds stands here. Little's law ties")
    assert share(page.wait("shares", since=before)) > first


def test_undoing_an_edit_is_fresh_at_once(page: Page) -> None:
    page.http.post("/api/episodes/ep01/make", json={"segments": "all"})
    page.wait("segment", lambda told: told["state"] == "fresh")
    while any(state != "fresh" for state in page.states().values()):
        page.wait("segment", lambda told: told["state"] == "fresh", since=len(page.told))
    before = page.type(SENTENCE, "When they meet, the buffer of this episode is empty.")
    page.wait("segment", lambda told: told["state"] == "fresh", since=before)
    before = page.type("When they meet, the buffer of this episode is empty.", SENTENCE)
    told = page.wait("segments", since=before)["segments"]
    assert {row["state"] for row in told if row["kind"] == "speech"} == {"fresh"}


def test_what_is_asked_for_around_the_caret_is_made(page: Page) -> None:
    rows = page.wait("segments")["segments"]
    index = next(row["index"] for row in rows if row["text"].startswith("A linked list"))
    answer = page.http.post("/api/episodes/ep01/make", json={"segments": {"around": index, "count": 2}})
    assert answer.json() == {"missing": 2}
    told = [
        page.wait("segment", lambda told, n=n: told["index"] == n and told["state"] == "fresh")
        for n in (index, index + 1)
    ]
    assert all(one["duration_s"] > 0 for one in told)


def test_a_take_that_cannot_be_made_says_why(make_show: Callable[..., Path]) -> None:
    root = make_show()
    sentence = choice_id(SimpleNamespace(spoken=SENTENCE))  # type: ignore[arg-type]
    (root / "noise.wav").write_text("this is no sound")
    (root / "scripts/ep01.takes.yaml").write_text(f"takes:\n  {sentence}: {{text: x, recording: noise.wav}}\n")
    with desk_of(root) as desk:
        page = desk.page()
        page.listen("ep01")
        rows = page.wait("segments")["segments"]
        (index,) = (row["index"] for row in rows if row["text"] == SENTENCE)
        page.http.post("/api/episodes/ep01/make", json={"segments": [index]})
        told = page.wait("segment", lambda told: told["state"] == "failed")
    assert told["index"] == index
    assert "noise.wav" in told["message"] and "Traceback" not in told["message"]


def test_two_pages_hear_each_its_own_text(desk: Desk, page: Page) -> None:
    other = desk.page("two")
    other.listen("ep01")
    rows = other.wait("segments")
    before = page.type(SENTENCE, "The first page says something else here.")
    page.wait("segments", since=before)
    again = desk.page("two")
    again.listen("ep01")
    assert again.wait("segments")["revision_of_text"] == rows["revision_of_text"]
    assert "The first page says something else here." in page.states()
