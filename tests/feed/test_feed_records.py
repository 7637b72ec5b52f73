"""The index and the order of items come from records, and these from the feed itself where the notes lack them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable

import pytest
import sample_episode as sample
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sample_site import NOW, Site

from studio.feed.ledger import LEDGER, read_ledger
from studio.feed.names import NAMESPACES
from studio.feed.records import EpisodeRecord, restored
from studio.publish.publish import publish, rollback, unpublish
from studio.verify.feed import verify_feed


def _item(*parts: str) -> etree._Element:
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    return etree.fromstring(f"<item {spaces}>{''.join(parts)}</item>")


FOREIGN = """<item><title>An old one</title><link>javascript:alert(9)</link><guid>old-1</guid>
<pubDate>Thu, 01 Jan 2026 00:00:00 +0000</pubDate><itunes:duration>47:03</itunes:duration>
<description>&lt;script&gt;alert(1)&lt;/script&gt;</description>
<enclosure url="https://old.example/a.mp3" length="1" type="audio/mpeg"/>{more}</item>"""


def _add_foreign(site: Site, text: str) -> None:
    feed = site.feed.read_text(encoding="utf-8")
    site.feed.write_text(feed.replace("</channel>", text + "</channel>"), encoding="utf-8")


def _cards(site: Site) -> list[etree._Element]:
    return etree.HTML((site.public / "index.html").read_text(encoding="utf-8")).findall(
        ".//div[@id='list']//li[@class='card']"
    )


def _page(site: Site) -> str:
    return (site.public / "index.html").read_text(encoding="utf-8")


# --------------------------------------------------------------------------------------------- single items


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("2823", 2823),
        ("47:03", 2823),
        (" 1:02:03 ", 3723),
        ("00:47:03.600", 2824),
        ("2823.4", 2823),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("1e9", 0),
        ("nan", 0),
        ("²", 0),
        ("9" * 5_000, 0),
        ("99999999", 0),
        ("1::2", 0),
    ],
)
def test_durations_are_read_in_every_form_that_feeds_use(told: str, seconds: int) -> None:
    assert restored(_item(f"<itunes:duration>{told}</itunes:duration>")).duration_s == seconds


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://old.example/1", "https://old.example/1"),
        (" HTTP://old.example/1 ", "HTTP://old.example/1"),
        ("javascript:alert(9)", ""),
        ("JavaScript://old.example/%0aalert(9)", ""),
        ("data:text/html,x", ""),
        ("//old.example/1", ""),
        ("https:", ""),
        ("http://[", ""),
        ("page.html", ""),
    ],
)
def test_only_an_address_of_the_web_is_kept_as_one(link: str, kept: str) -> None:
    assert restored(_item(f"<link>{link}</link>")).link == kept


@pytest.mark.parametrize(
    ("address", "identity"),
    [
        ("https://example.com/podcast/episodes/ep01/ep01.mp3", "ep01"),
        ("https://example.com/episodes/ep%2001/ep%2001.mp3", "ep 01"),
        ("https://old.example/episodes/ep01/audio.mp3", ""),
        ("https://old.example/a.mp3", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_an_item_is_ours_by_where_its_sound_lies(address: str, identity: str) -> None:
    assert restored(_item(f'<enclosure url="{address}"/>')).id == identity


@pytest.mark.parametrize("start", ["0", "0:00", "00:00:00", "00:00:00.000", "", "x"])
def test_chapters_are_read_however_their_times_are_written(start: str) -> None:
    mark = f'<psc:chapters><psc:chapter start="{start}" title="x"/><psc:chapter title="y"/></psc:chapters>'
    record = restored(_item("<itunes:duration>60</itunes:duration>", mark))
    assert [pillar for _, pillar in record.strip] == [None, None]
    assert all(length_s >= 1 for length_s, _ in record.strip)


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("Thu, 01 Jan 2020 00:00:00 +0200", "2020-01-01T00:00:00+02:00"),
        ("Thu, 01 Jan 2020 00:00:00", "2020-01-01T00:00:00+00:00"),
        ("Thu, 01 Jan 2020 00:00:00 -0000", "2020-01-01T00:00:00+00:00"),
        ("yesterday", None),
        ("", None),
        ("Thu, 99 Jan 2020 00:00:00 +0000", None),
    ],
)
def test_dates_that_can_be_read_have_a_zone(told: str, moment: str | None) -> None:
    found = restored(_item(f"<pubDate>{told}</pubDate>")).published
    assert (found and found.isoformat()) == moment


@pytest.mark.parametrize(
    ("description", "summary"),
    [
        ("Plain & simple.\nTwo lines.", "Plain & simple. Two lines."),
        ("<p>First <b>bold</b> words.</p><p>Second.</p>", "First bold words."),
        ("<div>No paragraph &amp; no end", "No paragraph & no end"),
        ("<?xml version='1.0' encoding='latin-1'?>Odd<!-- hidden -->", "Odd"),
        ("   ", ""),
    ],
)
def test_a_summary_is_plain_text(description: str, summary: str) -> None:
    item = _item("<description/>")
    item.find("description").text = description
    assert restored(item).summary == summary


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=80),
    st.text("<>&/p b", max_size=40),
)
def test_no_item_whatsoever_is_an_error(text: str, markup: str) -> None:
    item = _item(
        "<title/><description/><guid/><pubDate/><itunes:duration/><itunes:episode/><itunes:season/><link/>",
        "<enclosure/><psc:chapters><psc:chapter/></psc:chapters>",
    )
    for element in item.iter():
        element.text = text
        if element.tag.endswith(("enclosure", "chapter")):  # type: ignore[union-attr]
            for name in ("url", "start", "image"):
                element.set(name, text)
    item.find("description").text = markup
    record = restored(item)
    assert EpisodeRecord.from_json("x", {**record.as_json(), "guid": record.guid or "x"}).title == record.title


# --------------------------------------------------------------------------------------------- the ledger


def test_a_record_comes_back_as_it_was_noted(published: Site) -> None:
    ledger = read_ledger(published.public)
    assert ledger.damage == ""
    record = ledger.records["ep01"]
    assert EpisodeRecord.from_json("ep01", json.loads(json.dumps(record.as_json()))) == record
    assert record.number == 1
    assert [pillar for _, pillar in record.strip] == [
        chapter.pillar for chapter in sample.sample_chapters(published.root)
    ]


DAMAGES: dict[str, Callable[[str], str | None]] = {
    "gone": lambda _: None,
    "cut short": lambda text: text[:60],
    "emptied": lambda _: "",
    "no JSON": lambda _: "nonsense",
    "another kind of JSON": lambda _: "[1, 2]",
    "no records": lambda _: '{"podcast": "x", "episodes": {"ep01": 5, "ep02": null, "ep03": {"guid": 7}}}',
    "damaged values": lambda text: re.sub(r'"published": "[^"]*"', '"published": "whenever"', text),
    "as it was before": lambda text: json.dumps(
        {
            "podcast": "x",
            "episodes": {
                name: {"guid": record["guid"], "published": record["published"]}
                for name, record in json.loads(text)["episodes"].items()
            },
        }
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_older_ledger_moves_no_date_and_loses_nothing(site: Site, damage: str) -> None:
    sample.build(site.root, "ep03", published=None)
    publish([site.build("ep03")], site.show, site.public, now=NOW)
    before, path = site.files(), site.public / LEDGER
    text = path.read_text(encoding="utf-8")
    spoilt = DAMAGES[damage](text)
    if spoilt is None:
        path.unlink()
    else:
        path.write_text(spoilt, encoding="utf-8")
    later = NOW + datetime.timedelta(days=30)
    publish([site.build("ep01")], site.show, site.public, now=later)
    assert site.files() == before
    assert path.read_text(encoding="utf-8") == text
    sample.build(site.root, "ep03", published=None, title="Another Title")
    publish([site.build("ep03")], site.show, site.public, now=later)
    assert "Mon, 01 Jun 2026 12:00:00 +0000" in site.feed.read_text(encoding="utf-8")
    assert verify_feed(site.public, site.show, measure=False).broken == ()


@pytest.mark.parametrize("damage", ["cut short", "no JSON", "no records", "damaged values"])
def test_verify_says_that_the_ledger_is_damaged(site: Site, damage: str) -> None:
    path = site.public / LEDGER
    path.write_text(DAMAGES[damage](path.read_text(encoding="utf-8")) or "", encoding="utf-8")
    assert [promise.code for promise in verify_feed(site.public, site.show, measure=False).broken] == [
        "ledger-readable"
    ]


def test_the_identity_of_an_unpublished_episode_survives_the_others(site: Site) -> None:
    guid = read_ledger(site.public).records["ep02"].guid
    unpublish("ep02", site.show, site.public, now=NOW)
    publish([site.build("ep01")], site.show, site.public, now=NOW)
    assert read_ledger(site.public).records["ep02"].guid == guid


# --------------------------------------------------------------------------------------------- items of another tool


@pytest.mark.parametrize(
    "more",
    [
        "",
        '<psc:chapters version="1.2"><psc:chapter start="0" title="x"/></psc:chapters>',
        '<psc:chapters version="1.2"><psc:chapter start="00:00:00" title="x"/></psc:chapters>',
        "<itunes:episode>many</itunes:episode><itunes:season>-1</itunes:season>",
    ],
)
def test_a_show_that_moves_here_keeps_its_old_items(site: Site, more: str) -> None:
    _add_foreign(site, FOREIGN.format(more=more))
    publish([site.build("ep01")], site.show, site.public, now=NOW)
    assert ["".join(card.find(".//h3").itertext()) for card in _cards(site)] == ["A Sample of Everything"] * 2 + [
        "An old one"
    ]
    old = _cards(site)[2]
    assert old.find(".//a") is None
    assert "47 min" in "".join(old.itertext())
    assert "javascript:" not in _page(site)
    assert "<script>" not in _page(site)
    feed = site.feed.read_text(encoding="utf-8")
    assert "<guid>old-1</guid>" in feed
    unpublish("ep02", site.show, site.public, now=NOW)
    assert len(_cards(site)) == 2
    rollback(site.public)
    assert len(_cards(site)) == 3


def test_an_old_item_with_a_page_of_its_own_leads_there(site: Site) -> None:
    _add_foreign(site, FOREIGN.format(more="").replace("javascript:alert(9)", "https://old.example/1?a=1&amp;b=2"))
    publish([site.build("ep01")], site.show, site.public, now=NOW)
    assert _cards(site)[2].find(".//h3/a").get("href") == "https://old.example/1?a=1&b=2"


def test_items_without_identity_date_or_title_stay_behind_the_others(site: Site) -> None:
    _add_foreign(site, "<item><title/></item><item/>")
    sample.build(site.root, "ep03")
    publish([site.build("ep03")], site.show, site.public, now=NOW)
    assert len(_cards(site)) == 5
    assert len(list(etree.parse(str(site.feed)).iterfind("channel/item"))) == 5
    assert _cards(site)[4].findtext(".//h3") in (None, "")
