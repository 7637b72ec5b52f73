"""What other machines read of a page, and the player on other people's pages."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from pathlib import Path

import pytest
from listener import Listener
from lxml import etree
from sample_site import NOW, Site

from studio.publish.publish import publish

PAGE = "episodes/ep01/index.html"
BASE = "https://example.com/podcast/"


def head(site: Site) -> dict[str, str]:
    """What a page's head says, by property, name or relation."""
    page = etree.HTML((site.public / PAGE).read_text(encoding="utf-8"))
    told = {meta.get("property") or meta.get("name"): meta.get("content") for meta in page.iter("meta")}
    return told | {link.get("rel") + "/" + (link.get("type") or ""): link.get("href") for link in page.iter("link")}


def linked_data(site: Site, page: str) -> dict[str, object]:
    script = etree.HTML((site.public / page).read_text(encoding="utf-8")).find(".//script[@type='application/ld+json']")
    return dict(json.loads(script.text))


def test_the_head_tells_where_page_sound_picture_and_player_are(published: Site) -> None:
    told = head(published)
    assert told["canonical/"] == told["og:url"] == f"{BASE}{PAGE}"
    assert told["og:audio"] == told["twitter:player:stream"] == f"{BASE}episodes/ep01/ep01.mp3"
    assert told["twitter:card"] == "player"
    assert told["twitter:player"] == f"{BASE}episodes/ep01/embed.html"
    assert (published.public / told["apple-touch-icon/"].removeprefix("../../")).is_file()
    assert told["og:image"].startswith(f"{BASE}art/cover-")


def test_every_address_carries_the_token_of_the_feed(site: Site) -> None:
    private = replace(site.show, feed_url=f"{BASE}feed.xml?token=a&b=1")
    publish([site.build("ep01")], private, site.public, now=NOW)
    told = head(site)
    names = (
        "canonical/",
        "og:url",
        "og:audio",
        "og:image",
        "twitter:image",
        "twitter:player",
        "alternate/application/json+oembed",
    )
    for name in names:
        assert told[name].endswith("?token=a&b=1"), name
    assert told["robots"] == "noindex"
    assert str(linked_data(site, PAGE)["url"]).endswith("?token=a&b=1")


def test_search_engines_read_an_episode_and_its_show(published: Site) -> None:
    episode = linked_data(published, PAGE)
    assert episode["@type"] == "PodcastEpisode"
    assert episode["name"] == "A Sample of Everything"
    assert episode["datePublished"] == "2026-03-01T06:00:00+00:00"
    assert episode["timeRequired"] == "PT35S"
    assert episode["associatedMedia"]["contentUrl"] == f"{BASE}episodes/ep01/ep01.mp3"  # type: ignore[index]
    assert episode["partOfSeries"]["name"] == "The Sample Show"  # type: ignore[index]
    assert [person["name"] for person in episode["actor"]] == ["Grace Guest"]  # type: ignore[attr-defined]
    clips = episode["hasPart"]
    assert [clip["startOffset"] for clip in clips] == sorted(clip["startOffset"] for clip in clips)  # type: ignore[attr-defined]
    show = linked_data(published, "index.html")
    assert (show["@type"], show["webFeed"]) == ("PodcastSeries", f"{BASE}feed.xml")


def test_oembed_gives_the_code_that_the_share_sheet_gives(published: Site) -> None:
    told = json.loads((published.public / "episodes/ep01/oembed.json").read_text(encoding="utf-8"))
    assert (told["version"], told["type"]) == ("1.0", "rich")
    frame = etree.HTML(told["html"]).find(".//iframe")
    assert frame.get("src") == f"{BASE}episodes/ep01/embed.html"
    assert frame.get("title") == "A Sample of Everything"
    assert int(frame.get("height")) == told["height"] == 200
    page = (published.public / PAGE).read_text(encoding="utf-8")
    assert html.escape(told["html"]).replace("&#x27;", "&#39;") in page


def test_the_small_player_plays_in_a_page_of_somebody_else(browser: object, published: Site, tmp_path: Path) -> None:
    address = (published.public / "episodes/ep01/embed.html").as_uri()
    (tmp_path / "theirs.html").write_text(f'<iframe src="{address}" width="640" height="200"></iframe>')
    made = Listener(browser, viewport={"width": 700, "height": 300})
    made.page.goto((tmp_path / "theirs.html").as_uri())
    frame = made.page.frame_locator("iframe")
    frame.get_by_role("button", name="Play").click()
    frame.get_by_role("button", name="Pause").wait_for()
    box = frame.locator("#wave").bounding_box()
    made.page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + 10)
    frame.locator("#now", has_text="0:2").wait_for()
    link = frame.get_by_role("link", name="A Sample of Everything")
    assert (link.get_attribute("href"), link.get_attribute("target")) == ("index.html", "_blank")
    assert made.complaints == []
    made.context.close()


@pytest.mark.parametrize("width", [320, 480, 640, 1200])
def test_the_small_player_fits_its_height(browser: object, published: Site, width: int) -> None:
    made = Listener(browser, viewport={"width": width, "height": 200}).open(
        published.public / "episodes/ep01/embed.html"
    )
    for said in ("''", "JSON.parse(document.getElementById('data').textContent).words.no_jumps"):
        made.page.evaluate(f"document.getElementById('no-jumps').textContent = {said}")
        play = made.page.locator("#play").bounding_box()
        assert play["y"] + play["height"] <= 200
        assert made.page.evaluate("document.documentElement.scrollHeight") <= 200
    made.context.close()
