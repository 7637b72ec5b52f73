"""What a feed says besides sound and chapters, as other programs and a listener read it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import feedparser
import podcastparser
import pytest
import sample_episode as sample
from lxml import etree
from sample_site import NOW, Site, make_site

from studio.feed.names import tag
from studio.feed.rss import items_parent
from studio.model.feednames import OWN
from studio.model.publishing import (
    EpisodeType,
    FeedDetails,
    FeedImage,
    Frequency,
    Licence,
    Person,
    Publisher,
    ShowType,
)
from studio.model.show import Show
from studio.publish.publish import publish
from studio.verify.feed import verify_feed

GUID = "003af0a0-6a45-55cf-b765-68e3d349551a"


def _full_show(root: Path) -> Show:
    show = sample.show(root, funding_url="https://e.org/give", funding_text="Give")
    (root / "assets/ana.jpg").write_bytes(sample.cover(300))
    feed = FeedDetails(
        type=ShowType.SERIAL,
        seasons={"1": "Beginnings & Ends"},
        license=Licence(name="CC-BY-4.0"),
        update_frequency=Frequency(rule="FREQ=WEEKLY", starts=NOW, text="Every week"),
        complete=True,
        block=("apple", "spotify"),
        images=(FeedImage("banner", root / "assets/cover.jpg", "A ring"),),
        publisher=Publisher(name="House", guid=GUID, url="https://house.example/feed.xml"),
        txt={"applepodcastsverify": "05124"},
        extra='<podcast:podroll/>\n<my:own xmlns:my="urn:my">kept</my:own>',
    )
    people = (Person("Ana Lima", "host", link="https://ana.example/", picture="assets/ana.jpg"),)
    return replace(show, feed=feed, people=people)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that says all that can be said; its first episode is a trailer."""
    root = tmp_path_factory.mktemp("full")
    show = _full_show(root)
    sample.build(
        root,
        "ep01",
        episode_type=EpisodeType.TRAILER,
        explicit=True,
        license=Licence(name="mine", url="https://e.org/licence"),
        block=True,
        feed_extra='<podcast:socialInteract protocol="activitypub" uri="https://m.example/1"/>',
    )
    sample.build(root, "ep02", season=1)
    site = Site(root, show)
    publish([site.build("ep01"), site.build("ep02")], show, site.public, now=NOW)
    return site


def _channel(site: Site) -> etree._Element:
    return items_parent(etree.parse(str(site.feed)).getroot())


def test_every_promise_holds(full: Site) -> None:
    assert verify_feed(full.public, full.show).broken == ()


def test_other_readers_agree(full: Site) -> None:
    read = feedparser.parse(str(full.feed))
    assert not read.bozo
    assert read.feed.itunes_type == "serial"
    assert read.feed.itunes_complete == "Yes"
    assert [entry.itunes_episodetype for entry in read.entries] == ["full", "trailer"]
    with full.feed.open("rb") as file:
        by_other = podcastparser.parse("https://example.com/podcast/feed.xml", file)
    assert [episode.get("explicit") for episode in by_other["episodes"]] == [False, True]
    assert by_other["type"] == "serial"
    assert read.feed.my_own == "kept"


def test_the_channel_says_what_the_show_says(full: Site) -> None:
    channel = _channel(full)

    def the(name: str) -> etree._Element:
        (element,) = channel.findall(tag(name))
        return element

    assert the("podcast:license").text == "cc-by-4.0"
    frequency = the("podcast:updateFrequency")
    assert (frequency.text, frequency.get("rrule"), frequency.get("complete")) == ("Every week", "FREQ=WEEKLY", "true")
    assert frequency.get("dtstart") == NOW.isoformat()
    remote = the("podcast:publisher")[0]
    assert dict(remote.attrib) == {
        "medium": "publisher",
        "feedGuid": GUID,
        "feedUrl": "https://house.example/feed.xml",
    }
    image = the("podcast:image")
    assert (image.get("purpose"), image.get("alt"), image.get("aspect-ratio")) == ("banner", "A ring", "1/1")
    assert {(one.get("id"), one.text) for one in channel.findall(tag("podcast:block"))} == {
        ("apple", "yes"),
        ("spotify", "yes"),
    }
    assert the("itunes:block").text == "Yes"
    txt = {one.get("purpose"): one.text for one in channel.findall(tag("podcast:txt"))}
    assert txt == {"applepodcastsverify": "05124", "ai-content": "yes: The voices in this episode are synthetic."}
    trailer = the("podcast:trailer")
    assert trailer.get("url", "").endswith("/ep01.mp3")
    assert trailer.get("season") == "1"
    person = the("podcast:person")
    assert (person.text, person.get("href")) == ("Ana Lima", "https://ana.example/")
    assert re.search(r"/art/person-[0-9a-f]{8}\.jpg$", person.get("img", ""))


def test_items_say_what_their_episodes_say(full: Site) -> None:
    _, trailer = _channel(full).findall("item")
    season = trailer.find(tag("podcast:season"))
    assert season is not None
    assert (season.get("name"), season.text) == ("Beginnings & Ends", "1")
    licence = trailer.find(tag("podcast:license"))
    assert licence is not None
    assert (licence.text, licence.get("url")) == ("mine", "https://e.org/licence")
    assert trailer.findtext(tag("itunes:block")) == "Yes"
    assert trailer.find(tag("podcast:socialInteract")) is not None


def test_all_that_is_written_is_reserved(full: Site) -> None:
    """What studio writes an author cannot write once more."""
    added = {tag("podcast:podroll"), "{urn:my}own", tag("podcast:socialInteract"), tag("atom:link")}
    channel = _channel(full)
    assert {str(one.tag) for one in channel} - added <= {tag(name) for name in OWN["channel"]}
    for item in channel.findall("item"):
        assert {str(one.tag) for one in item} - added <= {tag(name) for name in OWN["item"]}


def test_publishing_again_changes_nothing(full: Site) -> None:
    before = full.files()
    publish([full.build("ep01")], full.show, full.public, now=NOW)
    assert full.files() == before


def test_a_serial_show_begins_at_the_beginning(full: Site, published: Site) -> None:
    def hrefs(site: Site) -> list[str]:
        page = (site.public / "index.html").read_text(encoding="utf-8")
        return list(dict.fromkeys(re.findall(r'href="episodes/(ep\d+)/', page)))

    assert hrefs(full) == ["ep01", "ep02"]
    assert hrefs(published) == ["ep02", "ep01"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de-DE", ("2. März 2026", "Staffel 1: Beginnings", "Die Stimmen in dieser Folge sind synthetisch.")),
        ("fr", ("2 mars 2026", "Saison 1: Beginnings", "Les voix de cet épisode sont synthétiques.")),
        ("es-MX", ("2 de marzo de 2026", "Temporada 1: Beginnings", "Las voces de este episodio son sintéticas.")),
    ],
)
def test_a_page_speaks_the_shows_language(
    language: str, shown: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path)
    show = replace(site.show, language=language, feed=FeedDetails(seasons={"1": "Beginnings"}))
    monkeypatch.setattr(sample, "show", lambda root: replace(show, root=root))
    sample.build(tmp_path, "ep01")
    publish([site.build("ep01")], show, site.public, now=NOW)
    page = (site.public / "episodes/ep01/index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert [text for text in shown if text not in page] == []
    assert shown[0] in (site.public / "index.html").read_text(encoding="utf-8")
    assert verify_feed(site.public, show, measure=False).broken == ()


@pytest.mark.parametrize(
    ("pattern", "replacement", "code"),
    [
        (r"<itunes:type>serial", "<itunes:type>weekly", "show-type"),
        (r"<itunes:complete>Yes", "<itunes:complete>true", "itunes:complete"),
        (r">yes</podcast:block>", ">true</podcast:block>", "podcast:block"),
        (r"<itunes:episodeType>trailer", "<itunes:episodeType>promo", "episode-type"),
        (r"<itunes:explicit>true", "<itunes:explicit>clean", "item-explicit"),
        (r'(<podcast:trailer[^>]*url=")[^"]*', r"\1https://example.com/podcast/x.mp3", "trailers"),
        (r'img="[^"]*"', 'img="https://example.com/podcast/art/none.jpg"', "people-links"),
        (r">Ana Lima<", ">HOST<", "people-named"),
        (r"<podcast:license>cc-by-4.0", "<podcast:license>mine", "license"),
        (r'(<podcast:image href=")[^"]*', r"\1https://example.com/podcast/art/none.jpg", "channel-images"),
        (r"05124</podcast:txt>", "</podcast:txt>", "ownership-codes"),
        (r"<itunes:season>1", "<itunes:season>2", "seasons-agree"),
        (r"(<podcast:medium>podcast</podcast:medium>)", r"\1\1", "elements-once"),
    ],
)
def test_a_planted_fault_is_found(pattern: str, replacement: str, code: str, full: Site, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(full.public, tmp_path / "public")
    text = full.feed.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, count=1)
    assert changed != text
    (tmp_path / "public/feed.xml").write_text(changed, encoding="utf-8")
    broken = verify_feed(tmp_path / "public", full.show, measure=False).broken
    assert code in {promise.code for promise in broken}
