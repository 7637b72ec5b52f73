"""`verify` knows every page and file that `publish` writes: what is wrong with one of them is found, and named."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sample_episode as sample
from planting import Fault, in_feed, in_file, in_text, without
from sample_site import NOW, Site, make_site

from studio.publish.publish import publish
from studio.verify.feed import verify_feed

PAGE, SMALL, OEMBED = (f"episodes/ep01/{name}" for name in ("index.html", "embed.html", "oembed.json"))
BASE = "https://example.com/podcast/"


def oembed(**values: object) -> Fault:
    return in_file(OEMBED, lambda data: json.dumps({**json.loads(data), **values}).encode())


def cards(change: Any) -> Fault:
    """The search's data with its list changed."""

    def changed(data: bytes) -> bytes:
        listed, _, more = data.decode().removeprefix("window.studioEpisodes = ").partition(";\n")
        return f"window.studioEpisodes = {json.dumps(change(json.loads(listed)))};\n{more}".encode()

    return in_file("episodes.js", changed)


# What is planted; the promise that must then be broken, and the file that it is about.
FAULTS: dict[str, tuple[Fault, str, str]] = {
    "no small player": (without(SMALL), "embed-there", SMALL),
    "an empty small player": (in_file(SMALL, lambda _: b""), "embed-there", SMALL),
    "no oEmbed": (without(OEMBED), "oembed-there", OEMBED),
    "oEmbed cut short": (in_file(OEMBED, lambda data: data[:-20]), "oembed-there", OEMBED),
    "oEmbed that is a list": (in_file(OEMBED, lambda _: b"[]"), "oembed-there", OEMBED),
    "oEmbed of another version": (oembed(version="2.0"), "oembed-player", OEMBED),
    "oEmbed at another address": (in_text(OEMBED, "example.com/podcast/ep", "example.org/ep"), "oembed-player", OEMBED),
    "oEmbed's frame of another episode": (in_text(OEMBED, "ep01/embed", "ep02/embed"), "oembed-player", OEMBED),
    "oEmbed without a frame": (oembed(html="<p>gone</p>"), "oembed-player", OEMBED),
    "oEmbed's picture gone": (oembed(thumbnail_url=f"{BASE}art/none.jpg"), "oembed-picture", OEMBED),
    "oEmbed's other title": (oembed(title="Another"), "oembed-title", OEMBED),
    "page with other sound": (in_text(PAGE, 'src="ep01.mp3"', 'src="../ep02/ep02.mp3"'), "page-audio", PAGE),
    "small player with other sound": (in_text(SMALL, 'src="ep01.mp3"', 'src="ep02.mp3"'), "page-audio", SMALL),
    "page without a player": (in_text(PAGE, "<audio.*?</audio>", ""), "page-audio", PAGE),
    "player with another GUID": (in_text(PAGE, '"guid":"', '"guid":"x'), "page-player", PAGE),
    "player with another length": (in_text(SMALL, '"duration":3', '"duration":13'), "page-player", SMALL),
    "player with a chapter less": (in_text(PAGE, r'"chapters":\[\{.*?\},', '"chapters":['), "page-player", PAGE),
    "player with another chapter": (in_text(PAGE, '"label":"Closing"', '"label":"Opening"'), "page-player", PAGE),
    "player with a chapter elsewhere": (in_text(SMALL, '"start":6.609', '"start":7.609'), "page-player", SMALL),
    "player without a waveform": (in_text(PAGE, r'"peaks":\[.*?\]', '"peaks":[]'), "page-player", PAGE),
    "player's data cut short": (in_text(PAGE, '"words":.*?</script>', "</script>"), "page-player", PAGE),
    "page with another title": (in_text(PAGE, "(<h1[^>]*>)A Sample", r"\1The Sample"), "page-title", PAGE),
    "page with other words": (in_text(PAGE, "Two keys", "Three keys"), "page-transcript", PAGE),
    "page with a line less": (in_text(PAGE, '<a data-t=.*?</a>', ""), "page-transcript", PAGE),
    "page with a line elsewhere": (in_text(PAGE, 'data-t="[^"]*">Two', 'data-t="9">Two'), "page-transcript", PAGE),
    "page at another address": (
        in_text(PAGE, 'canonical" href="https://example.com', r"\g<0>.au"), "page-address", PAGE,
    ),
    "picture at another address": (in_text(PAGE, 'og:image" content="https://', r"\g<0>old."), "page-address", PAGE),
    "small player that names another page": (in_text(SMALL, "ep01/index.html", "ep02/index.html"), "embed-page", SMALL),
    "search engines told of another sound": (
        in_text(PAGE, '"contentUrl":"https://example.com', r"\g<0>.au"), "page-linked-data", PAGE,
    ),
    "search engines told nothing": (in_text(PAGE, "application/ld", "text/ld"), "page-linked-data", PAGE),
    "style of a page gone": (without("static/page-*.css"), "page-links", PAGE),
    "script of the small player gone": (without("static/embed-*.js"), "page-links", SMALL),
    "cover of the page gone": (without("art/cover-small-*"), "page-links", PAGE),
    "dead link to an episode": (in_text(PAGE, "../ep02/index.html", "../ep03/index.html"), "page-links", PAGE),
    "dead download": (in_text(PAGE, 'href="ep01.vtt"', 'href="ep01.txt"'), "page-links", PAGE),
    "dead place on a page": (in_text(PAGE, 'id="main"', 'id="other"'), "page-links", PAGE),
    "dead sound in the head": (in_text(PAGE, r'(og:audio" content="[^"]*)ep01.mp3', r"\1ep1.mp3"), "page-links", PAGE),
    "a picture from elsewhere": (
        in_text(PAGE, '(class="cover" src=")', r"\1https://cdn.example/"), "page-policy", PAGE,
    ),
    "a script from elsewhere": (
        in_text(PAGE, "</head>", '<script src="//x.example/a.js"></script></head>'), "page-policy", PAGE,
    ),
    "a script in the page": (in_text(SMALL, "</head>", "<script>alert(1)</script></head>"), "page-policy", SMALL),
    "a style in the page": (in_text("index.html", "<h1 ", '<h1 style="color:red" '), "page-policy", "index.html"),
    "no page of the show": (without("index.html"), "index-there", "index.html"),
    "an episode not on the show's page": (
        in_text("index.html", r'<li class="card".*?</li>', ""), "index-lists", "index.html",
    ),
    "an episode twice on the show's page": (
        in_text("index.html", r'<li class="card".*?</li>', r"\g<0>\g<0>"), "index-lists", "index.html",
    ),
    "other sound on the show's page": (
        in_text("index.html", "ep01/ep01.mp3", "ep02/ep02.mp3"), "index-lists", "index.html",
    ),
    "a warning on the show's page of what needs none": (
        in_text("index.html", '(<li class="card".*?)</p>', r'\1<strong class="badge">x</strong></p>'),
        "index-explicit", "index.html",
    ),
    "dead link on the show's page": (
        in_text("index.html", "ep01/index.html", "ep1/index.html"), "page-links", "index.html",
    ),
    "a page of the show without a link to it": (
        lambda site: shutil.copy(site.public / "index.html", site.public / "index-2.html"), "index-pages", "index.html",
    ),
    "no data for the search": (without("episodes.js"), "search-readable", "episodes.js"),
    "the search's data cut short": (in_file("episodes.js", lambda data: data[:-5]), "search-readable", "episodes.js"),
    "an episode that the search misses": (cards(lambda listed: listed[1:]), "search-lists", "episodes.js"),
    "an episode that only the search knows": (
        cards(lambda listed: [*listed, {**listed[0], "guid": "x"}]), "search-lists", "episodes.js",
    ),
    "a part of the search's data that is not there": (
        in_text("episodes.js", r"More = \[\]", 'More = ["episodes-2.js"]'), "search-readable", "episodes-2.js",
    ),
    "other sound in the search": (in_text("episodes.js", "ep01.mp3", "ep1.mp3"), "search-lists", "episodes.js"),
    "no sheet to subscribe": (without("subscribe.html"), "subscribe-there", "subscribe.html"),
    "another address to copy": (
        in_text("subscribe.html", 'value="https://example.com', r"\g<0>.au"), "subscribe-address", "subscribe.html",
    ),
    "another picture for phones": (
        in_text("subscribe.html", ' d="M4 4.5h7', ' d="M4 4.5h6'), "subscribe-code", "subscribe.html",
    ),
    "no site map": (without("sitemap.xml"), "sitemap-readable", "sitemap.xml"),
    "a site map that is none": (in_file("sitemap.xml", lambda data: data[:-9]), "sitemap-readable", "sitemap.xml"),
    "a page that the site map misses": (in_text("sitemap.xml", "<url>.*?</url>", ""), "sitemap-lists", "sitemap.xml"),
    "a site map of what is not there": (in_text("sitemap.xml", "ep01/", "ep09/"), "sitemap-there", "sitemap.xml"),
    "a site map at another address": (
        in_text("sitemap.xml", "example.com", "example.org"), "sitemap-there", "sitemap.xml",
    ),
    "no robots": (without("robots.txt"), "robots", "robots.txt"),
    "robots that name another site map": (in_text("robots.txt", "example.com", "example.org"), "robots", "robots.txt"),
    "robots that keep everybody out": (in_text("robots.txt", "Disallow:", "Disallow: /"), "robots", "robots.txt"),
    "no sheet for the feed in a browser": (without("static/feed-*.xsl"), "feed-sheets", "feed.xml"),
    "no sheet named by the feed": (in_feed(r"<\?xml-stylesheet.*?\?>\s*", "", 0), "feed-sheets", "feed.xml"),
    "a style that is not what its hash says": (
        lambda site: next((site.public / "static").glob("page-*.css")).write_text("* {}"), "hashes", "public",
    ),
    "a new address that is another": (
        in_feed("<itunes:author>", f"<itunes:new-feed-url>{BASE}rss</itunes:new-feed-url><itunes:author>"),
        "new-address", "feed.xml",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_page_is_found(site: Site, fault: str) -> None:
    plant, code, where = FAULTS[fault]
    plant(site)
    broken = verify_feed(site.public, site.show, measure=False).broken
    assert (code, where) in {(promise.code, promise.where) for promise in broken}
    assert all(str(promise) for promise in broken)


def test_of_a_feed_with_a_token_nothing_may_be_listed(tmp_path: Path) -> None:
    made = make_site(tmp_path, "ep01")
    private = replace(made.show, feed_url=f"{BASE}feed.xml?token=a&b=1")
    publish([made.build("ep01")], private, made.public, now=NOW)
    assert verify_feed(made.public, private, measure=False).broken == ()
    (made.public / "robots.txt").write_text(f"User-agent: *\nDisallow:\n\nSitemap: {BASE}sitemap.xml\n")
    in_text("sitemap.xml", "(<urlset[^>]*)/>", rf"\1><url><loc>{BASE}</loc></url></urlset>")(made)
    in_text(PAGE, r'(og:audio" content="[^"?]*)\?[^"]*', r"\1")(made)
    broken = {promise.code for promise in verify_feed(made.public, private, measure=False).broken}
    assert {"robots", "sitemap-lists", "page-address"} <= broken


@pytest.mark.parametrize("items", [0, 1])
def test_a_long_show_of_several_pages_and_archives_keeps_its_promises(tmp_path: Path, items: int) -> None:
    names = ["ep01", "ep02", "ep03"]
    made = make_site(tmp_path, *names)
    show = replace(made.show, feed=replace(made.show.feed, items=items))
    publish([made.build(name) for name in names], show, made.public, now=NOW)
    assert (made.public / "feed-0001.xml").exists() == bool(items)
    assert verify_feed(made.public, show, measure=False).broken == ()


def test_a_feed_of_another_tool_is_asked_for_no_pages(tmp_path: Path) -> None:
    made = make_site(tmp_path, "ep01")
    publish([made.build("ep01")], made.show, made.public, now=NOW)
    in_feed("<generator>studio<", "<generator>another<")(made)
    for name in ("sitemap.xml", "robots.txt", "index.html"):
        (made.public / name).unlink()
    codes = {promise.code for promise in verify_feed(made.public, sample.show(tmp_path), measure=False).promises}
    assert not codes & {"sitemap-readable", "robots", "index-there"}
