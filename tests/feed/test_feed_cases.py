"""Golden cases: ``tests/cases/feed/NAME.json``, a manifest, and beside it the item that publishing makes of it."""

from __future__ import annotations

import datetime
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample
from lxml import etree

from studio.audio.formats import FEED_FORMATS, FORMATS
from studio.episode.release import Release, read_release
from studio.feed import rss
from studio.feed.records import record_of, restored
from studio.model.show import Show

CASES = Path(__file__).parent.parent / "cases" / "feed"
FIRST = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
GUID = "00000000-0000-5000-8000-000000000000"
VTT = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello.\n"


def _release(path: Path, folder: Path) -> Release:
    shutil.copy(path, folder / "manifest.json")
    (folder / "transcript.vtt").write_text(VTT, encoding="utf-8")
    return read_release(folder)


def _enclosure(release: Release, suffix: str, media_type: str, kbps: int, title: str) -> rss.Enclosure:
    name = f"{release.slug}.{suffix}"
    path = f"episodes/{release.slug}/{name}"
    return rss.Enclosure(path, media_type, release.files[name].bytes, f"sha384-{suffix}", kbps * 1000, title)


def _item(release: Release, show: Show) -> etree._Element:
    audio = _enclosure(release, "mp3", "audio/mpeg", release.bitrate_kbps, "MP3")
    others = tuple(
        _enclosure(release, kind, FORMATS[kind].media_type, FORMATS[kind].bitrate_kbps or 0, FORMATS[kind].title)
        for kind in FEED_FORMATS
        if f"{release.slug}.{kind}" in release.files
    )
    pictures = {pillar.id: f"art/pillar-{pillar.id}-0123abcd.jpg" for pillar in sample.PILLARS}
    placement = rss.Placement(GUID, release.published or FIRST, audio, others, pictures, "art/cover-0123abcd.jpg")
    return rss.make_item(release, placement, show)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_an_item_is_written_as_expected(path: Path, tmp_path: Path) -> None:
    release = _release(path, tmp_path)
    item = _item(release, sample.show(tmp_path))
    found = etree.tostring(item, pretty_print=True, encoding="unicode")
    expected = path.with_suffix(".xml")
    if os.environ.get("STUDIO_WRITE_CASES"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    # What the item tells is enough to have its record back.
    assert restored(etree.fromstring(found)) == replace(
        record_of(release, GUID, release.published or FIRST),
        link=f"https://example.com/podcast/episodes/{release.slug}/index.html",
    )
