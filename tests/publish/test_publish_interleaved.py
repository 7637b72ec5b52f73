"""Two machines and one place, in random order, cut short at random: nothing is lost, and the feed is always valid.

``STUDIO_INTERLEAVINGS=200`` tries more of them.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
import sample_episode as sample
from sample_site import NOW, Site
from two_machines import SwitchedOffError, switched_off

from studio.episode.artwork import make_artwork, scaled_jpeg
from studio.feed import front, rss
from studio.feed.archives import read_joined
from studio.feed.errata import corrections_of, hash_in
from studio.feed.records import audio_of, id_of
from studio.feed.subscribing import qr_code
from studio.kit.errors import StudioError
from studio.model.publishing import FeedDetails
from studio.publish import stage
from studio.publish.merge import look
from studio.publish.mirror import mirror
from studio.publish.prefer import Prefer
from studio.publish.publish import publish, unpublish

fsspec = pytest.importorskip("fsspec")

PLACE = "memory://bucket/show"
EPISODES = ("ep01", "ep02", "ep03")
_qr_code = cache(qr_code)
RUNS, STEPS = int(os.environ.get("STUDIO_INTERLEAVINGS", "8")), 25


@dataclass
class Expected:
    """What a listener may count on: who is in the feed, under which GUID, and what was said to be corrected."""

    listed: set[str] = field(default_factory=set)
    guids: dict[str, str] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=lambda: {identity: set() for identity in EPISODES})


@pytest.fixture(autouse=True)
def _emptied(builds: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)
    # Pictures of the show are the same in every checkout, and need not be made in each of them.
    art = builds / "art"
    monkeypatch.setattr(stage, "make_artwork", lambda show, _, **options: make_artwork(show, art, **options))
    monkeypatch.setattr(stage, "scaled_jpeg", lambda path, edge_px, **_: scaled_jpeg(path, edge_px, cache=art))
    monkeypatch.setattr(front, "qr_code", _qr_code)
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    yield
    filesystem.store.clear()


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two builds of each episode."""
    root = tmp_path_factory.mktemp("builds")
    for version in ("one", "two"):
        for identity in EPISODES:
            at = datetime.datetime(2026, 3, int(identity[2:]), 6, tzinfo=datetime.UTC)
            sample.build(root / version, identity, published=at, title=f"Episode by {version}")
    return root


def _served() -> tuple[dict[str, str], dict[str, set[str]]]:
    """GUIDs and corrections by id, of a feed that can be read and whose files are all there."""
    destination = look(Path("/nowhere"), PLACE)
    if destination.feed is None:
        return {}, {}
    stored = destination.destination.listing()
    guids, told = {}, {}
    for item in rss.items(destination.read()[0]):
        identity = id_of(item) or ""
        assert identity not in guids
        guids[identity] = item.findtext("guid") or ""
        for suffix in ("vtt", "srt", "chapters.json", "transcript.json"):
            assert f"episodes/{identity}/{identity}.{suffix}" in stored
        told[identity] = {one.text for one in corrections_of(item)}
        audio = f"episodes/{identity}/{audio_of(item)}"
        assert stored[audio].bytes == int(item.find("enclosure").get("length", "0"))
        if told[identity] and hash_in(audio_of(item), identity):
            sound = hashlib.sha256(destination.destination.read(audio) or b"").hexdigest()
            assert sound.startswith(hash_in(audio_of(item), identity))
    return guids, told


def _step(machine: Site, builds: Path, chance: random.Random, expected: Expected) -> None:
    """One command on one machine, as a person or CI gives it, repeated as its hint says where it is refused."""
    identity, version = chance.choice(EPISODES), chance.choice(("one", "two"))
    command = chance.choices(("publish", "unpublish", "correct"), (5, 2, 3))[0]
    options = {"correction": f"Mistake {chance.random()}."} if command == "correct" else {}
    if chance.random() < 0.15:
        shutil.rmtree(machine.public, ignore_errors=True)  # a fresh checkout
    for prefer in (None, Prefer.HERE):
        there = look(machine.public, PLACE)
        try:
            if command == "unpublish":
                unpublish(identity, machine.show, machine.public, now=NOW, there=there, prefer=prefer)
            else:
                build = builds / version / "build" / identity
                publish([build], machine.show, machine.public, now=NOW, there=there, prefer=prefer, **options)
            break
        except StudioError as error:
            if error.code in ("not-published", "nothing-to-correct"):
                publish([], machine.show, machine.public, now=NOW, there=there, prefer=prefer)
                break
            assert error.code == "feed-conflict"
    if (machine.public / "feed.xml").exists():
        expected.listed = {id_of(item) or "" for item in rss.items(read_joined(machine.public)[0])}
        mirror(machine.public, PLACE)
    else:
        expected.listed = set(_served()[0])  # there was nothing to do, here or there


@pytest.mark.parametrize("seed", range(RUNS))
def test_two_machines_in_any_order_lose_nothing(
    seed: int, builds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    feed = FeedDetails(items=seed % 2)  # every other one with archives, of one episode each
    machines = [Site(tmp_path / name, sample.show(tmp_path / name, feed=feed)) for name in ("laptop", "ci")]
    expected = Expected()
    for _ in range(STEPS):
        before, _ = _served()
        machine = chance.choice(machines)
        is_cut_short = chance.random() < 0.3
        with pytest.MonkeyPatch.context() as patch:
            if is_cut_short:
                switched_off(patch, chance.randrange(25))
            try:
                _step(machine, builds, chance, expected)
                is_cut_short = False
            except SwitchedOffError:
                pass
            except StudioError as error:
                assert error.code == "mirror-failed"
        after, told = _served()
        # One command adds or takes out one episode at most, but for what an earlier one left undone on that machine.
        if not is_cut_short:
            assert set(after) == expected.listed
        for identity, guid in after.items():
            assert expected.guids.setdefault(identity, guid) == guid
        for identity, texts in told.items():
            assert texts >= expected.told[identity]
            expected.told[identity] = texts
        assert is_cut_short or set(before) - set(after) <= set(EPISODES) - expected.listed
