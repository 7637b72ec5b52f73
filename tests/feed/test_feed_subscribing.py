"""The ways to subscribe: a directory's page where the show has one there, else the feed itself."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree
from planting import in_text
from sample_site import NOW, Site

from studio.feed.subscribing import apps
from studio.feed.words import words
from studio.model.publishing import Directories
from studio.model.show import Show
from studio.publish.publish import publish
from studio.verify.feed import verify_feed

FEED = "example.com/podcast/feed.xml"


def known(show: Show, **directories: object) -> Show:
    return replace(show, feed=replace(show.feed, directories=Directories(**directories)))  # type: ignore[arg-type]


def test_without_directories_apps_are_handed_the_feed(site: Site) -> None:
    found = dict(apps(site.show, words("en-US")))
    assert found["Apple Podcasts"] == f"podcast://{FEED}"
    assert found["Pocket Casts"] == f"pktc://subscribe/{FEED}"
    assert found["Overcast"].startswith("overcast://x-callback-url/add?url=https%3A%2F%2Fexample.com")
    assert found["Spotify (search)"] == "https://open.spotify.com/search/The%20Sample%20Show"


def test_one_number_of_apple_leads_to_three_pages(site: Site) -> None:
    found = dict(apps(known(site.show, apple="1510899104"), words("en-US")))
    assert found["Apple Podcasts"] == "https://podcasts.apple.com/podcast/id1510899104"
    assert found["Overcast"] == "https://overcast.fm/itunes1510899104"
    assert found["Pocket Casts"] == "https://pca.st/itunes/1510899104"


def test_the_sheet_shows_what_the_settings_name_and_verify_finds_what_it_does_not(site: Site) -> None:
    show = known(
        site.show,
        spotify="4rOoJ6Egrf8K2IrywzwOMk",
        overcast="https://overcast.fm/+abc",
        pocketcasts="https://pca.st/xyz",
        others={"Fountain & Co": "https://fountain.example/show/7?a=1&b=2"},
    )
    publish([site.build("ep01")], show, site.public, now=NOW)
    page = etree.HTML((site.public / "subscribe.html").read_text(encoding="utf-8"))
    shown = {link.text: link.get("href") for link in page.iterfind(".//ul[@class='apps']//a")}
    assert shown["Spotify"] == "https://open.spotify.com/show/4rOoJ6Egrf8K2IrywzwOMk"
    assert shown["Overcast"] == "https://overcast.fm/+abc"
    assert shown["Pocket Casts"] == "https://pca.st/xyz"
    assert shown["Fountain & Co"] == "https://fountain.example/show/7?a=1&b=2"
    assert verify_feed(site.public, show, measure=False).broken == ()
    in_text("subscribe.html", "open.spotify.com/show", "open.spotify.com/album")(site)
    (broken,) = verify_feed(site.public, show, measure=False).broken
    assert (broken.code, broken.found) == ("subscribe-apps", "no Spotify")
