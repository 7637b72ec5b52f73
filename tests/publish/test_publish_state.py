"""The publisher's notes are checked, finished, healed or put away, and never followed out of the feed folder."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample
from lxml import etree
from sample_site import NOW, Site

from studio.cli import main
from studio.feed.state import sealed
from studio.kit.errors import StudioError
from studio.publish import publish as publishing
from studio.publish.draft import Outcome
from studio.publish.publish import publish, rollback, schedule, scheduled, unpublish
from studio.verify.feed import verify_feed

LATER = NOW + datetime.timedelta(days=3)


def _publish(site: Site, *identities: str, now: datetime.datetime = NOW) -> Outcome:
    return publish([site.build(identity) for identity in identities], site.show, site.public, now=now)


def _titles(site: Site) -> list[str | None]:
    return [item.findtext("title") for item in etree.parse(str(site.feed)).getroot().iterfind("channel/item")]


def _rebuild(site: Site, identity: str, **changes: object) -> None:
    day = int(identity[2:])
    sample.build(site.root, identity, published=datetime.datetime(2026, 3, day, 6, tzinfo=datetime.UTC), **changes)  # type: ignore[arg-type]


VICTIM = "../../victim.txt"
JOURNALS = {
    "empty": b"",
    "cut short": b'{"seal": "0000',
    "nothing": b"null",
    "of an earlier version": b'{"room": "tx-1", "steps": [["%s", null, null]]}' % VICTIM.encode(),
    "a list": b"[]",
    "no text": b"\xff\xfe\x00",
    "nested": b"[" * 200_000,
    "a room elsewhere": sealed('{"room": "../../elsewhere"}'),
    "a room that is none": sealed('{"room": 7}'),
    "no room": sealed('{"rooms": 1}'),
    "a room that is not there": sealed('{"room": "tx-77"}'),
    "a wrong seal": sealed('{"room": "tx-1"}').replace(b"tx-1", b"tx-2"),
}


@pytest.mark.parametrize("name", JOURNALS)
def test_a_damaged_journal_stops_nothing_and_is_told(site: Site, name: str) -> None:
    victim = site.root.parent / "victim.txt"
    victim.write_text("precious")
    before = site.files()
    (site.public / ".studio/journal.json").write_bytes(JOURNALS[name])
    done = _publish(site, "ep01")
    assert site.files() == before
    assert victim.read_text() == "precious"
    assert "damaged" in done.doubts[0]
    assert _publish(site, "ep01").doubts == ()
    assert verify_feed(site.public, site.show, measure=False).broken == ()


@pytest.mark.parametrize(
    "step",
    [
        [VICTIM, None, None, 0],
        ["/etc/hostname", None, None, 0],
        ["a/../../../victim.txt", None, None, 0],
        ["..\\..\\victim.txt", None, None, 0],
        ["feed.xml", "../../../victim.txt", None, 0],
        ["feed.xml", "new/../../x", None, 0],
        ["feed.xml", None, "/etc/hostname", 0],
        ["", None, None, 0],
        [None, None, None, 0],
        ["feed.xml"],
    ],
)
def test_a_plan_from_elsewhere_is_not_followed_out_of_the_folder(site: Site, step: list[object]) -> None:
    victim = site.root.parent / "victim.txt"
    victim.write_text("precious")
    before = site.files()
    room = site.public / ".studio/tx-9"
    room.mkdir()
    (room / "plan.json").write_bytes(sealed(json.dumps({"steps": [step]})))
    (site.public / ".studio/journal.json").write_bytes(sealed('{"room": "tx-9"}'))
    assert _publish(site, "ep01").doubts
    assert victim.read_text() == "precious"
    assert site.files() == before


def test_a_link_in_the_folder_is_not_followed_out_of_it(site: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(site.public / "episodes", elsewhere)
    (site.public / "episodes").symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*"))
    with pytest.raises(StudioError) as caught:
        unpublish("ep02", site.show, site.public, now=NOW)
    assert caught.value.code == "leaves-the-folder"
    assert sorted(elsewhere.rglob("*")) == before


def test_bookkeeping_that_is_a_link_is_not_followed(site: Site, tmp_path: Path) -> None:
    shutil.move(site.public / ".studio", tmp_path / "notes")
    (site.public / ".studio").symlink_to(tmp_path / "notes")
    with pytest.raises(StudioError) as caught:
        _publish(site, "ep01")
    assert caught.value.code == "leaves-the-folder"


@pytest.mark.parametrize("damage", [b"", b"{", sealed('{"steps": 3}')])
def test_history_that_is_damaged_stops_a_rollback_and_nothing_else(site: Site, damage: bytes) -> None:
    before = site.files()
    for done in (site.public / ".studio").glob("tx-*/done.json"):
        done.write_bytes(damage)
    with pytest.raises(StudioError) as caught:
        rollback(site.public)
    assert caught.value.code == "damaged-history"
    assert site.files() == before
    unpublish("ep01", site.show, site.public, now=NOW)
    rollback(site.public)
    assert site.files() == before


def test_a_former_file_that_is_damaged_is_not_put_back(site: Site) -> None:
    unpublish("ep01", site.show, site.public, now=NOW)
    after = site.files()
    room = max((site.public / ".studio").glob("tx-*"), key=lambda path: int(path.name[3:]))
    kept = max((room / "former").iterdir(), key=lambda path: path.stat().st_size)
    kept.write_bytes(kept.read_bytes()[:-1])
    with pytest.raises(StudioError) as caught:
        rollback(site.public)
    assert caught.value.code == "damaged-history"
    assert site.files() == after


def test_ten_changes_can_be_taken_back_at_once(site: Site) -> None:
    states = [site.files()]
    for number in range(12):
        _rebuild(site, "ep01", title=f"Title {number}")
        _publish(site, "ep01")
        states.append(site.files())
    rollback(site.public, steps=10)
    assert site.files() == states[2]
    rollback(site.public)
    assert site.files() == states[-1]
    unpublish("ep02", site.show, site.public, now=NOW)
    rollback(site.public, steps=3)
    assert site.files() == states[-1]
    with pytest.raises(StudioError) as caught:
        rollback(site.public, steps=11)
    assert caught.value.code == "nothing-to-roll-back"


def test_a_folder_in_place_of_a_file_is_told_before_anything_changes(site: Site) -> None:
    (site.public / "index.html").unlink()
    (site.public / "index.html").mkdir()
    _rebuild(site, "ep01", title="Another")
    before = site.files()
    with pytest.raises(StudioError) as caught:
        _publish(site, "ep01")
    assert caught.value.code == "in-the-way"
    assert caught.value.where == str(site.public / "index.html")
    assert site.files() == before
    (site.public / "index.html").rmdir()
    _publish(site, "ep01")
    assert "Another" in _titles(site)


def test_a_file_in_place_of_a_folder_is_told_as_well(site: Site) -> None:
    sample.build(site.root, "ep03")
    (site.public / "episodes/ep03").write_text("in the way")
    before = site.files()
    with pytest.raises(StudioError) as caught:
        _publish(site, "ep03")
    assert caught.value.code == "in-the-way"
    assert site.files() == before


# ------------------------------------------------------------------------------------------------- the ledger


@pytest.mark.parametrize("damage", [lambda data: data[:60], lambda data: data.replace(b"2026-06-01", b"2026-06-09")])
def test_a_damaged_ledger_is_told_and_no_date_moves(site: Site, damage: Callable[[bytes], bytes]) -> None:
    sample.build(site.root, "ep03", published=None)
    _publish(site, "ep03")
    dates = [item.findtext("pubDate") for item in etree.parse(str(site.feed)).getroot().iterfind("channel/item")]
    ledger = site.public / ".studio/ledger.json"
    ledger.write_bytes(damage(ledger.read_bytes()))
    assert [p.code for p in verify_feed(site.public, site.show, measure=False).broken] == ["ledger-readable"]
    sample.build(site.root, "ep03", published=None, title="Another")
    done = _publish(site, "ep03", now=LATER)
    assert "ledger" in "".join(done.doubts)
    again = [item.findtext("pubDate") for item in etree.parse(str(site.feed)).getroot().iterfind("channel/item")]
    assert again == dates
    assert verify_feed(site.public, site.show, measure=False).broken == ()


# ----------------------------------------------------------------------------------------------- the schedule


def _wait(site: Site, identity: str = "ep03", days: int = 2, **changes: object) -> Path:
    sample.build(site.root, identity, published=None, **changes)  # type: ignore[arg-type]
    at = NOW + datetime.timedelta(days=days)
    schedule(site.build(identity), site.show, site.public, at=at, now=NOW)
    return site.public / ".studio/scheduled" / identity


def test_a_rollback_of_the_publish_that_carried_out_a_schedule_gives_the_schedule_back(site: Site) -> None:
    _wait(site)
    waiting, before = scheduled(site.public), site.files()
    _publish(site, now=LATER)
    after = site.files()
    assert scheduled(site.public) == ()
    rollback(site.public)
    assert (scheduled(site.public), site.files()) == (waiting, before)
    _publish(site, now=LATER)
    assert site.files() == after


def test_scheduling_again_that_fails_keeps_the_first(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    _wait(site)
    waiting = scheduled(site.public)

    def full(*_: object) -> None:
        raise StudioError("disk-full", "the disk is full")

    monkeypatch.setattr("studio.publish.transaction.copy_durably", full)
    with pytest.raises(StudioError):
        _wait(site, days=20, title="Another")
    assert scheduled(site.public) == waiting
    monkeypatch.undo()
    assert _publish(site, now=LATER).episodes == ("ep03",)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "note cut short": lambda room: (room / "schedule.json").write_bytes((room / "schedule.json").read_bytes()[:9]),
    "note of a list": lambda room: (room / "schedule.json").write_bytes(b"[]"),
    "date that is none": lambda room: (room / "schedule.json").write_bytes(b'{"at": "soon"}'),
    "number for a date": lambda room: (room / "schedule.json").write_bytes(b'{"at": 7}'),
    "changed date": lambda room: (room / "schedule.json").write_bytes(
        (room / "schedule.json").read_bytes().replace(b"2026", b"2027")
    ),
    "no manifest": lambda room: (room / "manifest.json").unlink(),
    "damaged manifest": lambda room: (room / "manifest.json").write_text("{"),
    "damaged sound": lambda room: (room / "ep03.mp3").write_bytes(b"noise"),
    "no sound": lambda room: (room / "ep03.mp3").unlink(),
    "damaged transcript": lambda room: (room / "transcript.vtt").write_text("x"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_schedule_stops_no_other_episode_and_is_told(site: Site, name: str) -> None:
    room = _wait(site)
    DAMAGES[name](room)
    _rebuild(site, "ep01", title="Another")
    done = _publish(site, "ep01", now=LATER)
    assert done.episodes == ("ep01",)
    assert "Another" in _titles(site)
    assert done.refused == ("ep03",)
    assert any("ep03" in doubt for doubt in done.doubts)
    assert _publish(site, "ep03", now=LATER).refused == ()
    assert not room.exists()


def test_calling_off_the_only_schedule_makes_no_feed(site: Site, tmp_path: Path) -> None:
    new = tmp_path / "new"
    schedule(site.build("ep01"), site.show, new, at=LATER, now=NOW)
    assert unpublish("ep01", site.show, new, now=NOW).changes == ()
    assert (scheduled(new), (new / "feed.xml").exists()) == ((), False)
    with pytest.raises(StudioError) as caught:
        unpublish("ep01", site.show, new, now=NOW)
    assert caught.value.code == "not-published"
    rollback(new)
    assert scheduled(new) == (("ep01", LATER),)


def test_a_damaged_note_of_a_schedule_breaks_a_promise(site: Site) -> None:
    room = _wait(site)
    (room / "schedule.json").write_bytes(b"{}")
    assert [p.code for p in verify_feed(site.public, site.show, measure=False).broken] == ["schedules-readable"]
    unpublish("ep03", site.show, site.public, now=NOW)
    assert verify_feed(site.public, site.show, measure=False).broken == ()


def test_a_due_episode_that_is_not_fit_ends_with_an_error(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("studio.settings.workspace.find_root", lambda _: site.root)
    monkeypatch.setattr("studio.settings.workspace.load_show", lambda _: site.show)
    (_wait(site) / "schedule.json").write_bytes(b"{}")
    assert main(["publish", "ep01"]) == 1
    assert "warning: ep03 was to be published and was not" in capsys.readouterr().err


# ----------------------------------------------------------------------------------- a render during a publish


@pytest.mark.parametrize("when", ["_check", "_draft"])
def test_a_render_during_a_publish_is_never_mixed_with_the_former_build(
    site: Site, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    _rebuild(site, "ep01", title="Before")
    before = site.files()
    step = getattr(publishing, when)

    def render_first(*arguments: object) -> object:
        sample.build(site.root, "ep01", frequency_hz=1000, title="During")
        return step(*arguments)

    monkeypatch.setattr(publishing, when, render_first)
    with pytest.raises(StudioError) as caught:
        _publish(site, "ep01")
    assert caught.value.code in ("build-changed", "not-publishable")
    assert site.files() == before
    monkeypatch.undo()
    _publish(site, "ep01")
    assert verify_feed(site.public, site.show, measure=False).broken == ()


def test_nothing_due_makes_no_feed_and_an_unfit_show_is_told_where_there_is_one(site: Site, tmp_path: Path) -> None:
    unfit = replace(site.show, categories=())
    done = publish([], unfit, tmp_path / "new", now=NOW)
    assert (done.changes, done.episodes) == ((), ())
    assert not (tmp_path / "new/feed.xml").exists()
    before = site.files()
    with pytest.raises(StudioError) as caught:
        publish([], unfit, site.public, now=NOW)
    assert caught.value.code == "not-publishable"
    assert site.files() == before
