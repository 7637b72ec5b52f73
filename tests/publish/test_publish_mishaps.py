"""What happens to a feed folder between two publishes: it is told, put right where it can be, and nobody loses."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample
from lxml import etree
from sample_site import NOW, Site, make_site

from studio.feed.ledger import LEDGER
from studio.kit.errors import StudioError
from studio.publish.draft import Outcome
from studio.publish.publish import publish, rollback
from studio.verify.feed import verify_feed


@pytest.fixture(autouse=True)
def _without_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Two published episodes and a third one that is built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)
        made = make_site(tmp_path_factory.mktemp("before"), "ep01", "ep02", "ep03")
        publish([made.build("ep01"), made.build("ep02")], made.show, made.public, now=NOW)
    return made


@pytest.fixture
def site(before: Site, tmp_path: Path) -> Site:
    shutil.copytree(before.root, tmp_path / "site")
    return Site(tmp_path / "site", sample.show(tmp_path / "site"))


def third(site: Site, **options: object) -> Outcome:
    show = options.pop("show", site.show)
    return publish([site.build("ep03")], show, site.public, **{"now": NOW, **options})


def broken(site: Site) -> list[str]:
    return [promise.code for promise in verify_feed(site.public, site.show, measure=False).broken]


def in_feed(change: Callable[[str], str]) -> Callable[[Site], object]:
    return lambda site: site.feed.write_text(change(site.feed.read_text(encoding="utf-8")), encoding="utf-8")


def twice(feed: str) -> str:
    item = feed[feed.index("    <item>") : feed.index("</item>") + len("</item>")]
    return feed.replace(item, f"{item}\n{item}", 1)


# Harm that is put right, and what is said of it.
HEALED: dict[str, tuple[Callable[[Site], object], str]] = {
    "an item twice, after a merge": (in_feed(twice), "ep02 stood in the feed twice"),
    "an item without its GUID": (in_feed(lambda feed: re.sub("<guid.*?</guid>", "", feed, count=1)), "ep02 had lost"),
    "an item with an empty GUID": (
        in_feed(lambda feed: re.sub("(<guid.*?>).*?<", r"\1<", feed, count=1)), "ep02 had lost",
    ),
    "a feed in UTF-16": (
        lambda site: site.feed.write_bytes(site.feed.read_text().replace("UTF-8", "UTF-16").encode("utf-16")), "",
    ),
    "a feed with a mark in front": (lambda site: site.feed.write_bytes(b"\xef\xbb\xbf" + site.feed.read_bytes()), ""),
    "a feed with other line ends": (
        lambda site: site.feed.write_bytes(site.feed.read_bytes().replace(b"\n", b"\r\n")), "",
    ),
    "no bookkeeping": (lambda site: shutil.rmtree(site.public / ".studio"), ""),
    "no pages of the show": (lambda site: [page.unlink() for page in site.public.glob("*.html")], ""),
    "no scripts and styles": (lambda site: shutil.rmtree(site.public / "static"), ""),
    "empty pictures": (lambda site: [file.write_bytes(b"") for file in (site.public / "art").iterdir()], ""),
}  # fmt: skip


@pytest.mark.parametrize("name", HEALED)
def test_harm_that_can_be_is_put_right_and_told(site: Site, name: str) -> None:
    harm, told = HEALED[name]
    guids = [element.text for element in etree.parse(site.feed).iter("guid")]
    harm(site)
    done = third(site)
    assert any(told in doubt for doubt in done.doubts) if told else not done.doubts
    assert broken(site) == []
    assert [element.text for element in etree.parse(site.feed).iter("guid")][1:] == guids


# Harm that only somebody else can put right, with what is said, and of whom.
TOLD: dict[str, tuple[Callable[[Path], object], str]] = {
    "sound deleted by hand": (lambda episodes: (episodes / "ep01/ep01.mp3").unlink(), "files of ep01 that are not"),
    "a page deleted by hand": (lambda episodes: (episodes / "ep02/index.html").unlink(), "files of ep02 that are not"),
    "an episode deleted by hand": (lambda episodes: shutil.rmtree(episodes / "ep02"), "files of ep02 that are not"),
}


@pytest.mark.parametrize("name", TOLD)
def test_files_that_are_gone_are_told_of_until_they_are_back(site: Site, name: str) -> None:
    harm, told = TOLD[name]
    harm(site.public / "episodes")
    assert any(told in doubt for doubt in third(site).doubts)
    done = publish([site.build("ep01"), site.build("ep02")], site.show, site.public, now=NOW)
    assert done.doubts == ()
    assert broken(site) == []


def test_a_feed_from_an_older_copy_is_told_of_with_the_episode_that_it_lacks(site: Site) -> None:
    older = site.feed.read_bytes()
    third(site)
    site.feed.write_bytes(older)
    done = publish([site.build("ep01")], site.show, site.public, now=NOW)
    assert done.doubts == ("the feed does not name ep03, whose files are there; publish it again",)
    assert third(site).doubts == ()
    assert broken(site) == []


def test_an_older_ledger_is_completed_from_the_feed(site: Site) -> None:
    older = (site.public / LEDGER).read_bytes()
    third(site)
    guids = [element.text for element in etree.parse(site.feed).iter("guid")]
    (site.public / LEDGER).write_bytes(older)
    publish([site.build("ep03")], site.show, site.public, now=NOW)
    assert [element.text for element in etree.parse(site.feed).iter("guid")] == guids
    assert broken(site) == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda site: site.feed.unlink(),
        lambda site: (site.feed.unlink(), site.feed.symlink_to("/nowhere/feed.xml")),
        lambda site: (site.feed.unlink(), (site.public / ".studio/pages.json").unlink()),
    ],
)
def test_a_lost_feed_does_not_become_one_of_a_single_episode(site: Site, harm: Callable[[Site], object]) -> None:
    harm(site)
    with pytest.raises(StudioError) as caught:
        third(site)
    assert caught.value.code == "lost-feed"
    assert "ep01, ep02" in caught.value.message
    shutil.rmtree(site.public / "episodes")
    site.feed.unlink(missing_ok=True)
    third(site)
    assert broken(site) == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda feed: feed.write_bytes(b""),
        lambda feed: feed.write_bytes(feed.read_bytes()[:900]),
        lambda feed: feed.write_text("<html><body>404</body></html>"),
        lambda feed: feed.write_text("<<<<<<< HEAD\n" + feed.read_text()),
        lambda feed: (feed.unlink(), feed.mkdir()),
    ],
)
def test_a_feed_that_is_none_is_refused(site: Site, harm: Callable[[Path], object]) -> None:
    harm(site.feed)
    with pytest.raises(StudioError) as caught:
        third(site)
    assert (caught.value.code, caught.value.where) == ("damaged-feed", str(site.feed))


@pytest.mark.parametrize(
    "address",
    [
        "show.example/feed.xml", "ftp://show.example/feed.xml", "https:///feed.xml", "https://show.example",
        "https://show example/feed.xml", "https://show.example/feed.xml#top", "file:///feed.xml", "https://[::1/feed.xml",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_refused(site: Site, address: str) -> None:
    before = site.files()
    with pytest.raises(StudioError) as caught:
        third(site, show=replace(site.show, feed_url=address))
    assert "plain web address" in caught.value.message
    assert address in caught.value.message
    assert site.files() == before


def test_a_clock_that_is_behind_is_told_of(site: Site) -> None:
    sample.build(site.root, "ep03", published=None)
    done = third(site, now=NOW - datetime.timedelta(days=365))
    assert any(
        "clock says 2025-06-01 12:00, and the feed was last changed at 2026-06-01 12:00" in d for d in done.doubts
    )
    assert broken(site) == []


def test_another_show_in_the_folder_and_another_host_are_told_of(site: Site) -> None:
    host = replace(site.show, feed_url="https://new.example/feed.xml")
    (told,) = third(site, show=host, dry_run=True).doubts
    assert "let the former one redirect" in told
    state = site.files()
    (told,) = third(site, show=replace(host, title="Another Show")).doubts
    assert all(part in told for part in ("The Sample Show", "Another Show", "--rollback", "--feed"))
    rollback(site.public)
    assert site.files() == state
