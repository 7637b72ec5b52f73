"""Jobs, takes, pronunciations, voices and flags, as a page asks for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from desk_client import Desk, Page, desk_of

from studio.live import jobs as live_jobs

pytest.importorskip("sse_starlette")

SENTENCE = "When the indices meet, the buffer is empty."


def _index(page: Page, text: str = SENTENCE) -> int:
    rows = page.wait("segments", lambda told: any(row["text"] == text for row in told["segments"]))["segments"]
    return int(next(row["index"] for row in rows if row["text"] == text))


def _over(told: dict[str, Any]) -> bool:
    return told["state"] in ("done", "failed", "cancelled")


def test_a_render_goes_on_without_its_page_and_is_told_after_a_reload(desk: Desk, page: Page, show: Path) -> None:
    name = page.http.post("/api/jobs", json={"kind": "render", "episodes": ["ep01"]}).json()["id"]
    page.close()
    again = desk.page("again")
    again.listen("ep01")
    done = again.wait("job", lambda told: told["id"] == name and _over(told))
    assert done["state"] == "done", done["message"]
    assert (show / "build/ep01/ep01.mp3").is_file()
    listed = again.http.get("/api/jobs").json()["jobs"]
    assert [(one["id"], one["state"]) for one in listed] == [(name, "done")]
    checked = again.http.post("/api/jobs", json={"kind": "verify", "episodes": ["ep01"]}).json()["id"]
    told = again.wait("job", lambda told: told["id"] == checked and _over(told))
    assert told["message"] == "every promise holds"
    assert all(promise["holds"] for promise in told["results"][0]["promises"])
    sent = again.http.post("/api/jobs", json={"kind": "publish", "episodes": ["ep01"]}).json()["id"]
    told = again.wait("job", lambda told: told["id"] == sent and _over(told))
    assert told["state"] == "done", told["message"]
    assert (show / "public/feed.xml").is_file()


def test_jobs_are_given_up_and_leave_no_half_files(page: Page, show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, goes_on = threading.Event(), threading.Event()
    tell = live_jobs.Jobs._events

    def slowly(self: Any, job: Any) -> Any:
        events = tell(self, job)
        progress = events.progress

        def wait(*told: Any) -> None:
            begun.set()
            assert goes_on.wait(60)
            progress(*told)

        events.progress = wait  # type: ignore[method-assign]
        return events

    monkeypatch.setattr(live_jobs.Jobs, "_events", slowly)
    first, second = (
        page.http.post("/api/jobs", json={"kind": "render", "episodes": ["ep01"]}).json()["id"] for _ in range(2)
    )
    assert begun.wait(60)
    assert page.http.delete(f"/api/jobs/{second}").json()["state"] == "cancelled"
    page.http.delete(f"/api/jobs/{first}")
    goes_on.set()
    told = page.wait("job", lambda told: told["id"] == first and _over(told))
    assert told["state"] == "cancelled"
    assert not (show / "build/ep01/ep01.mp3").exists()
    assert page.http.delete("/api/jobs/nothing").status_code == 404


def test_a_job_that_fails_says_what_to_do(page: Page, show: Path) -> None:
    (show / "scripts/ep01.md").write_text("---\nid: ep01\ntitle: T\n---\n\n```\ncode\n```\n")
    name = page.http.post("/api/jobs", json={"kind": "render", "episodes": ["ep01"]}).json()["id"]
    told = page.wait("job", lambda told: told["id"] == name and _over(told))
    assert told["state"] == "failed"
    assert "Traceback" not in told["message"] and told["message"]
    for wrong in ({"kind": "delete", "episodes": ["ep01"]}, {"kind": "render", "episodes": []}, {"kind": "render"}):
        assert page.http.post("/api/jobs", json=wrong).status_code == 400
    assert page.http.post("/api/jobs", json={"kind": "render", "episodes": ["../x"]}).status_code == 404


def test_takes_are_made_chosen_locked_and_taken_back(make_show: Callable[..., Path]) -> None:
    root = make_show(engine="espeak")
    choices = root / "scripts/ep01.takes.yaml"
    with desk_of(root) as desk:
        page = desk.page()
        page.listen("ep01")
        page.wait("segments")
        at = f"/api/episodes/ep01/takes/{_index(page)}"

        def act(action: str, **more: str) -> Any:
            return page.http.post(at, json={"action": action, **more})

        made = act("retake").json()["takes"]
        assert [(one["take"], one["chosen"], one["made"]) for one in made] == [(1, False, False), (2, True, True)]
        new = (made[1]["key"], "fresh", True)
        page.wait(
            "segments", lambda told: new in {(one["id"], one["state"], one["locked"]) for one in told["segments"]}
        )
        assert page.http.get(f"/api/takes/{made[1]['key']}.wav").status_code == 200

        assert act("lock").json()["takes"][1]["locked"]
        refused = act("retake")
        assert (refused.status_code, "locked" in refused.json()["error"]) == (409, True)
        assert act("choose", key=made[0]["key"]).status_code == 409
        assert next(iter(yaml.safe_load(choices.read_text())["takes"].values()))["locked"] is True

        assert not any(one["locked"] for one in act("unlock").json()["takes"])
        assert [one["chosen"] for one in act("choose", key=made[0]["key"]).json()["takes"]] == [True, False]
        assert [one["chosen"] for one in act("revert").json()["takes"]] == [False, True]
        assert [one["chosen"] for one in act("revert").json()["takes"]] == [True, False]
        assert act("revert").status_code == 400
        assert act("choose", key="0" * 64).status_code == 400
        assert act("sing").status_code == 400
        assert page.http.get("/api/episodes/ep01/takes/0").status_code == 404
        # A page that does not know yet how many passages stand above means the one that it shows.
        shown, elsewhere = made[0]["key"], "/api/episodes/ep01/takes/0"
        assert page.http.get(f"{elsewhere}?of={shown}").json()["takes"][0]["key"] == shown
        answer = page.http.post(elsewhere, json={"action": "lock", "of": shown})
        assert answer.json()["takes"][0]["locked"]
        assert page.http.get(f"{elsewhere}?of={'0' * 64}").json() == {"takes": []}
        gone = page.http.post(elsewhere, json={"action": "lock", "of": "0" * 64})
        assert (gone.status_code, "has become another one" in gone.json()["error"]) == (404, True)
        assert page.http.get("/api/episodes/ep01/takes/999").status_code == 404
        assert page.http.get("/api/episodes/ep01/takes/-1").status_code == 400


def test_a_pronunciation_tells_what_it_changes_before_it_is_written(page: Page, show: Path) -> None:
    lexicon = show / "voices/lexicon.yaml"
    before = lexicon.read_text()
    page.type(SENTENCE, "Kafka keeps what you wrote in it.")
    index = _index(page, "Kafka keeps what you wrote in it.")
    asked = {"term": "Kafka", "say": "KAF kah", "apply": False}
    told = page.http.post("/api/pronunciation", json=asked).json()
    assert (told["affected"], told["count"]) == ({"ep01": [index]}, 1)
    assert page.http.get(told["sound"]).headers["content-type"] == "audio/wav"
    assert lexicon.read_text() == before
    assert page.http.post("/api/pronunciation", json={**asked, "apply": True}).json()["applied"]
    assert lexicon.read_text() == "# ours\nKafka: KAF kah  # the broker\n"
    again = page.http.post("/api/pronunciation", json={**asked, "apply": False}).json()
    assert again["count"] == 0


@pytest.mark.parametrize("term", ["etcd", "C#: the language", "yes", 'a "quoted" word', "- dash", "12", "ümlaut 🎙️"])
def test_any_word_is_written_so_that_it_is_read_back(term: str) -> None:
    from studio.live.words import _with_entry

    for text in ("", "# ours\nKafka: KAHF kuh\n", "Kafka: KAHF kuh"):
        once = _with_entry(text, term, "et see dee", "lexicon.yaml")
        assert yaml.safe_load(once)[term] == "et see dee"
        twice = _with_entry(once, term, "/ɛtsi/", "lexicon.yaml")
        assert yaml.safe_load(twice)[term] == "/ɛtsi/"
        assert twice.startswith(text.removesuffix("\n"))
        assert len(yaml.safe_load(twice)) == len(yaml.safe_load(text) or {}) + 1


def test_a_pronunciation_that_cannot_be_is_refused(page: Page, show: Path) -> None:
    (show / "voices/lexicon.yaml").write_text("read:\n  - {respell: REED, as: verb}\n")
    before = (show / "voices/lexicon.yaml").read_text()
    for wrong in (
        {"term": "read", "say": "RED", "apply": True},
        {"term": "Kafka", "ipa": "kˈ\x07", "apply": True},
        {"term": "Kafka", "apply": True},
        {"term": "", "say": "x", "apply": True},
        {"term": "Kafka", "say": "x" * 101, "apply": True},
    ):
        answer = page.http.post("/api/pronunciation", json=wrong)
        assert answer.status_code == 400, wrong
    assert (show / "voices/lexicon.yaml").read_text() == before


def test_voices_are_heard_with_any_text(page: Page) -> None:
    (voice, *_) = page.http.get("/api/voices").json()["voices"]
    assert (voice["name"], voice["usable"], voice["is_narrator"]) == ("narrator", True, True)
    said = page.http.post("/api/say", json={"text": "In 1999 it was 5 km.", "voice": "narrator"}).json()
    assert said["spoken"] == "In nineteen ninety-nine it was five kilometres." or "nineteen" in said["spoken"]
    assert page.http.get(f"/api/takes/{said['key']}.wav").status_code == 200
    for wrong in ({"text": "", "voice": None}, {"text": "x", "voice": "nobody"}, {"text": "x" * 2001, "voice": None}):
        assert page.http.post("/api/say", json=wrong).status_code == 400


def test_flags_follow_their_sentence_and_stay(desk: Desk, page: Page, show: Path) -> None:
    flag = {"episode": "ep01", "index": _index(page), "word": "indices", "at_s": 0.4, "note": "sounds odd"}
    made = page.http.post("/api/flags", json=flag).json()
    page.type("# The First Episode", "Something new stands at the very beginning.\n\n# The First Episode")
    page.wait_for_text(page.text)
    (listed,) = page.http.get("/api/flags?episode=ep01").json()["flags"]
    assert listed == {**made, "index": listed["index"]}
    assert (listed["word"], listed["text"], listed["note"]) == ("indices", SENTENCE, "sounds odd")
    assert listed["index"] == flag["index"] + 1
    page.type(SENTENCE, "The sentence is another one today.")
    page.wait_for_text(page.text)
    assert page.http.get("/api/flags?episode=ep01").json()["flags"][0]["index"] is None
    assert page.http.delete(f"/api/flags/{made['number']}").status_code == 200
    assert page.http.delete(f"/api/flags/{made['number']}").status_code == 404
    assert page.http.post("/api/flags", json={**flag, "index": 999}).status_code == 400
