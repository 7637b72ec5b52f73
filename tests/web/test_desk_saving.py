"""Saving never loses anybody's text: not the author's, not that of another page or program."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_client import Desk, Page, desk_of

from studio.kit.errors import ConfigurationError
from studio.live.drafts import LONGEST, MOST_OF_A_SCRIPT, Drafts

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


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("voices/lexicon.yaml", "Kafka: KAF kah\n", 1),
        ("words/more.yaml", "Kafka: KAF kah\n", 1),
        ("voices/narrator.yaml", "engine: espeak\n", None),
        ("voices/other.yaml", "engine: silent\n", 0),
        ("studio.yaml", "{settings}list_numbers: always\nstyle: {{years: digits}}\n", 0),
    ],
)
def test_files_that_another_program_changes_make_their_sentences_stale(
    make_show: Callable[..., Path], name: str, text: str, count: int | None
) -> None:
    root = make_show()
    (root / "words").mkdir()
    for lexicon in ("voices/lexicon.yaml", "words/more.yaml"):
        (root / lexicon).write_text("Kafka: KAHF kuh\n" if lexicon == name else "# nothing\n")
    settings = (root / "studio.yaml").read_text() + "lexicons: [voices/lexicon.yaml, words/more.yaml]\n"
    (root / "studio.yaml").write_text(settings)
    with desk_of(root) as desk:
        page = desk.page()
        page.listen("ep01")
        page.open("ep01")
        page.wait("segments")
        page.type(SENTENCE, "We put Kafka between the services here.")
        rows = page.wait_for_text(page.text)["segments"]
        of = sum(row["kind"] == "speech" for row in rows)
        (root / name).write_text(text.replace("{settings}", settings).replace("{{", "{").replace("}}", "}"))
        told = page.wait("fanned")
        assert told == {"because": [name], "count": of if count is None else count, "of": of}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_cannot_be_written_is_told(page: Page, show: Path) -> None:
    (show / "scripts").chmod(0o500)
    answer = page.save("ep01")
    (show / "scripts").chmod(0o700)
    assert answer.status_code == 422
    assert "write" in answer.json()["error"]


def _drafts(page: Page) -> list[dict[str, str]]:
    return list(page.http.get("/api/episodes/ep01/drafts").json()["drafts"])


def _gone(desk: Desk, page: Page) -> Page:
    """Another browser, after the page has gone."""
    name = page.name
    page.close()
    other = desk.page("another")
    while name in other.http.get("/api/episodes/ep01/drafts").json()["writing"]:
        pass
    return other


def test_unsaved_text_is_offered_to_another_browser_and_never_applied(desk: Desk, page: Page, show: Path) -> None:
    script = show / "scripts/ep01.md"
    before = script.read_text()
    page.type(SENTENCE, "Nobody saved this 🎙️ sentence.")
    page.wait("segments", lambda told: "Nobody saved" in str(told))
    assert _drafts(desk.page("second")) == []  # somebody is writing it
    other = _gone(desk, page)
    (draft,) = _drafts(other)
    assert (draft["text"], draft["revision"], draft["is_old"]) == (page.text, page.revision, False)
    assert other.http.get("/api/episodes/ep01").json()["text"] == before == script.read_text()
    script.write_text(before + "\nAnother program wrote this.\n")
    assert _drafts(other)[0]["is_old"]
    assert script.read_text().endswith("Another program wrote this.\n")
    address = f"/api/episodes/ep01/drafts/{draft['name']}"
    assert [other.http.delete(address).status_code for _ in range(2)] == [200, 404]
    assert _drafts(other) == []


def test_a_draft_outlives_the_desk_and_goes_when_it_is_saved(show: Path) -> None:
    with desk_of(show) as desk:
        page = desk.page()
        page.open("ep01")
        page.type(SENTENCE, "Nobody saved this sentence.")
        page.http.get("/api/episodes/ep01/drafts")
    with desk_of(show) as desk:
        other = desk.page("another")
        assert [one["text"] for one in _drafts(other)] == [page.text]
        again = desk.page()  # the same page, which was open meanwhile
        again.open("ep01")
        again.type(SENTENCE, "Nobody saved this sentence.")
        assert again.save("ep01").status_code == 200
        assert _drafts(_gone(desk, again)) == []
        assert list((show / "build/.drafts").glob("*")) == []


def test_drafts_stay_few_and_in_their_folder(show: Path) -> None:
    script, build = show / "scripts/ep01.md", show / "build"
    drafts = Drafts(show, build)
    for number in range(MOST_OF_A_SCRIPT + 3):
        drafts.typed(f"page {number}", script, f"Text {number}.")
        drafts.keep()
    drafts.typed("long", script, "x" * (LONGEST + 1))
    drafts.typed("page 7", show.parent / "outside.md", "no script of the show")
    found = drafts.of(script, ())
    assert len(found) == len(list((build / ".drafts").iterdir())) == MOST_OF_A_SCRIPT
    for name in ("../../studio", "x", found[0][0].name[:-1]):
        with pytest.raises(ConfigurationError):
            drafts.drop(script, name)


@pytest.mark.parametrize("is_folder", [True, False])
def test_no_draft_is_written_through_a_link(show: Path, is_folder: bool) -> None:
    drafts, script = Drafts(show, show / "build"), show / "scripts/ep01.md"
    drafts.typed("one", script, "Unsaved.")
    drafts.keep()
    (kept,) = (show / "build/.drafts").iterdir()
    outside = show.parent / "outside"
    if is_folder:
        kept.parent.rename(outside)
        kept.parent.symlink_to(outside)
    else:
        kept.rename(outside)
        kept.symlink_to(outside)
    before = [path.read_bytes() for path in ([outside] if outside.is_file() else outside.iterdir())]
    drafts.typed("one", script, "Unsaved, and changed.")
    drafts.typed("two", script, "Unsaved by another.")
    drafts.of(script, ())
    assert [path.read_bytes() for path in ([outside] if outside.is_file() else outside.iterdir())] == before


def test_a_draft_has_the_line_ends_of_its_file(show: Path) -> None:
    script = show / "scripts/ep01.md"
    script.write_bytes(b"---\r\nid: ep01\r\n---\r\n\r\nOne.\r\n")
    drafts = Drafts(show, show / "build")
    drafts.typed("one", script, "---\nid: ep01\n---\n\nOne.\n")
    assert drafts.of(script, ()) == []
    drafts.typed("one", script, "---\nid: ep01\n---\n\nOne. Two.\n")
    assert drafts.of(script, ())[0][0].text == "---\r\nid: ep01\r\n---\r\n\r\nOne. Two.\r\n"


def test_a_draft_was_begun_from_the_file_as_its_page_knew_it(desk: Desk, page: Page, show: Path) -> None:
    script = show / "scripts/ep01.md"
    page.type(SENTENCE, "Nobody saved this sentence.")
    page.wait("segments", lambda told: "Nobody saved" in str(told))
    script.write_text(script.read_text() + "\nAnother program wrote this.\n")
    page.wait("disk")
    page.type("Nobody saved this sentence.", "Nobody saved this sentence, either.")
    page.wait("segments", lambda told: "either" in str(told))
    (draft,) = _drafts(_gone(desk, page))
    assert (draft["text"], draft["revision"], draft["is_old"]) == (page.text, page.revision, True)
