"""A long feed in several files: each episode once, archives as they were, and two machines that agree."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
import sample_episode as sample
from sample_site import NOW, Site

from studio.kit.errors import StudioError
from studio.model.publishing import FeedDetails
from studio.publish.merge import look
from studio.publish.publish import copy_to, publish, rollback, unpublish
from studio.verify.feed import verify_feed


def _date(number: int) -> datetime.datetime:
    return datetime.datetime(2026, 3, number, 6, tzinfo=datetime.UTC)


def _publish(site: Site, *numbers: int, **changes: object) -> tuple[tuple[str, str], ...]:
    for number in numbers:
        sample.build(site.root, f"ep{number:02d}", published=_date(number), **changes)  # type: ignore[arg-type]
    return publish([site.build(f"ep{number:02d}") for number in numbers], site.show, site.public, now=NOW).changes


def _numbers(path: Path) -> list[int]:
    return [int(entry.itunes_episode) for entry in feedparser.parse(str(path)).entries]


def _feeds(folder: Path) -> dict[str, list[int]]:
    return {path.name: _numbers(path) for path in sorted(folder.glob("feed*.xml"))}


@pytest.fixture
def paged(tmp_path: Path) -> Site:
    """Seven episodes, of which the feed holds at least two."""
    site = Site(tmp_path, sample.show(tmp_path, feed=FeedDetails(items=2)))
    for number in range(1, 8):
        _publish(site, number)
    return site


def test_every_episode_stands_in_one_file(paged: Site) -> None:
    assert _feeds(paged.public) == {"feed-0001.xml": [2, 1], "feed-0002.xml": [4, 3], "feed.xml": [7, 6, 5]}
    assert verify_feed(paged.public, paged.show, measure=False).broken == ()


def test_a_reader_that_goes_back_finds_them_all(paged: Site) -> None:
    found: list[int] = []
    name = "feed.xml"
    while name:
        read = feedparser.parse(str(paged.public / name))
        found += [int(entry.itunes_episode) for entry in read.entries]
        name = next((link.href.rsplit("/", 1)[1] for link in read.feed.links if link.rel == "prev-archive"), "")
    assert found == [7, 6, 5, 4, 3, 2, 1]


def test_archives_stay_as_they_are(paged: Site) -> None:
    before = {path.name: path.read_bytes() for path in paged.public.glob("feed-*.xml")}
    changes = _publish(paged, 8)
    assert [path for kind, path in changes if "feed" in path] == ["feed-0003.xml", "feed.xml"]
    assert {name: (paged.public / name).read_bytes() for name in before} == before
    page = (paged.public / "index.html").read_text(encoding="utf-8")
    assert page.count('class="card"') == 8 + 1  # one is the mould for what the search finds


def test_an_old_episode_changes_where_it_is(paged: Site) -> None:
    changes = _publish(paged, 3, title="Told Anew")
    assert [path for kind, path in changes if "feed" in path] == ["feed-0002.xml"]
    assert _feeds(paged.public)["feed-0002.xml"] == [4, 3]
    unpublish("ep03", paged.show, paged.public, now=NOW)
    unpublish("ep04", paged.show, paged.public, now=NOW)
    assert _feeds(paged.public) == {"feed-0001.xml": [2, 1], "feed.xml": [7, 6, 5]}
    assert verify_feed(paged.public, paged.show, measure=False).broken == ()
    rollback(paged.public)
    assert _feeds(paged.public)["feed-0002.xml"] == [4]


def test_publishing_the_same_again_changes_nothing(paged: Site) -> None:
    before = paged.files()
    assert _publish(paged, 2, 7) == ()
    assert paged.files() == before


def test_a_feed_that_is_to_hold_all_holds_all_again(paged: Site) -> None:
    whole = replace(paged.show, feed=FeedDetails())
    publish([paged.build("ep07")], whole, paged.public, now=NOW)
    assert _feeds(paged.public) == {"feed.xml": [7, 6, 5, 4, 3, 2, 1]}
    assert verify_feed(paged.public, whole, measure=False).broken == ()


def test_a_lost_archive_loses_no_episode(paged: Site) -> None:
    (paged.public / "feed-0001.xml").rename(paged.root / "kept.xml")
    before = paged.files()
    assert "archive-there" in {promise.code for promise in verify_feed(paged.public, measure=False).broken}
    with pytest.raises(StudioError, match="holds its older episodes") as caught:
        _publish(paged, 8)
    assert caught.value.code == "lost-archive"
    assert paged.files() == before


def test_archives_that_go_round_in_circles_end(paged: Site) -> None:
    first = paged.public / "feed-0001.xml"
    text = first.read_text(encoding="utf-8")
    link = '<atom:link href="https://example.com/podcast/feed-0002.xml" rel="prev-archive"/>'
    first.write_text(text.replace("<fh:archive/>", f"<fh:archive/>{link}"), encoding="utf-8")
    assert "archive-there" in {promise.code for promise in verify_feed(paged.public, measure=False).broken}
    _publish(paged, 8)
    assert verify_feed(paged.public, measure=False).broken == ()


def test_an_episode_in_two_files_is_found(paged: Site) -> None:
    text = (paged.public / "feed-0001.xml").read_text(encoding="utf-8")
    item = text[text.index("<item>") : text.index("</item>") + len("</item>")]
    feed = paged.feed.read_text(encoding="utf-8")
    paged.feed.write_text(feed.replace("</channel>", f"{item}</channel>"), encoding="utf-8")
    broken = {promise.code for promise in verify_feed(paged.public, measure=False).broken}
    assert "guid-unique" in broken


def test_another_machine_takes_the_archives_over(paged: Site, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    there = str(tmp_path / "served")
    copy_to(paged.public, there)
    elsewhere = tmp_path / "elsewhere"
    sample.build(paged.root, "ep08", published=_date(8))
    publish([paged.build("ep08")], paged.show, elsewhere, now=NOW, there=look(elsewhere, there))
    copy_to(elsewhere, there)
    expected = {"feed-0001.xml": [2, 1], "feed-0002.xml": [4, 3], "feed-0003.xml": [6, 5], "feed.xml": [8, 7]}
    assert _feeds(tmp_path / "served") == _feeds(elsewhere) == expected
    assert verify_feed(tmp_path / "served", paged.show, measure=False).broken == ()
    # An old episode that is changed there comes back here, too, though the feed itself lists the same as before.
    sample.build(paged.root, "ep01", published=_date(1), title="Told Anew")
    publish([], paged.show, paged.public, now=NOW, there=look(paged.public, there))
    publish([paged.build("ep01")], paged.show, paged.public, now=NOW, there=look(paged.public, there))
    copy_to(paged.public, there)
    publish([], paged.show, elsewhere, now=NOW, there=look(elsewhere, there))
    assert "Told Anew" in (elsewhere / "feed-0001.xml").read_text(encoding="utf-8")
