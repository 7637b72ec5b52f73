"""Hubs and Podping are told of what changed: once, when it is there, and again where they could not be told."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sample_site import NOW, Site, make_site
from world import World, world

from studio.model.publishing import FeedDetails, Podping
from studio.model.show import Show
from studio.publish import asking
from studio.publish.notify import Told, notify
from studio.publish.publish import copy_to, publish, unpublish
from studio.verify.feed import verify_feed

__all__ = ["world"]

FEED = "http://podcast.example.com/feed.xml"
HUB = "http://hub.example.com/"
TOKEN = "Blahblah^^12345678"


@pytest.fixture
def made(tmp_path: Path) -> Site:
    """A show with a hub, of which one episode is published."""
    site = make_site(tmp_path, "ep01", "ep02")
    show = replace(site.show, feed_url=FEED, feed=replace(site.show.feed, hubs=(HUB,)))
    publish([site.build("ep01")], show, site.public, now=NOW)
    return Site(site.root, show)


@pytest.fixture
def copy(made: Site) -> str:
    """Where the feed is served from, with the feed."""
    copy_to(made.public, str(made.root / "www"))
    return str(made.root / "www")


def with_podping(show: Show, world: World) -> Show:
    return replace(show, feed=replace(show.feed, podping=Podping(token="PING_TOKEN", url=f"{world.address}/")))


def test_a_hub_is_told_once_of_each_state_of_the_feed(made: Site, copy: str, world: World) -> None:
    assert notify(made.public, made.show, copy) == (Told(HUB),)
    (asked,) = world.asked
    assert (asked.method, asked.address) == ("POST", HUB)
    assert asked.form == {"hub.mode": "publish", "hub.url": FEED, "hub.topic": FEED}
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert notify(made.public, made.show, copy) == ()
    publish([made.build("ep01")], made.show, made.public, now=NOW)
    assert notify(made.public, made.show, copy) == ()  # nothing has changed
    publish([made.build("ep02")], made.show, made.public, now=NOW)
    assert notify(made.public, made.show, copy) == (Told(HUB),)
    unpublish("ep01", made.show, made.public, now=NOW)
    assert notify(made.public, made.show, copy) == (Told(HUB),)
    assert len(world.asked) == 3


def test_podping_is_told_with_the_token_of_the_environment(
    made: Site, copy: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PING_TOKEN", f"{TOKEN}\n")
    show = with_podping(made.show, world)
    assert notify(made.public, show, copy) == (Told(HUB), Told(f"{world.address}/"))
    asked = next(one for one in world.asked if one.method == "GET")
    assert asked.query == {"url": FEED, "reason": "update", "medium": "podcast"}
    assert asked.headers["Authorization"] == TOKEN
    assert asked.headers["User-Agent"].startswith("studio/")  # podping.cloud refuses whoever has none
    assert not any(TOKEN.encode() in data for data in made.files().values())
    assert TOKEN not in (made.public / ".studio" / "told.json").read_text()


@pytest.mark.parametrize(
    "case", [(None, "PING_TOKEN is not set"), ("", "is not set"), ("a\nb", "does not hold a token")]
)
def test_a_token_that_is_not_there_is_told_and_the_hub_is_told_all_the_same(
    made: Site, copy: str, world: World, monkeypatch: pytest.MonkeyPatch, case: tuple[str | None, str]
) -> None:
    token, said = case
    monkeypatch.delenv("PING_TOKEN", raising=False)
    if token is not None:
        monkeypatch.setenv("PING_TOKEN", token)
    show = with_podping(made.show, world)
    hub, podping = notify(made.public, show, copy)
    assert (hub.fault, said in podping.fault) == ("", True)
    assert [asked.method for asked in world.asked] == ["POST"]
    monkeypatch.setenv("PING_TOKEN", TOKEN)
    assert notify(made.public, show, copy) == (Told(f"{world.address}/"),)


@pytest.mark.parametrize(
    "case",
    [
        (500, {}, "it answers 500 Internal Server Error (too busy)"),
        (404, {}, "it answers 404 Not Found"),
        (401, {}, "it answers 401 Unauthorized"),
        (
            302,
            {"Location": "http://elsewhere.example.com/"},
            "it answers 302 Found (see http://elsewhere.example.com/)",
        ),
        (301, {"Location": HUB}, "it answers 301 Moved Permanently"),
    ],
)
def test_a_hub_that_refuses_is_told_of_and_asked_again_by_the_next_publish(
    made: Site, copy: str, world: World, case: tuple[int, dict[str, str], str]
) -> None:
    status, headers, said = case
    world.answer("hub.example.com", status, b"too busy", **headers)
    before = made.files()
    (told,) = notify(made.public, made.show, copy)
    assert told.fault.startswith(f"{HUB} was not told: {said}")
    assert told.fault.endswith("the next `studio publish` tells it again")
    assert made.files() == before
    assert [asked.address for asked in world.asked] == [HUB]  # nobody is followed elsewhere
    world.answer("hub.example.com", 202)
    assert notify(made.public, made.show, copy) == (Told(HUB),)


def test_a_wrong_token_is_named_by_its_variable(
    made: Site, copy: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PING_TOKEN", "wrong")
    world.answer("127.0.0.1", 401, b"Bad Authorization header check")
    (_, told) = notify(made.public, with_podping(made.show, world), copy)
    assert "it does not know the token in PING_TOKEN" in told.fault
    assert "wrong" not in told.fault


def test_nobody_who_does_not_answer_keeps_a_publisher_waiting(
    made: Site, copy: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE_S", 0.2)
    end = threading.Event()

    def never() -> tuple[int, dict[str, str], bytes]:
        end.wait(10)
        return 204, {}, b""

    world.answers["slow.example.com"] = never
    show = replace(made.show, feed=replace(made.show.feed, hubs=("http://slow.example.com/", HUB)))
    slow, quick = notify(made.public, show, copy)
    end.set()
    assert quick == Told(HUB)
    assert "slow.example.com" in slow.fault
    assert "answer" in slow.fault or "timed out" in slow.fault


def test_nobody_listens_there(made: Site, copy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    show = replace(made.show, feed=replace(made.show.feed, hubs=("http://127.0.0.1:9/",)))
    (told,) = notify(made.public, show, copy)
    assert "it cannot be reached" in told.fault


def test_another_machine_tells_what_this_one_could_not(made: Site, copy: str, world: World, tmp_path: Path) -> None:
    world.answer("hub.example.com", 503)
    assert notify(made.public, made.show, copy)[0].fault
    from studio.publish.merge import look

    other = tmp_path / "other"
    publish([], made.show, other, now=NOW, there=look(other, copy))
    copy_to(other, copy)
    world.answer("hub.example.com", 204)
    assert notify(other, made.show, copy) == (Told(HUB),)
    assert notify(made.public, made.show, copy) == ()


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b'{"seal": "00000000",\n"told": {}}'])
def test_a_damaged_note_lets_everybody_be_told_once_more(made: Site, copy: str, world: World, damage: bytes) -> None:
    notify(made.public, made.show, copy)
    (Path(copy) / ".studio" / "told.json").write_bytes(damage)
    assert notify(made.public, made.show, copy) == (Told(HUB),)


def test_without_a_copy_they_are_told_when_the_feed_can_be_read_at_its_address(made: Site, world: World) -> None:
    (told,) = notify(made.public, made.show)
    assert f"{FEED} does not give this feed yet" in told.fault
    assert "run `studio publish` again" in told.fault
    world.answer("podcast.example.com", 404, b"gone")
    assert "404" in notify(made.public, made.show)[0].fault
    world.answer("podcast.example.com", 200, b"<rss/>")
    assert "still another feed" in notify(made.public, made.show)[0].fault
    assert HUB not in [asked.address for asked in world.asked]
    world.answer("podcast.example.com", 200, made.feed.read_bytes())
    assert notify(made.public, made.show) == (Told(HUB),)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://podcast.example.com/feed.xml?token=x", "a token, which would be made public"),
        ("http://localhost:8000/feed.xml", "no address that anybody else can read"),
        ("http://127.0.0.1/feed.xml", "no address that anybody else can read"),
        ("http://192.168.1.7/feed.xml", "no address that anybody else can read"),
        ("http://[::1]/feed.xml", "no address that anybody else can read"),
        ("http://studio.local/feed.xml", "no address that anybody else can read"),
        ("http://nas/feed.xml", "no address that anybody else can read"),
    ],
)
def test_of_a_feed_that_is_not_for_all_nobody_is_told(
    made: Site, copy: str, world: World, address: str, said: str
) -> None:
    (told,) = notify(made.public, replace(made.show, feed_url=address), copy)
    assert said in told.fault
    assert world.asked == []


def test_the_feed_names_its_hubs_and_podping(made: Site, world: World) -> None:
    show = with_podping(made.show, world)
    publish([made.build("ep01")], show, made.public, now=NOW)
    text = made.feed.read_text(encoding="utf-8")
    assert f'<atom:link href="{HUB}" rel="hub"/>' in text
    assert '<podcast:podping usesPodping="true"/>' in text
    assert verify_feed(made.public, show, measure=False).broken == ()
    silent = replace(show, feed=FeedDetails())
    broken = {promise.code for promise in verify_feed(made.public, silent, measure=False).broken}
    assert {"hubs-named", "podping-named"} <= broken


def test_a_private_feed_names_neither(tmp_path: Path) -> None:
    site = make_site(tmp_path, "ep01")
    feed = replace(site.show.feed, hubs=(HUB,), podping=Podping(token="PING_TOKEN"))
    show = replace(site.show, feed_url=f"{FEED}?token=x", feed=feed)
    publish([site.build("ep01")], show, site.public, now=NOW)
    text = site.feed.read_text(encoding="utf-8")
    assert 'rel="hub"' not in text
    assert "podping" not in text
    assert verify_feed(site.public, show, measure=False).broken == ()
