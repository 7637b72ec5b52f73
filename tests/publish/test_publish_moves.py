"""A feed that gets a new address, new artwork or new ids, and dates that nobody wrote down: what apps know stays."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample
from commands import render
from lxml import etree
from sample_site import NOW, Site

from studio.actions import publish as actions
from studio.feed.names import tag
from studio.kit.errors import StudioError
from studio.model.show import Show
from studio.publish.draft import Outcome
from studio.publish.note import note_path, read_note
from studio.publish.publish import publish, rollback, unpublish
from studio.settings.workspace import open_workspace
from studio.verify.feed import verify_feed

LATER = NOW + datetime.timedelta(days=40)


def _channel(site: Site) -> etree._Element:
    return etree.parse(str(site.feed)).getroot().find("channel")


def _items(site: Site) -> list[etree._Element]:
    return list(_channel(site).iterfind("item"))


def _publish(site: Site, *identities: str, show: Show | None = None, now: datetime.datetime = NOW) -> Outcome:
    return publish([site.build(identity) for identity in identities], show or site.show, site.public, now=now)


def _build(site: Site, identity: str, **changes: object) -> None:
    at = datetime.datetime(2026, 3, int(identity[2:4]), 6, tzinfo=datetime.UTC)
    sample.build(site.root, identity, **({"published": at} | changes))  # type: ignore[arg-type]


# -------------------------------------------------------------------------------------------- a new address

ADDRESSES = [
    "https://elsewhere.example/feed.xml",
    "https://example.com/other/folder/show.xml",
    "http://example.com/podcast/feed.xml",
    "https://example.com/podcast/sub/feed.xml",
    "https://example.com:8443/podcast/feed.xml",
    "https://example.com/podcast/feed.xml?token=a/b&c=1",
    "https://user.example/~ada/rss",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_one_published_episode_moves_all_to_the_new_address(site: Site, address: str) -> None:
    guids = [item.findtext("guid") for item in _items(site)]
    podcast = _channel(site).findtext(tag("podcast:guid"))
    moved = replace(site.show, feed_url=address)
    _publish(site, "ep02", show=moved)
    base = address.partition("?")[0].rsplit("/", 1)[0] + "/"
    data = site.feed.read_text(encoding="utf-8")
    if not base.startswith("https://example.com/podcast/"):
        assert "https://example.com/podcast/" not in data
        for path in site.public.rglob("*.json"):
            if ".studio" not in path.parts:
                assert "https://example.com/podcast/" not in path.read_text(encoding="utf-8")
    assert {item.find("enclosure").get("url").rsplit("episodes/", 1)[0] for item in _items(site)} == {base}
    assert [item.findtext("guid") for item in _items(site)] == guids
    assert _channel(site).findtext(tag("podcast:guid")) == podcast
    assert _channel(site).findtext(tag("itunes:new-feed-url")) == address
    assert _channel(site).findtext(tag("podcast:locked")) == "no"
    assert verify_feed(site.public, moved, measure=False).broken == ()
    once = site.files()
    _publish(site, "ep01", show=moved)
    assert site.files() == once
    _publish(site, "ep02", show=moved, now=LATER)
    assert _channel(site).findtext(tag("podcast:locked")) == "yes"
    assert _channel(site).findtext(tag("itunes:new-feed-url")) == address


def test_a_move_and_its_rollback(site: Site) -> None:
    before = site.files()
    _publish(site, show=replace(site.show, feed_url=ADDRESSES[0]))
    assert site.files() != before
    rollback(site.public)
    assert site.files() == before


def test_a_feed_that_never_moved_says_nothing_of_it(site: Site) -> None:
    assert _channel(site).find(tag("itunes:new-feed-url")) is None
    assert _channel(site).findtext(tag("podcast:locked")) == "yes"


def test_an_item_of_another_tool_stays_where_it_is(site: Site) -> None:
    foreign = '<item><title>Old</title><guid>old-1</guid><enclosure url="https://example.com/podcast/a.mp3"/></item>'
    site.feed.write_text(site.feed.read_text().replace("</channel>", f"{foreign}</channel>"))
    _publish(site, show=replace(site.show, feed_url=ADDRESSES[0]))
    assert _items(site)[-1].find("enclosure").get("url") == "https://example.com/podcast/a.mp3"


def test_a_token_in_the_address_reaches_every_file(site: Site, tmp_path: Path) -> None:
    private = replace(site.show, feed_url="https://example.com/podcast/feed.xml?token=s3cret")
    publish([site.build("ep01")], private, tmp_path / "public", now=NOW)
    root = etree.parse(str(tmp_path / "public/feed.xml")).getroot()
    named = [
        value
        for element in root.iter()
        for value in [*element.attrib.values(), element.text or ""]
        if value.startswith("https://example.com/podcast/") and "." in value.rsplit("/", 1)[1]
    ]
    assert len(named) > 8
    assert all(value.endswith("?token=s3cret") for value in named)
    assert verify_feed(tmp_path / "public", private, measure=False).broken == ()


# ------------------------------------------------------------------------------------------------ new artwork


def test_new_artwork_is_that_of_old_items_as_well(site: Site) -> None:
    site.show.artwork.write_bytes(sample.cover(1500))
    _build(site, "ep02", title="Another")
    _publish(site, "ep02")
    covers = {item.find(tag("itunes:image")).get("href") for item in _items(site)}
    assert covers == {_channel(site).find(tag("itunes:image")).get("href")}
    assert verify_feed(site.public, site.show, measure=False).broken == ()


# --------------------------------------------------------------------------------- what the feed says of itself


def test_an_edit_is_told_by_the_date_of_the_build(site: Site) -> None:
    assert _channel(site).findtext("lastBuildDate") == "Mon, 01 Jun 2026 12:00:00 +0000"
    _publish(site, "ep01", now=LATER)
    assert _channel(site).findtext("lastBuildDate") == "Mon, 01 Jun 2026 12:00:00 +0000"
    _build(site, "ep01", title="Corrected")
    _publish(site, "ep01", now=LATER)
    assert _channel(site).findtext("lastBuildDate") == "Sat, 11 Jul 2026 12:00:00 +0000"
    unpublish("ep01", site.show, site.public, now=LATER + datetime.timedelta(days=1))
    assert _channel(site).findtext("lastBuildDate") == "Sun, 12 Jul 2026 12:00:00 +0000"


def test_notes_that_fit_the_description_are_told_once(site: Site) -> None:
    item = _items(site)[0]
    assert item.find(tag("content:encoded")) is None
    assert "Keys, nodes" in (item.findtext("description") or "")
    _build(site, "ep02", summary="A long tale. " * 2_000)
    _publish(site, "ep02")
    item = _items(site)[0]
    assert item.findtext(tag("content:encoded")) != item.findtext("description")
    assert verify_feed(site.public, site.show, measure=False).broken == ()


def test_the_show_page_has_no_list_of_chapters_for_a_summary(site: Site) -> None:
    _build(site, "ep02", summary="")
    _publish(site, "ep02")
    for restore in (False, True):
        if restore:
            (site.public / ".studio/ledger.json").unlink()
            _publish(site, "ep01")
        page = (site.public / "index.html").read_text(encoding="utf-8")
        assert "br/" not in page
        assert "00:00" not in page


# -------------------------------------------------------------------------------------------------- new ids


def test_a_renamed_episode_keeps_its_place_by_its_guid(site: Site) -> None:
    before = next(item for item in _items(site) if item.findtext("link").endswith("ep01/index.html"))
    guid = before.findtext("guid")
    _build(site, "ep01", id="ep01-keys", number=1)
    shutil.move(site.root / "build/ep01", site.root / "build/was-ep01")
    sample.build(site.root, "ep01-keys", number=1, published=None)
    with pytest.raises(StudioError) as caught:
        _publish(site, "ep01-keys")
    assert caught.value.code == "maybe-renamed"
    assert f"guid: {guid}" in str(caught.value.hint)
    sample.build(site.root, "ep01-keys", number=1, published=None, guid=guid)
    done = _publish(site, "ep01-keys", now=LATER)
    assert "ep01 goes on as ep01-keys" in done.doubts[0]
    assert len(_items(site)) == 2
    after = next(item for item in _items(site) if item.findtext("guid") == guid)
    assert after.findtext("pubDate") == before.findtext("pubDate")
    assert after.find("enclosure").get("url").endswith("episodes/ep01-keys/ep01-keys.mp3")
    assert not (site.public / "episodes/ep01").exists()
    assert verify_feed(site.public, site.show, measure=False).broken == ()
    assert _publish(site, "ep01-keys", now=LATER).changes == ()
    # The former id cannot be another episode's: apps would take that for this one.
    sample.build(site.root, "ep01", title="Something else", number=9)
    with pytest.raises(StudioError) as caught:
        _publish(site, "ep01")
    assert caught.value.code == "id-taken"


def test_a_published_guid_is_not_changed(site: Site) -> None:
    _build(site, "ep01", guid="a-new-one")
    before = site.files()
    with pytest.raises(StudioError) as caught:
        _publish(site, "ep01")
    assert caught.value.code == "guid-changed"
    assert site.files() == before


def test_an_item_of_another_tool_can_be_taken_over_by_its_guid(site: Site) -> None:
    foreign = "<item><title>Old</title><guid>old-1</guid><pubDate>Thu, 01 Jan 2026 00:00:00 +0000</pubDate></item>"
    site.feed.write_text(site.feed.read_text().replace("</channel>", f"{foreign}</channel>"))
    sample.build(site.root, "ep03", guid="old-1", published=None)
    _publish(site, "ep03")
    (taken,) = [item for item in _items(site) if item.findtext("guid") == "old-1"]
    assert taken.findtext("pubDate") == "Thu, 01 Jan 2026 00:00:00 +0000"
    assert len(_items(site)) == 3
    assert verify_feed(site.public, site.show, measure=False).broken == ()


# ------------------------------------------------------------------------------------------------ a lost folder


def test_the_date_of_an_undated_episode_survives_the_loss_of_the_feed_folder(
    make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_show()
    with (root / "studio.yaml").open("a") as config:
        config.write("email: ada@example.com\n")
    render(root, "ep01")
    monkeypatch.setattr(actions, "_now", lambda: NOW)
    actions.publish(open_workspace(root), ["ep01"])
    note = read_note(note_path(root / "scripts/ep01.md", "ep01"))
    assert note is not None
    assert note.published == NOW
    feed = (root / "public/feed.xml").read_bytes()
    shutil.rmtree(root / "public")
    monkeypatch.setattr(actions, "_now", lambda: LATER)
    actions.publish(open_workspace(root), ["ep01"])
    again = etree.parse(str(root / "public/feed.xml")).getroot().find("channel/item")
    first = etree.fromstring(feed).find("channel/item")
    assert [again.findtext(name) for name in ("guid", "pubDate")] == [
        first.findtext(name) for name in ("guid", "pubDate")
    ]
    note_path(root / "scripts/ep01.md", "ep01").write_text("published: soon\n")
    with pytest.raises(StudioError) as caught:
        actions.publish(open_workspace(root), ["ep01"])
    assert caught.value.code == "damaged-note"
