"""The show's page in a browser: playing in place, seasons, search, pages that stay as they are."""

from __future__ import annotations

import datetime
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample
from listener import Listener
from lxml import etree
from sample_site import Site

from studio.feed.front import front_files, surplus_pages
from studio.feed.kept import KEPT, KeptPages
from studio.feed.pages import PageArt
from studio.feed.records import EpisodeRecord
from studio.feed.state import sealed
from studio.model.publishing import ShowType
from studio.model.show import Show

ART = PageArt("art/cover.jpg", "art/small.jpg", "art/icon.jpg", "art/touch.jpg")


def records(count: int) -> list[EpisodeRecord]:
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = [
        EpisodeRecord(
            guid=f"guid-{number}", published=start + datetime.timedelta(days=number), id=f"ep{number:03}",
            title=f"Number {number}", number=number, season=1 + (number - 1) // 60, summary=f"All about {number**2}.",
            duration_s=600, strip=((300, "zoom"), (300, None)),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    return made[::-1]


@pytest.fixture
def many(site: Site) -> Site:
    """A show of 120 episodes, of which the pages of the show are there."""
    for path, data in front_files(records(120), site.show, ART).items():
        (site.public / path).write_bytes(data)
    return site


@pytest.fixture
def visitor(browser: object, many: Site) -> Iterator[Listener]:
    made = Listener(browser).open(many.public / "index.html")
    yield made
    made.context.close()


def titles(made: Listener) -> list[str]:
    return made.page.locator(".card:visible .card-link").all_inner_texts()


def test_the_index_leads_to_the_episodes(browser: object, published: Site) -> None:
    made = Listener(browser).open(published.public / "index.html")
    assert made.page.get_by_role("heading", level=2).inner_text() == "2 episodes"
    made.page.get_by_role("link", name="A Sample of Everything", exact=True).first.click()
    made.page.wait_for_url("**/episodes/ep02/index.html")
    made.page.get_by_role("link", name="The Sample Show").click()
    made.page.wait_for_url("**/index.html")
    assert made.complaints == []
    made.context.close()


def test_an_episode_plays_in_place_and_goes_on_where_it_was_left(browser: object, published: Site) -> None:
    made = Listener(browser).open(published.public / "index.html")
    page = made.page
    card = page.locator(".card").nth(1)
    card.get_by_role("link", name="Play A Sample of Everything").click()
    made.until("!audio.paused && audio.src.endsWith('ep01.mp3') && audio.currentTime > 0")
    assert page.locator("#dock").is_visible()
    page.mouse.click(*made.middle("#dock-seek"))
    made.until("audio.currentTime > 16")
    card.get_by_role("link", name="Pause").click()
    made.until("audio.paused")
    page.locator("#dock-title").click()
    page.wait_for_url("**/episodes/ep01/index.html")
    made.until("audio.currentTime > 15")
    assert made.complaints == []
    made.context.close()


def test_the_newest_stand_first_and_older_ones_on_pages_behind_them(visitor: Listener) -> None:
    page = visitor.page
    assert titles(visitor) == [f"Number {number}" for number in range(120, 75, -1)]
    page.get_by_role("link", name="Older").click()
    assert titles(visitor) == [f"Number {number}" for number in range(75, 50, -1)]
    assert page.get_by_role("heading", level=2).inner_text() == "21 February 2020 – 16 March 2020"
    page.get_by_role("link", name="Older").click()
    page.get_by_role("link", name="Older").click()
    assert titles(visitor) == [f"Number {number}" for number in range(25, 0, -1)]
    assert page.get_by_role("link", name="Older").count() == 0
    page.get_by_role("link", name="Newer").click()
    assert titles(visitor)[0] == "Number 50"


def test_seasons_are_headings_and_lead_to_where_they_begin(visitor: Listener) -> None:
    page = visitor.page
    assert page.get_by_role("heading", level=3).all_inner_texts() == ["Season 2"]
    page.get_by_role("navigation", name="Seasons").get_by_role("link", name="Season 1").click()
    page.wait_for_url("**/index-4.html#season-1")
    assert page.get_by_role("heading", level=3).all_inner_texts() == ["Season 2", "Season 1"]


@pytest.mark.parametrize("kind", list(ShowType))
@pytest.mark.parametrize("count", [49, 50, 98, 100, 149, 1000])
def test_one_more_episode_leaves_pages_of_others_as_they_are(site: Site, kind: ShowType, count: int) -> None:
    show = replace(site.show, feed=replace(site.show.feed, type=kind))
    before, after = (
        front_files([replace(one, season=None) for one in records(n)], show, ART) for n in (count, count + 1)
    )
    assert before.keys() <= after.keys(), "an address that somebody has kept ends"
    grown = {name for name in after if before.get(name) != after[name]} - {"sitemap.xml"}
    assert {"index.html"} <= grown and len({name for name in grown if name.startswith("index")}) <= 3
    assert sum(len(after[name]) for name in grown) < 250_000


def test_a_page_is_made_again_where_it_or_what_it_is_made_from_has_changed(site: Site) -> None:
    def made(show: Show) -> dict[str, bytes]:
        kept = KeptPages(site.public)
        files = front_files(records(120), show, ART, kept)
        for path, data in {**files, KEPT: kept.to_bytes()}.items():
            (site.public / path).write_bytes(data)
        return files

    page = site.public / "index-2.html"
    first = made(site.show)
    # A mark that only survives where the page is not made again: the note knows the page with it.
    note = json.loads((site.public / KEPT).read_bytes())
    note["pages"]["index-2.html"][1] = zlib.crc32(b"kept")
    (site.public / KEPT).write_bytes(sealed(json.dumps({"pages": note["pages"]})))
    page.write_bytes(b"kept")
    assert made(site.show)["index-2.html"] == b"kept"
    assert b"Another" in made(replace(site.show, title="Another"))["index-2.html"]
    assert made(site.show) == first
    page.write_bytes(first["index-2.html"] + b"by hand")
    assert made(site.show) == first
    (site.public / KEPT).write_bytes(b"damaged")
    assert made(site.show) == first


def test_search_finds_episodes_of_every_page(visitor: Listener) -> None:
    page = visitor.page
    page.get_by_label("Search in all episodes").fill("ABOUT 121.")
    page.locator("#hits", has_text="1 episode").wait_for()
    assert titles(visitor) == ["Number 11"]
    assert page.locator(".card:visible .card-link").get_attribute("href") == "episodes/ep011/index.html"
    page.keyboard.press("Escape")
    assert len(titles(visitor)) == 45
    page.get_by_label("Search in all episodes").fill("zebra")
    page.locator("#hits", has_text="Not found").wait_for()


def test_what_is_explicit_says_so_on_its_card_and_where_it_is_found(browser: object, site: Site) -> None:
    listed = [replace(one, explicit=one.number == 2) for one in records(3)]
    for path, data in front_files(listed, site.show, ART).items():
        (site.public / path).write_bytes(data)
    made = Listener(browser).open(site.public / "index.html")
    marked = made.page.locator(".card:visible", has=made.page.get_by_text("Explicit"))
    assert marked.locator(".card-link").all_inner_texts() == ["Number 2"]
    made.page.get_by_label("Search in all episodes").fill("number")
    made.page.locator("#hits", has_text="3 episodes").wait_for()
    assert marked.locator(".card-link").all_inner_texts() == ["Number 2"]
    made.context.close()


def test_pages_that_are_not_needed_any_more_go(many: Site) -> None:
    made = front_files(records(80), many.show, ART)
    assert surplus_pages(many.public, made) == ["episodes-4.js", "index-4.html"]
    assert list(made)[-1] == "index.html"


@pytest.mark.parametrize("count", [0, 1, 49, 50, 74, 75])
def test_any_number_of_episodes_has_its_pages(site: Site, count: int) -> None:
    made = front_files(records(count), site.show, ART)
    pages = [name for name in made if name.startswith("index")]
    assert len(pages) == max(1, count // 25)
    cards = [len(etree.HTML(made[name].decode()).findall(".//div[@id='list']//li[@class='card']")) for name in pages]
    assert sum(cards) == count


def test_a_browser_that_transforms_no_xml_shows_each_episode_of_the_feed_once(browser: object, site: Site) -> None:
    feed = re.sub(r"<\?xml-stylesheet type=.text/xsl.*?\?>", "", site.feed.read_text(encoding="utf-8"))
    (site.public / "plain.xml").write_text(feed, encoding="utf-8")
    made = Listener(browser)
    made.page.goto((site.public / "plain.xml").as_uri())
    shown = made.page.evaluate("""() => [...document.querySelectorAll("channel > *, item > *")]
        .filter((one) => one.localName !== "item" && getComputedStyle(one).display !== "none")
        .map((one) => one.nodeName)""")
    assert shown[:2] == ["title", "description"]
    assert shown[2:] == ["title", "pubDate"] * 2
    made.context.close()


def test_crawlers_are_told_of_every_page_and_of_none_of_a_private_show(site: Site, tmp_path: Path) -> None:
    made = front_files(records(3), site.show, ART)
    found = [element.text for element in etree.fromstring(made["sitemap.xml"]).iter("{*}loc")]
    base = "https://example.com/podcast/"
    assert found == [base, *(f"{base}episodes/ep{number:03}/index.html" for number in (3, 2, 1))]
    assert f"Sitemap: {base}sitemap.xml" in made["robots.txt"].decode()
    private = front_files(records(3), replace(sample.show(tmp_path), feed_url=f"{base}feed.xml?token=x"), ART)
    assert list(etree.fromstring(private["sitemap.xml"])) == []
    assert private["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    assert b'content="noindex"' in private["index.html"]
