"""Several machines publish to one place: nothing is lost, and what both changed is for people to decide."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample
from lxml import etree
from sample_site import NOW, Site
from two_machines import another_machine, build_again, publish_to, served_at, titles_of, unpublish_from

from studio.feed.ledger import parse_ledger
from studio.feed.state import STATE
from studio.feed.synced import synced_path
from studio.kit.errors import StudioError
from studio.publish.merge import look
from studio.publish.mirror import Mirrored, mirror
from studio.publish.prefer import Prefer
from studio.publish.publish import publish, rollback, unpublish
from studio.verify.feed import verify_feed

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(autouse=True)
def _without_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)


@pytest.fixture
def place() -> Iterator[str]:
    filesystem = fsspec.filesystem("memory")
    yield "memory://bucket/show"
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]


def _is_whole(place: str, site: Site, tmp_path: Path) -> None:
    """What is served is a valid feed with all its files."""
    folder = tmp_path / "served"
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in served_at(place).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    assert verify_feed(folder, site.show, measure=False).broken == ()


def test_publishing_from_an_empty_checkout_adds_an_episode_and_keeps_all_others(
    site: Site, place: str, tmp_path: Path
) -> None:
    publish_to(site, place)
    before = served_at(place)
    other = another_machine(site, tmp_path / "ci")
    build_again(other, "ep03", "The Third")
    publish_to(other, place, "ep03")
    after = served_at(place)
    assert titles_of(after["feed.xml"])[0] == "The Third"
    assert titles_of(after["feed.xml"])[1:] == titles_of(before["feed.xml"])
    assert {name: after[name] for name in before if name.startswith("episodes/")}.items() <= before.items()
    assert parse_ledger(after[f"{STATE}/ledger.json"]).records.keys() == {"ep01", "ep02", "ep03"}
    assert b"The Third" in after["index.html"]
    _is_whole(place, site, tmp_path)
    # The first machine takes it over, and loses nothing of it.
    publish_to(site, place, "ep01")
    assert titles_of(served_at(place)["feed.xml"]) == titles_of(after["feed.xml"])
    _is_whole(place, site, tmp_path)
    assert verify_feed(site.public, site.show, measure=False).broken == ()
    assert verify_feed(other.public, other.show, measure=False).broken == ()


def test_a_correction_from_an_empty_checkout_keeps_guid_and_date(site: Site, place: str, tmp_path: Path) -> None:
    sample.build(site.root, "ep03", published=None)
    publish_to(site, place, "ep03")
    before = etree.fromstring(served_at(place)["feed.xml"]).find("channel/item")
    other = another_machine(site, tmp_path / "ci")
    sample.build(other.root, "ep03", published=None, title="Corrected")
    publish(
        [other.build("ep03")],
        other.show,
        other.public,
        now=NOW + datetime.timedelta(days=9),
        there=look(other.public, place),
    )
    mirror(other.public, place)
    after = etree.fromstring(served_at(place)["feed.xml"]).find("channel/item")
    assert after.findtext("title") == "Corrected"
    assert [after.findtext(name) for name in ("guid", "pubDate")] == [
        before.findtext(name) for name in ("guid", "pubDate")
    ]
    _is_whole(place, site, tmp_path)


def test_two_machines_that_never_met_are_merged(site: Site, place: str, tmp_path: Path) -> None:
    other = another_machine(site, tmp_path / "laptop")
    build_again(other, "ep04", "The Fourth")
    publish([other.build("ep04")], other.show, other.public, now=NOW)
    publish_to(site, place)
    publish_to(other, place)
    assert len(titles_of(served_at(place)["feed.xml"])) == 3
    _is_whole(place, site, tmp_path)


def test_what_both_changed_is_refused_with_the_ways_to_go_on(site: Site, place: str, tmp_path: Path) -> None:
    other = another_machine(site, tmp_path / "laptop")
    publish_to(site, place)
    publish_to(other, place)
    build_again(other, "ep01", "Theirs")
    publish_to(other, place, "ep01")
    build_again(site, "ep01", "Ours")
    here, there = site.files(), served_at(place)
    with pytest.raises(StudioError) as caught:
        publish_to(site, place, "ep01")
    assert caught.value.code == "feed-conflict"
    assert "ep01" in caught.value.message
    assert "--prefer here" in str(caught.value.hint)
    assert "--prefer there" in str(caught.value.hint)
    assert (site.files(), served_at(place)) == (here, there)

    beside = tmp_path / "beside"
    shutil.copytree(site.root, beside)
    filesystem, root = fsspec.core.url_to_fs(place)
    kept = served_at(place)
    publish_to(Site(beside, sample.show(beside)), place, "ep01", prefer=Prefer.HERE)
    assert "Ours" in titles_of(served_at(place)["feed.xml"])
    _is_whole(place, site, tmp_path)
    for name, data in kept.items():
        filesystem.pipe_file(f"{root}/{name}", data)

    done = publish_to(site, place, "ep01", prefer=Prefer.THERE)
    assert "Theirs" in titles_of(served_at(place)["feed.xml"])
    assert "ep01" in done.doubts[0]
    _is_whole(place, site, tmp_path)
    publish_to(site, place, "ep01")
    assert "Ours" in titles_of(served_at(place)["feed.xml"])
    _is_whole(place, site, tmp_path)


def test_what_both_changed_before_they_met_is_refused_too(site: Site, place: str, tmp_path: Path) -> None:
    other = another_machine(site, tmp_path / "laptop")
    publish_to(site, place)
    build_again(other, "ep01", "Theirs")
    publish([other.build("ep01")], other.show, other.public, now=NOW)
    with pytest.raises(StudioError) as caught:
        publish_to(other, place)
    assert caught.value.code == "feed-conflict"
    publish_to(other, place, prefer=Prefer.HERE)
    assert "Theirs" in titles_of(served_at(place)["feed.xml"])
    _is_whole(place, site, tmp_path)


def test_the_same_build_from_two_machines_is_no_conflict(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    other = another_machine(site, tmp_path / "laptop")
    publish_to(other, place)
    for machine in (site, other):
        build_again(machine, "ep03", "The Third")
        publish_to(machine, place, "ep03")
    assert titles_of(served_at(place)["feed.xml"]).count("The Third") == 1
    _is_whole(place, site, tmp_path)


def test_an_episode_that_was_taken_out_elsewhere_stays_out(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    other = another_machine(site, tmp_path / "ci")
    done = unpublish_from(other, place, "ep02")
    assert "episodes/ep02/ep02.mp3" in done.removed
    assert not [name for name in served_at(place) if name.startswith("episodes/ep02/")]
    publish_to(site, place, "ep01")
    assert len(titles_of(served_at(place)["feed.xml"])) == 1
    assert not (site.public / "episodes/ep02").exists()
    _is_whole(place, site, tmp_path)


def test_a_rollback_after_a_copy_takes_nothing_of_another_machine(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    other = another_machine(site, tmp_path / "ci")
    build_again(other, "ep03", "The Third")
    publish_to(other, place, "ep03")
    publish_to(site, place)
    build_again(site, "ep01", "Wrong")
    publish_to(site, place, "ep01")
    rollback(site.public)
    mirror(site.public, place)
    assert "The Third" in titles_of(served_at(place)["feed.xml"])
    assert "Wrong" not in titles_of(served_at(place)["feed.xml"])
    _is_whole(place, site, tmp_path)
    with pytest.raises(StudioError) as caught:
        rollback(site.public, steps=3)
    assert caught.value.code == "nothing-to-roll-back"


def test_a_folder_without_feed_copies_nothing_and_removes_nothing(site: Site, place: str, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert mirror(new, place) == Mirrored((), ())
    publish_to(site, place)
    there = served_at(place)
    with pytest.raises(StudioError) as caught:
        mirror(new, place)
    assert caught.value.code == "nothing-published"
    assert served_at(place) == there


def test_a_merge_that_took_nothing_keeps_the_history(site: Site, place: str) -> None:
    before = site.files()
    publish_to(site, place)
    build_again(site, "ep01", "Wrong")
    (site.public / synced_path(place)).unlink()
    publish_to(site, place, "ep01")
    rollback(site.public)
    assert site.files() == before
    mirror(site.public, place)
    assert {name: data for name, data in served_at(place).items() if not name.startswith(STATE)} == before


def test_a_feed_that_moved_on_is_not_overwritten_by_a_copy(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    other = another_machine(site, tmp_path / "ci")
    build_again(other, "ep03", "The Third")
    publish_to(other, place, "ep03")
    there = served_at(place)
    unpublish("ep01", site.show, site.public, now=NOW)
    with pytest.raises(StudioError) as caught:
        mirror(site.public, place)
    assert caught.value.code == "feed-moved"
    assert served_at(place) == there


def test_a_dry_run_shows_what_would_be_taken_over(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    other = another_machine(site, tmp_path / "ci")
    done = publish([], other.show, other.public, now=NOW, dry_run=True, there=look(other.public, place))
    assert done.feed_diff.count("+    <item") == 2
    assert not (other.public / "feed.xml").exists()


def test_the_place_of_another_podcast_is_left_alone(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    there = served_at(place)
    other = another_machine(site, tmp_path / "ci")
    show = replace(other.show, feed_url="https://other.example/feed.xml")
    publish([other.build("ep01")], show, other.public, now=NOW)
    with pytest.raises(StudioError) as caught:
        publish([], show, other.public, now=NOW, there=look(other.public, place))
    assert caught.value.code == "other-podcast"
    assert served_at(place) == there


@pytest.mark.parametrize("address", ["https://other.example/feed.xml", None])
def test_a_show_with_the_settings_of_another_is_not_mixed_with_it(
    site: Site, place: str, tmp_path: Path, address: str | None
) -> None:
    publish_to(site, place)
    there = served_at(place)
    other = another_machine(site, tmp_path / "ci")
    show = replace(other.show, title="Another Show", feed_url=address or site.show.feed_url)
    build_again(other, "ep09", "The Ninth")
    with pytest.raises(StudioError, match=f"of “{site.show.title}”, this show is “Another Show”") as caught:
        publish([other.build("ep09")], show, other.public, now=NOW, there=look(other.public, place))
    assert caught.value.code == "other-podcast"
    assert served_at(place) == there
    assert not (other.public / "feed.xml").exists()


def test_a_show_that_was_renamed_goes_on_where_it_was(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    other = another_machine(site, tmp_path / "ci")
    show = replace(other.show, title="A New Name")
    build_again(other, "ep03", "The Third")
    there = look(other.public, place)
    publish([other.build("ep03")], show, other.public, now=NOW, there=there, prefer=Prefer.HERE)
    assert titles_of((other.public / "feed.xml").read_bytes())[0] == "The Third"
    assert len(titles_of((other.public / "feed.xml").read_bytes())) == 3
    publish([], replace(site.show, title="A New Name"), site.public, now=NOW)
    done = publish([], site.show, site.public, now=NOW)
    assert f"the show was called “A New Name” in its feed, and is called “{site.show.title}” from now on" in done.doubts


def test_a_lost_feed_folder_is_restored_and_nothing_is_removed(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    before = served_at(place)
    for name in ("feed.xml", "index.html"):
        (site.public / name).unlink()
    publish_to(site, place)
    assert served_at(place) == before
    shutil.rmtree(site.public)
    publish_to(site, place)
    assert titles_of(served_at(place)["feed.xml"]) == titles_of(before["feed.xml"])
    _is_whole(place, site, tmp_path)


# ------------------------------------------------------------------------------------------ a copy that is damaged


def test_what_the_copy_lost_is_sent_again(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    before = served_at(place)
    filesystem, root = fsspec.core.url_to_fs(place)
    filesystem.rm(f"{root}/episodes/ep01/ep01.mp3")
    filesystem.pipe_file(f"{root}/episodes/ep02/ep02.mp3", b"other tool's")
    same_size = b"x" * len(before["episodes/ep01/ep01.vtt"])
    filesystem.pipe_file(f"{root}/episodes/ep01/ep01.vtt", same_size)
    done = mirror(site.public, place)
    assert set(done.sent) == {"episodes/ep01/ep01.mp3", "episodes/ep02/ep02.mp3", "episodes/ep01/ep01.vtt"}
    assert served_at(place) == before
    filesystem.rm(root, recursive=True)
    publish_to(site, place)
    assert served_at(place) == before


def test_a_damaged_feed_there_is_replaced_and_told(site: Site, place: str, tmp_path: Path) -> None:
    publish_to(site, place)
    before = served_at(place)
    filesystem, root = fsspec.core.url_to_fs(place)
    filesystem.pipe_file(f"{root}/feed.xml", before["feed.xml"][:300])
    other = another_machine(site, tmp_path / "ci")
    with pytest.raises(StudioError) as caught:
        publish_to(other, place, "ep01")
    assert caught.value.code == "damaged-feed"
    done = publish_to(site, place)
    assert "damaged" in done.doubts[0]
    assert served_at(place) == before


@pytest.mark.parametrize(
    "note", [b"", b"[]", b'{"../../victim": [1, 1]}', b"\xff", b'{"seal": "00000000",\n"files": 3}']
)
def test_a_damaged_note_about_a_copy_harms_nothing(site: Site, place: str, note: bytes) -> None:
    publish_to(site, place)
    before = served_at(place)
    filesystem, _ = fsspec.core.url_to_fs(place)
    filesystem.pipe_file("memory://victim", b"precious")
    (site.public / synced_path(place)).write_bytes(note)
    publish_to(site, place)
    assert served_at(place) == before
    assert filesystem.cat_file("memory://victim") == b"precious"


def test_sound_that_nobody_has_any_more_is_told(site: Site, place: str) -> None:
    publish_to(site, place)
    filesystem, root = fsspec.core.url_to_fs(place)
    filesystem.rm(f"{root}/episodes/ep01", recursive=True)
    shutil.rmtree(site.public / "episodes/ep01")
    assert mirror(site.public, place).missing == ("episodes/ep01/ep01.mp3",)
