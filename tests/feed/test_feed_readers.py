"""The feed and its files as other people's programs read them."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import eyed3
import feedparser
import podcastparser
import pytest
import sample_episode as sample
import webvtt
from sample_site import NOW, Site, make_site

from studio.publish.publish import publish

TITLES = [
    "A Sample of Everything",
    "Part One: Placing Data",
    "Why Not · Round Robin",
    "Under the Hood · The Hash Ring",
    "Zoom · From One Node to the Fleet",
    "Formalism · How Far Can It Tilt?",
    "Closing",
]
STARTS_MS = [0, 3971, 6609, 11651, 24581, 29127, 32888]


def test_feedparser_sees_a_clean_feed(published: Site) -> None:
    read = feedparser.parse(str(published.feed))
    assert not read.bozo
    assert read.feed.title == "The Sample Show"
    assert [entry.title for entry in read.entries] == ["A Sample of Everything"] * 2
    newest = read.entries[0]
    assert newest.published_parsed[:3] == (2026, 3, 2)
    assert newest.itunes_duration == "35"
    assert newest.enclosures[0].type == "audio/mpeg"
    assert int(newest.enclosures[0].length) == (published.public / "episodes/ep02/ep02.mp3").stat().st_size
    assert [chapter["title"] for chapter in newest.psc_chapters.chapters] == TITLES


def test_podcastparser_agrees(published: Site) -> None:
    with published.feed.open("rb") as file:
        read = podcastparser.parse("https://example.com/podcast/feed.xml", file)
    assert read["type"] == "episodic"
    assert read["itunes_owner"]["email"] == "ada@example.com"
    episode = read["episodes"][0]
    assert episode["total_time"] == 35
    assert episode["number"] == 2
    assert [chapter["title"] for chapter in episode["chapters"]] == TITLES
    assert [chapter["start"] for chapter in episode["chapters"]] == [start // 1000 for start in STARTS_MS]
    moment = datetime.datetime.fromtimestamp(episode["published"], datetime.UTC)
    assert moment == datetime.datetime(2026, 3, 2, 6, tzinfo=datetime.UTC)


def test_all_places_tell_the_same_chapters(published: Site) -> None:
    folder = published.public / "episodes/ep01"
    tag = eyed3.load(folder / "ep01.mp3").tag
    order = next(iter(tag.table_of_contents)).child_ids
    in_tag = [(tag.chapters.get(name).times.start, tag.chapters.get(name).title) for name in order]
    listed = json.loads((folder / "ep01.chapters.json").read_text(encoding="utf-8"))["chapters"]
    in_json = [(round(chapter["startTime"] * 1000), chapter["title"]) for chapter in listed]
    shown = subprocess.run(
        [sample.FFMPEG, "-hide_banner", "-i", str(folder / "ep01.mp3")], capture_output=True, text=True, check=False
    ).stderr
    found = re.findall(r"Chapter #\S+: start ([\d.]+), end [\d.]+\n\s+Metadata:\n\s+title +: (.*)", shown)
    by_ffmpeg = [(round(float(start) * 1000), title) for start, title in found]
    assert in_tag == in_json == by_ffmpeg == list(zip(STARTS_MS, TITLES, strict=True))
    pictures = {chapter.get("img") for chapter in listed}
    assert len(pictures - {None}) == 4


def test_transcripts_agree(published: Site) -> None:
    folder = published.public / "episodes/ep01"
    vtt = webvtt.read(str(folder / "ep01.vtt"))
    srt = webvtt.from_srt(str(folder / "ep01.srt"))
    structured = json.loads((folder / "ep01.transcript.json").read_text(encoding="utf-8"))
    # SubRip knows no escaping: readers take <n> for markup.
    words = " ".join(segment["body"] for segment in structured["segments"]).replace("<n>", "").split()
    assert re.sub(r"(Ada|Ben): ", "", " ".join(cue.text for cue in srt)).split() == words
    assert [segment["speaker"] for segment in structured["segments"]][:3] == ["Ada", "Ada", "Ben"]
    assert len(vtt) == len(structured["segments"])
    assert max(len(line) for cue in srt for line in cue.text.split("\n")) <= 32


@pytest.mark.skipif(not shutil.which("mp3val"), reason="needs mp3val")
def test_mp3val_finds_nothing(published: Site) -> None:
    said = subprocess.run(
        ["mp3val", str(published.public / "episodes/ep01/ep01.mp3")], capture_output=True, text=True, check=True
    ).stdout
    assert "WARNING" not in said, said


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Site, str]]:
    """A site under its own address on this machine."""
    site = make_site(tmp_path, "ep01")
    site.public.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site.public)))
    address = f"http://127.0.0.1:{server.server_port}/feed.xml"
    site = Site(tmp_path, sample.show(tmp_path, feed_url=address))
    publish([site.build("ep01")], site.show, site.public, now=NOW)
    Thread(target=server.serve_forever, daemon=True).start()
    yield site, address
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(not shutil.which("gpo"), reason="needs gPodder")
def test_gpodder_downloads_the_very_bytes(
    served: tuple[Site, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, address = served
    monkeypatch.setenv("GPODDER_HOME", str(tmp_path / "gpodder"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for command in (["subscribe", address], ["update"], ["download"]):
        subprocess.run(["gpo", *command], check=True, capture_output=True, timeout=60)
    (fetched,) = (tmp_path / "gpodder").rglob("*.mp3")
    assert fetched.read_bytes() == (site.public / "episodes/ep01/ep01.mp3").read_bytes()

    # A correction is the same episode to it, and the next who downloads it gets the new bytes.
    build = sample.build(
        site.root, "ep01", frequency_hz=880, published=datetime.datetime(2026, 3, 1, 6, tzinfo=datetime.UTC)
    )
    publish([build], site.show, site.public, now=NOW, correction="The year was wrong.")
    (corrected,) = site.public.glob("episodes/ep01/ep01-*.mp3")
    for home, commands in (
        ("gpodder", ["update", "list", "episodes"]),
        ("another", ["subscribe", "update", "download"]),
    ):
        monkeypatch.setenv("GPODDER_HOME", str(tmp_path / home))
        for command in commands:
            said = subprocess.run(
                ["gpo", command, *([address] if command == "subscribe" else [])],
                check=True,
                capture_output=True,
                text=True,
                timeout=60,
            ).stdout
            if command == "episodes":
                assert said.count("A Sample of Everything") == 1, said
    (fetched,) = (tmp_path / "another").rglob("*.mp3")
    assert fetched.read_bytes() == corrected.read_bytes()
