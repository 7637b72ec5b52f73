"""A feed moves here with every subscriber: what apps know episodes by stays to the byte."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import old_feeds
import pytest
import sample_episode as sample
from importing_helpers import import_text
from lxml import etree
from sample_site import NOW

from studio.actions.import_feed import FeedImport, import_feed
from studio.actions.new import new_episode
from studio.feed.names import tag
from studio.kit.errors import ConfigurationError, StudioError
from studio.model.show import Show
from studio.publish.publish import publish
from studio.settings.show import load_show
from studio.settings.workspace import open_workspace
from studio.verify.feed import verify_feed

NEW = "https://new.example/podcast/"


def imported(text: str | bytes, tmp_path: Path) -> FeedImport:
    source = tmp_path / "old.xml"
    source.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_feed(str(source), tmp_path / "show")


def published(root: Path, site: str = NEW, *, new: bool = True) -> Show:
    """The imported show at its new address, with or without a new episode."""
    file = root / "studio.yaml"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if "site:" not in line]
    file.write_text("\n".join([f"site: {site}", *lines]), encoding="utf-8")
    # What some of the old feeds lack, and every feed has to have.
    show = replace(load_show(root), categories=("Technology",), email="ada@example.com", pillars=sample.PILLARS)
    publish([sample.build(root, "ep99")] if new else [], show, root / "public", now=NOW)
    return show


def items(data: bytes) -> dict[str, bytes]:
    """Each item of a feed in canonical form, by its title."""
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    found = {}
    for item in root.iter("item"):
        item.tail = None
        found[item.findtext("title") or ""] = etree.tostring(item, method="c14n", exclusive=True)
    return found


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_self: object, request: object, *_: object) -> None:
        raise AssertionError(f"asked the network for {request}")

    monkeypatch.setattr("studio.importing.fetching._OnlyWeb.https_open", refused, raising=False)


@pytest.mark.parametrize("host", old_feeds.ALL)
def test_every_item_stays_as_it_was(host: str, tmp_path: Path) -> None:
    text = old_feeds.ALL[host]
    done = imported(text, tmp_path)
    before = items(text.encode())
    published(tmp_path / "show")
    after = items((tmp_path / "show/public/feed.xml").read_bytes())
    assert done.episodes == len(before)
    assert len(after) == len(before) + 1
    assert {title: after[title] for title in before} == before


@pytest.mark.parametrize("host", old_feeds.ALL)
def test_apps_are_told_that_the_feed_moves(host: str, tmp_path: Path) -> None:
    imported(old_feeds.ALL[host], tmp_path)
    published(tmp_path / "show")
    channel = etree.parse(tmp_path / "show/public/feed.xml").find("channel")
    assert channel is not None
    assert channel.findtext(tag("itunes:new-feed-url")) == f"{NEW}feed.xml"
    assert channel.findtext(tag("podcast:locked")) == "no"


def test_the_podcast_is_known_by_its_own_id_or_by_that_of_its_address(tmp_path: Path) -> None:
    found = []
    for host in ("podlove", "libsyn"):
        (tmp_path / host).mkdir()
        imported(old_feeds.ALL[host], tmp_path / host)
        published(tmp_path / host / "show")
        found.append(etree.parse(tmp_path / host / "show/public/feed.xml").findtext(f"channel/{tag('podcast:guid')}"))
    # The second is UUIDv5 of harbour.libsyn.example/rss in the specification's namespace.
    assert found == ["6fb0b2e4-8c5c-5d0e-9d4c-7a2f5f1a9b11", "cd6c6c7a-a64e-5ed5-9759-58ee6dcd7933"]


def test_settings_are_those_of_the_feed(tmp_path: Path) -> None:
    imported(old_feeds.PODLOVE, tmp_path)
    show = load_show(tmp_path / "show")
    assert (show.title, show.author, show.email) == ("Tide Tables", "Ines Mar", "ines@tide.example")
    assert (show.language, show.explicit, show.copyright) == ("en-US", False, "CC BY 4.0 Ines Mar")
    assert show.categories == ("Science > Earth Sciences",)
    assert (show.funding_url, show.funding_text) == ("https://tide.example/give", "Give")
    assert show.description == "About the sea, and what it does."


@pytest.mark.parametrize(("said", "kept"), [("de_at", "de-AT"), ("fr", "fr"), ("deutsch", ""), ("en-gb", "")])
def test_a_feed_in_another_language_goes_on_saying_so(tmp_path: Path, said: str, kept: str) -> None:
    imported(old_feeds.PODLOVE.replace("<language>en-US<", f"<language>{said}<"), tmp_path)
    show = load_show(tmp_path / "show")
    assert show.feed.language == kept
    published(tmp_path / "show")
    feed = etree.parse(tmp_path / "show/public/feed.xml")
    assert feed.findtext("channel/language") == (kept or ("en-gb" if said == "en-gb" else "en")).lower()


def test_markup_and_mail_are_found_where_hosts_put_them(tmp_path: Path) -> None:
    imported(old_feeds.LIBSYN, tmp_path)
    show = load_show(tmp_path / "show")
    assert show.description == "Boats & people.\nEvery Friday."
    assert (show.email, show.explicit, show.categories) == ("crew@harbour.example", True, ("Leisure",))


def test_what_is_not_carried_over_is_told(tmp_path: Path) -> None:
    done = imported(old_feeds.PODLOVE, tmp_path)
    assert any("itunes:type" in doubt for doubt in done.doubts)
    assert any("no cover" in doubt for doubt in done.doubts)


def test_a_show_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    imported(old_feeds.ANCHOR, tmp_path)
    with pytest.raises(ConfigurationError, match="show already"):
        imported(old_feeds.PODLOVE, tmp_path)
    assert load_show(tmp_path / "show").title == "Night Bus"


@pytest.mark.parametrize("host", old_feeds.ALL)
def test_a_feed_with_imported_items_holds_every_promise(host: str, tmp_path: Path) -> None:
    imported(old_feeds.ALL[host], tmp_path)
    show = published(tmp_path / "show")
    broken = verify_feed(tmp_path / "show/public", show, measure=False).broken
    assert [str(promise) for promise in broken if "ep99" not in promise.where and "category" not in promise.code] == []


def test_sound_that_lies_where_studio_would_put_its_own_stays_there(tmp_path: Path) -> None:
    address = "https://host.example/episodes/rye/rye.mp3"
    done = imported(
        old_feeds.ANCHOR.replace(
            'url="https://anchor.example/s/1234/podcast/play/5678/https%3A%2F%2Fcdn.example%2Fa.m4a"',
            f'url="{address}"',
        ),
        tmp_path,
    )
    published(tmp_path / "show")
    assert f'url="{address}"'.encode() in (tmp_path / "show/public/feed.xml").read_bytes()
    assert any("the sound stays there" in doubt for doubt in done.doubts)


def test_a_feed_among_scripts_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="this is a feed"):
        import_text(old_feeds.LIBSYN, tmp_path)


ENTITIES = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "damaged-feed"),
        (b"\x89PNG\r\n\x1a\n\0\0", "damaged-feed"),
        ("<html><body>Not found</body></html>", "damaged-feed"),
        ("<!DOCTYPE html><html><body><br></body></html>", "damaged-feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>', "damaged-feed"),
        ("<rss><channel><title>x</title>", "damaged-feed"),
        ("<rss version='2.0'></rss>", "damaged-feed"),
        (f"{ENTITIES}<rss><channel><title>&b;</title></channel></rss>", "unsafe-feed"),
        (f"{EXTERNAL}<rss><channel><title>&x;</title></channel></rss>", "unsafe-feed"),
        ("<rss><channel>" + "<a>" * 5_000 + "</a>" * 5_000 + "</channel></rss>", "damaged-feed"),
    ],
)
def test_what_is_no_feed_is_refused_in_a_sentence(text: str | bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(StudioError) as raised:
        imported(text, tmp_path)
    assert raised.value.code == code
    assert not (tmp_path / "show").exists()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.com/feed.xml", "gopher://x", "nowhere.xml"])
def test_feeds_are_read_from_the_web_and_from_files(address: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        import_feed(address, tmp_path / "show")


def test_a_feed_of_a_hundred_megabytes_is_told(tmp_path: Path) -> None:
    with (tmp_path / "old.xml").open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(StudioError, match="more than 64 MB"):
        import_feed(str(tmp_path / "old.xml"), tmp_path / "show")


# ------------------------------------------------------------------------------------------------- served


_REDIRECTS = {"/file": "file:///etc/passwd", "/ftp": "ftp://127.0.0.1/feed.xml", "/loop": "/loop"}


class _Host(SimpleHTTPRequestHandler):
    """Serves a folder, and a few addresses that behave badly; ``{base}`` in a feed is its own address."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in _REDIRECTS:
            self.send_response(302)
            self.send_header("Location", _REDIRECTS[path])
            self.end_headers()
        elif path.endswith(".xml") and Path(self.translate_path(path)).is_file():
            data = Path(self.translate_path(path)).read_bytes()
            data = data.replace(b"{base}", f"http://127.0.0.1:{self.server.server_address[1]}".encode())
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    folder = tmp_path / "host"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def page(number: int, last: int) -> str:
    following = f'<atom:link rel="next" href="{{base}}/feed{number + 1}.xml"/>' if number < last else ""
    # The last item of a page is the first of the next: one came out while the pages were made.
    entries = "".join(
        f"<item><title>No {one}</title><guid>id-{one}</guid><pubDate>Thu, {one:02d} Feb 2024 10:00:00 GMT</pubDate>"
        f'<description/><enclosure url="https://a.example/{one}.mp3" length="1" type="audio/mpeg"/></item>'
        for one in range(20 - 4 * number, 15 - 4 * number, -1)
    )
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Paged</title>'
        f'<description>x</description><atom:link rel="self" href="{{base}}/feed{number}.xml"/>{following}{entries}'
        "</channel></rss>"
    )


def test_a_feed_in_pages_comes_whole(host: tuple[Path, str], tmp_path: Path) -> None:
    folder, base = host
    for number in (1, 2, 3):
        (folder / f"feed{number}.xml").write_text(page(number, 3), encoding="utf-8")
    done = import_feed(f"{base}/feed1.xml", tmp_path / "show")
    assert (done.episodes, done.pages) == (13, 3)
    assert list(items((tmp_path / "show/public/feed.xml").read_bytes())) == [f"No {n}" for n in range(16, 3, -1)]
    assert b'rel="next"' not in (tmp_path / "show/public/feed.xml").read_bytes()


@pytest.mark.parametrize(
    ("path", "code"),
    [("/none.xml", "fetch-failed"), ("/file", "fetch-failed"), ("/ftp", "unsafe-address"), ("/loop", "fetch-failed")],
)
def test_a_host_that_behaves_badly_is_told(host: tuple[Path, str], path: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(StudioError) as raised:
        import_feed(f"{host[1]}{path}", tmp_path / "show")
    assert raised.value.code == code


def test_a_page_that_is_missing_is_no_shorter_feed(host: tuple[Path, str], tmp_path: Path) -> None:
    folder, base = host
    (folder / "feed1.xml").write_text(page(1, 3), encoding="utf-8")
    with pytest.raises(StudioError, match="404"):
        import_feed(f"{base}/feed1.xml", tmp_path / "show")
    assert not (tmp_path / "show").exists()


@pytest.mark.parametrize(
    ("name", "data", "doubt"),
    [
        ("cover.jpg", sample.cover(), ""),
        ("cover.jpg", sample.cover(300), "300 × 300"),
        ("cover.jpg", b"GIF89a....", "neither JPEG nor PNG"),
        ("", b"", "could not be had"),
    ],
)
def test_the_cover_comes_along(host: tuple[Path, str], name: str, data: bytes, doubt: str, tmp_path: Path) -> None:
    folder, base = host
    if name:
        (folder / name).write_bytes(data)
    text = old_feeds.ANCHOR.replace("</channel>", f'<itunes:image href="{base}/cover.jpg"/></channel>')
    (folder / "feed.xml").write_text(text, encoding="utf-8")
    done = import_feed(f"{base}/feed.xml", tmp_path / "show")
    told = [one for one in done.doubts if "cover" in one]
    assert bool(told) is bool(doubt)
    assert all(doubt in one for one in told)
    artwork = load_show(tmp_path / "show").artwork
    assert artwork is not None
    assert (artwork.read_bytes() == data) is (not doubt or "×" in doubt)


def listed(said: str) -> list[str]:
    """Titles of the episodes that ``gpo episodes`` shows."""
    return re.findall(r"^ *\d+\. +\S? *(.*)$", said, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("gpo"), reason="needs gPodder")
@pytest.mark.parametrize("shape", old_feeds.ALL)
def test_gpodder_sees_no_new_episode_after_the_move(
    shape: str, host: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, base = host
    feed = folder / "feed.xml"
    feed.write_text(old_feeds.ALL[shape], encoding="utf-8")
    import_feed(f"{base}/feed.xml", tmp_path / "show")
    monkeypatch.setenv("GPODDER_HOME", str(tmp_path / "gpodder"))
    monkeypatch.setenv("HOME", str(tmp_path))

    def gpo(*command: str) -> str:
        return subprocess.run(["gpo", *command], check=True, capture_output=True, text=True, timeout=60).stdout

    gpo("subscribe", f"{base}/feed.xml")
    gpo("update")
    known = listed(gpo("episodes"))
    # What is served at the address that the subscriber knows is this one's feed from now on.
    for new in ([], ["A Sample of Everything"]):
        published(tmp_path / "show", f"{base}/", new=bool(new))
        feed.write_bytes((tmp_path / "show/public/feed.xml").read_bytes())
        said = gpo("update")
        assert listed(gpo("episodes")) == [*new, *known]
        assert f"{len(known) + len(new)} new episode" in said


@pytest.mark.parametrize(
    ("feed", "number"),
    [(old_feeds.PODLOVE, 3), (old_feeds.PODLOVE.replace("episode>2<", "episode>117<"), 118), (old_feeds.LIBSYN, 1)],
)
def test_new_episodes_count_on_from_the_old_feed(feed: str, number: int, tmp_path: Path) -> None:
    imported(feed, tmp_path)
    made = new_episode(open_workspace(tmp_path / "show"), "Next")
    assert (made.number, made.id) == (number, f"ep{number:02d}")
