"""Saving never loses anybody's text: not the author's, not that of another page or program."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from desk_client import Desk, Page

pytest.importorskip("sse_starlette")

SENTENCE = "When the indices meet, the buffer is empty."


def test_a_text_is_saved_and_other_pages_hear_of_it(desk: Desk, page: Page, show: Path) -> None:
    other = desk.page("two")
    other.listen("ep01")
    other.wait("segments")
    page.type(SENTENCE, "Ünïcode meets 🎙️ here.")
    answer = page.save("ep01")
    saved = (show / "scripts/ep01.md").read_bytes()
    assert saved.decode() == page.text
    assert answer.json() == {"revision": hashlib.sha256(saved).hexdigest()}
    assert other.wait("saved") == answer.json()
    texts = {row["text"] for row in other.wait("segments", lambda told: "meets" in str(told))["segments"]}
    assert SENTENCE not in texts


def test_line_ends_are_those_that_are_sent(page: Page, show: Path) -> None:
    page.text = page.text.replace("\n", "\r\n")
    assert page.save("ep01").status_code == 200
    assert (show / "scripts/ep01.md").read_bytes() == page.text.encode()


def test_what_another_program_wrote_is_not_overwritten(page: Page, show: Path) -> None:
    script = show / "scripts/ep01.md"
    theirs = script.read_text() + "\nTheir paragraph stands here.\n"
    script.write_text(theirs)
    page.type(SENTENCE, "My sentence stands here.")
    answer = page.save("ep01")
    assert answer.status_code == 409
    assert answer.json()["theirs"] == {"text": theirs, "revision": hashlib.sha256(theirs.encode()).hexdigest()}
    assert "compare" in answer.json()["error"]
    assert script.read_text() == theirs
    page.revision = answer.json()["theirs"]["revision"]
    assert page.save("ep01").status_code == 200
    assert script.read_text() == page.text


def test_a_file_that_was_taken_away_is_not_made_again_unasked(page: Page, show: Path) -> None:
    episode = show / "scripts/ep01.md"
    moved = episode.rename(show / "ep01.txt")
    answer = page.save("ep01")
    assert answer.status_code in (404, 409)
    assert not episode.exists()
    assert moved.exists()


def test_pages_hear_at_once_what_another_program_did(page: Page, show: Path) -> None:
    script = show / "scripts/ep01.md"
    theirs = script.read_text().replace(SENTENCE, "Somebody else wrote this sentence.")
    temporary = script.with_name(".ep01.md.swp")
    temporary.write_text(theirs)
    temporary.replace(script)  # as most editors save
    told = page.wait("disk", lambda told: told["state"] == "changed")
    assert told["theirs"]["text"] == theirs
    script.unlink()
    assert page.wait("disk", lambda told: told["state"] == "gone") == {"state": "gone"}


def test_a_page_that_has_not_opened_it_hears_the_new_text(desk: Desk, show: Path) -> None:
    page = desk.page("reader")
    page.http.get("/api/episodes/ep01")
    page.listen("ep01")
    page.wait("segments")
    script = show / "scripts/ep01.md"
    script.write_text(script.read_text().replace(SENTENCE, "Somebody else wrote this sentence."))
    page.wait("segments", lambda told: any("Somebody else" in row["text"] for row in told["segments"]))


def test_a_changed_lexicon_makes_its_words_stale(page: Page, show: Path) -> None:
    before = page.type(SENTENCE, "We put Kafka between the services here.")
    fresh = page.wait("segment", lambda told: told["state"] == "fresh", since=before)
    now = len(page.told)
    (show / "voices/lexicon.yaml").write_text("Kafka: KAF kah\n")
    rows = page.wait("segments", lambda told: fresh["id"] not in {row["id"] for row in told["segments"]}, since=now)
    assert "We put Kafka between the services here." in {row["text"] for row in rows["segments"]}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_cannot_be_written_is_told(page: Page, show: Path) -> None:
    (show / "scripts").chmod(0o500)
    answer = page.save("ep01")
    (show / "scripts").chmod(0o700)
    assert answer.status_code == 422
    assert "write" in answer.json()["error"]
