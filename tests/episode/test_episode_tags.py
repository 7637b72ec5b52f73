"""The MP3 as other programs read it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import eyed3
import pytest
import sample_episode as sample
from eyed3.id3 import ID3_V2_3

from studio.episode.artwork import Artwork, make_artwork
from studio.episode.tags import TAG_BYTES, id3_tag
from studio.kit.errors import StudioError
from studio.model.timeline import Chapter


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("show")


@pytest.fixture(scope="module")
def mp3(root: Path) -> Path:
    return sample.build(root) / "ep01.mp3"


def _tag(root: Path, found: tuple[Chapter, ...], artwork: Artwork | None = None) -> bytes:
    show = sample.show(root)
    artwork = artwork or make_artwork(show, root / "cache")
    return id3_tag(sample.script().episode, show, found, sample.timeline(root), artwork)


def _frames(tag: bytes) -> list[tuple[str, bytes]]:
    found, at = [], 10
    while at < len(tag):
        size = int.from_bytes(tag[at + 4 : at + 8], "big")
        found.append((tag[at : at + 4].decode(), tag[at + 10 : at + 10 + size]))
        at += 10 + size
    return found


def _as_ffmpeg_lists(mp3: Path) -> list[tuple[int, int, str]]:
    done = subprocess.run([sample.FFMPEG, "-hide_banner", "-i", str(mp3)], capture_output=True, text=True, check=False)
    found = re.findall(r"start ([\d.]+), end ([\d.]+)\n\s+Metadata:\n\s+title +: (.*)", done.stderr)
    return [(round(float(start) * 1000), round(float(end) * 1000), title) for start, end, title in found]


def test_ffmpeg_lists_the_chapters_in_order(mp3: Path, root: Path) -> None:
    read = _as_ffmpeg_lists(mp3)
    assert [title for *_, title in read] == [chapter.title for chapter in sample.sample_chapters(root)]
    assert read[0][0] == 0
    assert [end for _, end, _ in read[:-1]] == [start for start, *_ in read[1:]]
    duration_ms = sample.timeline(root).length_samples / 44.1
    assert read[-1][1] == round(duration_ms)


def test_eyed3_agrees(mp3: Path, root: Path) -> None:
    read = eyed3.load(mp3).tag
    assert read.version == ID3_V2_3
    assert (read.title, read.artist, read.album) == ("A Sample of Everything", "Ada & Ben", "The Sample Show")
    assert read.track_num[0] == 1
    assert [image.mime_type for image in read.images] == ["image/jpeg"]
    contents = list(read.table_of_contents)
    assert len(contents) == 1
    assert contents[0].toplevel
    assert contents[0].ordered
    listed = [read.chapters.get(name) for name in contents[0].child_ids]
    assert [chapter.title for chapter in listed] == [chapter.title for chapter in sample.sample_chapters(root)]
    assert [chapter.subtitle for chapter in listed] == [
        None,
        None,
        "Why Not X?",
        "Implementation Detail Mandate",
        "Zoom In, Zoom Out",
        "Formalism Foundation",
        None,
    ]


def test_chapters_stand_in_time_order_in_the_bytes(root: Path) -> None:
    # Long titles first: mutagen alone would put the short ones in front.
    titles = ["x" * (45 - 4 * number) for number in range(9)]
    found = tuple(
        Chapter(at * 44_100, (at + 1) * 44_100, title, "zoom" if at % 2 else None) for at, title in enumerate(titles)
    )
    frames = _frames(_tag(root, found))
    starts = [int.from_bytes(body[body.index(b"\0") + 1 :][:4], "big") for name, body in frames if name == "CHAP"]
    assert starts == [at * 1000 for at in range(9)]
    (contents,) = (body for name, body in frames if name == "CTOC")
    assert contents[contents.index(b"\0") + 1] == 0x03
    assert contents[contents.index(b"\0") + 2] == 9


def test_the_tag_is_small_plain_version_3_and_repeatable(root: Path) -> None:
    found = sample.sample_chapters(root)
    tag = _tag(root, found)
    assert tag[:6] == b"ID3\x03\x00\x00"
    assert len(tag) <= TAG_BYTES
    assert tag == _tag(root, found)
    size = (tag[6] << 21) | (tag[7] << 14) | (tag[8] << 7) | tag[9]
    assert size == len(tag) - 10


def test_chapter_pictures_yield_to_the_size_limit(root: Path) -> None:
    cover = sample.cover(600)
    heavy = Artwork(cover, {pillar.id: cover + bytes(60_000) for pillar in sample.PILLARS})
    found = tuple(Chapter(at * 44_100, (at + 1) * 44_100, f"c{at}", "zoom") for at in range(20))
    tag = _tag(root, found, heavy)
    assert len(tag) <= TAG_BYTES
    assert [name for name, _ in _frames(tag)].count("CHAP") == 20


def test_pillars_have_pictures_that_differ(root: Path) -> None:
    pictures = make_artwork(sample.show(root), root / "cache").pillars
    assert len(set(pictures.values())) == len(sample.PILLARS)
    assert all(data.startswith(b"\xff\xd8") and len(data) < 40_000 for data in pictures.values())


def test_pictures_come_from_the_cache_and_a_damaged_one_is_made_again(tmp_path: Path) -> None:
    show = sample.show(tmp_path)
    made = make_artwork(show, tmp_path / "cache")
    for kept in (tmp_path / "cache").iterdir():
        kept.write_bytes(kept.read_bytes()[:100])
    assert make_artwork(show, tmp_path / "cache") == made


@pytest.mark.parametrize("content", [None, b"", b"no picture", sample.cover()[:40]])
def test_unusable_artwork_is_named(tmp_path: Path, content: bytes | None) -> None:
    show = replace(sample.show(tmp_path), artwork=tmp_path / "broken.jpg")
    if content is not None:
        show.artwork.write_bytes(content)
    with pytest.raises(StudioError) as caught:
        make_artwork(show)
    assert "broken.jpg" in str(caught.value)


def test_hostile_text_stays_text(root: Path, tmp_path: Path) -> None:
    episode = replace(
        sample.script().episode, title="a\x00b\x1b[31m שלום 🎧 " + "x" * 10_000, summary="<b>&]]>\x00", number=None
    )
    show = sample.show(root)
    tag = id3_tag(
        episode, show, sample.sample_chapters(root), sample.timeline(root), make_artwork(show, root / "cache")
    )
    mp3 = tmp_path / "x.mp3"
    mp3.write_bytes(tag + sample.tone(44_100))
    read = eyed3.load(mp3).tag
    assert read.title.startswith("ab[31m שלום 🎧 xxx")
    assert read.comments[0].text == "<b>&]]>"


def test_more_chapters_than_a_tag_can_hold_are_refused(root: Path) -> None:
    found = tuple(Chapter(at * 441, (at + 1) * 441, f"c{at}") for at in range(256))
    with pytest.raises(StudioError) as caught:
        _tag(root, found)
    assert caught.value.code == "too-many-chapters"
