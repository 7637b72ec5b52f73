"""The feed folder over HTTP, as players and podcast apps ask for it."""

from __future__ import annotations

import re
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from sample_site import Site

from studio.kit.errors import StudioError

testclient = pytest.importorskip("starlette.testclient")
server = pytest.importorskip("studio.web.server")


@pytest.fixture
def client(published: Site) -> object:
    return testclient.TestClient(server.make_app(published.public, published.show), base_url="http://127.0.0.1:8000")


def test_players_can_seek(client: object, published: Site) -> None:
    mp3 = (published.public / "episodes/ep01/ep01.mp3").read_bytes()
    part = client.get("/episodes/ep01/ep01.mp3", headers={"Range": "bytes=1000-1999"})  # type: ignore[attr-defined]
    assert part.status_code == 206
    assert part.content == mp3[1000:2000]
    head = client.head("/episodes/ep01/ep01.mp3")  # type: ignore[attr-defined]
    assert head.headers["content-length"] == str(len(mp3))
    assert head.headers["accept-ranges"] == "bytes"
    assert head.headers["content-type"] == "audio/mpeg"


def test_web_players_may_fetch_chapters(client: object) -> None:
    got = client.get("/episodes/ep01/ep01.chapters.json", headers={"Origin": "https://player.example"})  # type: ignore[attr-defined]
    assert got.headers["access-control-allow-origin"] == "*"
    assert got.headers["content-type"] == "application/json+chapters"


def test_the_feed_names_addresses_on_this_machine(client: object) -> None:
    read = feedparser.parse(client.get("/feed.xml").content)  # type: ignore[attr-defined]
    assert read.entries[0].enclosures[0].href == "http://127.0.0.1:8000/episodes/ep02/ep02.mp3"
    assert client.get("/").text.startswith("<!doctype html>")  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/episodes/ep01", "/episodes/ep01?from=app"])
def test_a_page_asked_for_without_the_slash_finds_its_audio(client: object, path: str) -> None:
    got = client.get(path)  # type: ignore[attr-defined]
    assert got.url.path == "/episodes/ep01/"
    audio = re.search(r'<audio[^>]* src="([^"]+)"|<source[^>]* src="([^"]+)"', got.text)
    assert audio is not None
    assert client.get(str(got.url.join(audio[1] or audio[2]))).status_code == 200  # type: ignore[attr-defined]


def test_the_pictures_of_chapters_are_those_on_this_machine(client: object) -> None:
    chapters = client.get("/episodes/ep01/ep01.chapters.json").json()["chapters"]  # type: ignore[attr-defined]
    pictures = [chapter["img"] for chapter in chapters if "img" in chapter]
    assert pictures
    for picture in pictures:
        assert picture.startswith("http://127.0.0.1:8000/art/")
        assert client.get(picture).status_code == 200  # type: ignore[attr-defined]


def test_a_host_that_is_no_name_leaves_the_feed_well_formed(client: object) -> None:
    got = client.get("/feed.xml", headers={"Host": "a&b<c"})  # type: ignore[attr-defined]
    etree.fromstring(got.content)


def test_a_link_out_of_the_folder_is_not_served(site: Site, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (site.public / "d").mkdir()
    (site.public / "d/index.html").symlink_to(tmp_path / "secret.txt")
    (site.public / "f").symlink_to(tmp_path)
    asker = testclient.TestClient(server.make_app(site.public, site.show))
    for path in ("/d/", "/d", "/d/index.html", "/f/secret.txt", "/f"):
        assert asker.get(path).status_code == 404, path


@pytest.mark.parametrize(
    "path",
    [
        *("/.studio/ledger.json", "/../studio.yaml", "/%2e%2e/assets/cover.jpg", "/nothing", "/a%00b", "/.git/config"),
        *(
            "/" + "a" * 300,
            "/episodes/.hidden",
            "/episodes/",
            "/feed.xml/",
            "/%ff",
            "//etc/hostname",
            "/episodes//ep03",
        ),
    ],
)
def test_nothing_else_is_served(client: object, path: str) -> None:
    assert client.get(path).status_code == 404  # type: ignore[attr-defined]


def test_a_folder_without_feed_is_told(published: Site, tmp_path: Path) -> None:
    with pytest.raises(StudioError) as caught:
        server.make_app(tmp_path, published.show)
    assert caught.value.code == "nothing-published"
