"""The feed folder over HTTP, as players and podcast apps ask for it."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
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


@pytest.mark.parametrize("path", ["/.studio/ledger.json", "/../studio.yaml", "/%2e%2e/assets/cover.jpg", "/nothing"])
def test_nothing_else_is_served(client: object, path: str) -> None:
    assert client.get(path).status_code == 404  # type: ignore[attr-defined]


def test_a_folder_without_feed_is_told(published: Site, tmp_path: Path) -> None:
    with pytest.raises(StudioError) as caught:
        server.make_app(tmp_path, published.show)
    assert caught.value.code == "nothing-published"
