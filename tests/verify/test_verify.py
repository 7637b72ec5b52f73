"""`verify` finds what was planted, and nothing else where nothing was."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sample_episode as sample
from mutagen.id3 import ID3
from planting import in_feed, in_file, without
from sample_site import Site

from studio.audio.mp3 import frame_offsets
from studio.verify.audio import silent_frames
from studio.verify.build import verify_build
from studio.verify.feed import verify_feed

MP3 = "episodes/ep01/ep01.mp3"


def _split(mp3: bytes) -> tuple[list[bytes], bytes]:
    """Frames of the tag, and what follows it."""
    end = 10 + (mp3[6] << 21 | mp3[7] << 14 | mp3[8] << 7 | mp3[9])
    frames, at = [], 10
    while at < end:
        size = 10 + int.from_bytes(mp3[at + 4 : at + 8], "big")
        frames.append(mp3[at : at + size])
        at += size
    return frames, mp3[end:]


def _join(frames: list[bytes], sound: bytes) -> bytes:
    body = b"".join(frames)
    size = len(body)
    return b"ID3\3\0\0" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + body + sound


def _without_contents(mp3: bytes) -> bytes:
    frames, sound = _split(mp3)
    return _join([frame for frame in frames if frame[:4] != b"CTOC"], sound)


def _two_contents(mp3: bytes) -> bytes:
    frames, sound = _split(mp3)
    contents = next(frame for frame in frames if frame[:4] == b"CTOC")
    return _join([*frames, contents.replace(b"toc\0", b"tok\0", 1)], sound)


def _shuffled(mp3: bytes) -> bytes:
    frames, sound = _split(mp3)
    return _join(sorted(frames, key=lambda frame: (frame[:4], len(frame))), sound)


def _version_4(mp3: bytes) -> bytes:
    import io

    buffer = io.BytesIO(mp3)
    tag = ID3(buffer)
    tag.save(buffer, v2_version=4)
    return buffer.getvalue()


def _chapter_past_the_end(mp3: bytes) -> bytes:
    frames, sound = _split(mp3)
    last = max(index for index, frame in enumerate(frames) if frame[:4] == b"CHAP")
    start = frames[last].index(b"\0", 10) + 5
    frames[last] = frames[last][:start] + (99_000).to_bytes(4, "big") + frames[last][start + 4 :]
    return _join(frames, sound)


def _gap(mp3: bytes) -> bytes:
    frames, sound = _split(mp3)
    first = min(index for index, frame in enumerate(frames) if frame[:4] == b"CHAP")
    start = frames[first].index(b"\0", 10) + 5
    frames[first] = frames[first][:start] + (500).to_bytes(4, "big") + frames[first][start + 4 :]
    return _join(frames, sound)


def _big_tag(mp3: bytes) -> bytes:
    frames, sound = _split(mp3)
    return _join([*frames, b"PRIV" + (300_000).to_bytes(4, "big") + b"\0\0" + bytes(300_000)], sound)


def _fewer_frames(mp3: bytes) -> bytes:
    frames, sound = _split(mp3)
    return _join(frames, sound[: frame_offsets(sound)[-21]])


def _other_chapter_title(text: bytes) -> bytes:
    return text.replace(b"Round Robin", b"Square Robin")


def _webp(data: bytes) -> bytes:
    return b"RIFF\x24\0\0\0WEBPVP8 " + data[16:]


def _cover_of(site: Site) -> Path:
    return next(path for path in (site.public / "art").iterdir() if re.match(r"cover-[0-9a-f]{8}\.", path.name))


def _plant_cover(data: bytes | Callable[[bytes], bytes]) -> Callable[[Site], None]:
    def plant(site: Site) -> None:
        path = _cover_of(site)
        path.write_bytes(data if isinstance(data, bytes) else data(path.read_bytes()))

    return plant


def _journal(site: Site) -> None:
    (site.public / ".studio" / "journal.json").write_text(json.dumps({"room": "tx-9", "steps": []}))


def _png_with_alpha() -> bytes:
    header = (1400).to_bytes(4, "big") * 2 + bytes([8, 6, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + b"IHDR" + header + bytes(40)


# What is planted, and the promise that must then be broken.
DEFECTS: dict[str, tuple[Callable[[Site], None], str]] = {
    "missing table of contents": (in_file(MP3, _without_contents), "contents-single"),
    "two tables of contents": (in_file(MP3, _two_contents), "contents-single"),
    "shuffled chapters": (in_file(MP3, _shuffled), "chapters-order"),
    "version 2.4 tag": (in_file(MP3, _version_4), "tag-version"),
    "chapter past the end": (in_file(MP3, _chapter_past_the_end), "chapters-end"),
    "gap between chapters": (in_file(MP3, _gap), "chapters-contiguous"),
    "oversized tag": (in_file(MP3, _big_tag), "tag-size"),
    "no tag": (in_file(MP3, lambda mp3: _split(mp3)[1]), "tag-readable"),
    "truncated MP3": (in_file(MP3, lambda mp3: mp3[:-1000]), "frames-whole"),
    "frames missing": (in_file(MP3, _fewer_frames), "frame-count"),
    "swapped sound": (in_file(MP3, lambda mp3: _join(_split(mp3)[0], sample.tone(44_100 * 20))), "integrity"),
    "silent sound": (in_file(MP3, lambda mp3: _join(_split(mp3)[0], sample.tone(44_100 * 34, 18_000))), "loudness"),
    "missing MP3": (without(MP3), "enclosure-present"),
    "wrong enclosure length": (
        in_feed(r'length="\d+" type="audio/mpeg"/>', 'length="35" type="audio/mpeg"/>'),
        "enclosure-length",
    ),
    "wrong enclosure type": (in_feed(r'type="audio/mpeg"/>', 'type="audio/mp3"/>'), "enclosure-type"),
    "enclosure without extension": (in_feed(r"ep02\.mp3\" length", 'ep02" length'), "enclosure"),
    "changed GUID": (in_feed(r'isPermaLink="false">\w+', 'isPermaLink="false">deadbeef'), "guid-kept"),
    "GUID as address": (in_feed('isPermaLink="false"', 'isPermaLink="true"'), "guid"),
    "duplicate GUID": (
        in_feed(r'(<guid isPermaLink="false">)([\w-]+)(.*<guid isPermaLink="false">)[\w-]+', r"\1\2\3\2"),
        "guid-unique",
    ),
    "duplicate enclosure": (in_feed("ep01/ep01.mp3", "ep02/ep02.mp3", count=0), "enclosure-unique"),
    "date without zone": (in_feed(r"(<pubDate>.*?) \+0000", r"\1"), "date"),
    "no date": (in_feed(r"<pubDate>.*?</pubDate>", ""), "date"),
    "oldest first": (in_feed(r"<pubDate>Mon, 02 Mar", "<pubDate>Mon, 02 Feb"), "newest-first"),
    "duration as a clock": (in_feed(r"<itunes:duration>\d+", "<itunes:duration>0:34"), "item-duration"),
    "duration off by a minute": (in_feed(r"<itunes:duration>\d+", "<itunes:duration>95"), "item-duration"),
    "episode zero": (in_feed(r"<itunes:episode>\d+", "<itunes:episode>0"), "itunes:episode"),
    "numbered title": (in_feed(r"(<item>\s*<title>)", r"\1Episode 2: "), "item-numbering"),
    "unescaped ampersand": (in_feed("&amp; Ben", "& Ben"), "well-formed"),
    "latin-1 bytes": (
        in_file("feed.xml", lambda data: data.replace("·".encode(), "·".encode("latin-1"))),
        "well-formed",
    ),
    "explicit=clean": (in_feed(r"<itunes:explicit>false", "<itunes:explicit>clean"), "explicit"),
    "unknown category": (in_feed(r'text="Technology"', 'text="technology"'), "category"),
    "no category": (in_feed(r"<itunes:category.*</itunes:category>", ""), "channel-itunes:category"),
    "no language": (in_feed(r"<language>.*?</language>", ""), "channel-language"),
    "other self link": (in_feed(r"podcast/feed.xml\" rel", 'feed.xml" rel'), "self-link"),
    "webp under .jpg": (_plant_cover(_webp), "cover-format"),
    "small cover": (_plant_cover(sample.cover(600)), "cover-size"),
    "cover with alpha": (_plant_cover(_png_with_alpha()), "cover-colour"),
    "heavy cover": (_plant_cover(lambda data: data + bytes(600_000)), "cover-bytes"),
    "no cover": (lambda site: _cover_of(site).unlink(), "cover-present"),
    "broken VTT time": (
        in_file("episodes/ep01/ep01.vtt", lambda d: d.replace(b"00:00:06.609 -->", b"0:6.609 -->")),
        "vtt-readable",
    ),
    "VTT out of order": (
        in_file("episodes/ep01/ep01.vtt", lambda d: d.replace(b"00:00:06.609", b"00:00:01.609")),
        "vtt-times",
    ),
    "VTT past the end": (
        in_file("episodes/ep01/ep01.vtt", lambda d: d.replace(b"--> 00:00:33", b"--> 00:01:33")),
        "vtt-times",
    ),
    "unescaped VTT": (
        in_file("episodes/ep01/ep01.vtt", lambda d: d.replace(b"&amp; hope", b"& hope")),
        "vtt-readable",
    ),
    "long VTT line": (
        in_file("episodes/ep01/ep01.vtt", lambda d: d.replace(b"Closing", b"").replace(b"Until", b"Until " * 20)),
        "vtt-lines",
    ),
    "other SRT": (in_file("episodes/ep01/ep01.srt", lambda d: d.replace(b"three", b"four")), "srt-agrees"),
    "other JSON transcript": (
        in_file("episodes/ep01/ep01.transcript.json", lambda d: d.replace(b"three", b"four")),
        "json-agrees",
    ),
    "other JSON chapters": (in_file("episodes/ep01/ep01.chapters.json", _other_chapter_title), "chapters-agree-json"),
    "unreadable JSON chapters": (in_file("episodes/ep01/ep01.chapters.json", lambda d: d[:-9]), "json-chapters"),
    "other Podlove chapters": (in_feed(r'start="00:00:06.609"', 'start="00:00:07.609"'), "chapters-agree-psc"),
    "chapters missing in the notes": (
        in_feed(r"00:06 Why Not · Round Robin&lt;br/&gt;(?=.{0,400}</description)", ""),
        "chapters-agree-notes",
    ),
    "missing chapter picture": (
        lambda site: next((site.public / "art").glob("pillar-zoom-*")).unlink(),
        "chapter-pictures",
    ),
    "missing page": (without("episodes/ep01/index.html"), "page"),
    "no transcripts": (in_feed(r"<podcast:transcript [^>]*/>", "", count=0), "transcripts-named"),
    "interrupted publish": (_journal, "publish-complete"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_found(site: Site, defect: str) -> None:
    plant, code = DEFECTS[defect]
    plant(site)
    broken = verify_feed(site.public, site.show, measure=code == "loudness").broken
    assert code in {finding.code for finding in broken}
    assert all(str(finding) for finding in broken)


def test_directories_that_would_refuse_are_named(site: Site) -> None:
    DEFECTS["unknown category"][0](site)
    (finding,) = verify_feed(site.public, site.show, measure=False).broken
    assert finding.refused_by == ("Apple Podcasts",)
    assert str(finding) == "feed.xml: categories are Apple's; found technology"


def test_a_folder_without_a_feed_is_said(tmp_path: Path) -> None:
    assert [finding.code for finding in verify_feed(tmp_path).broken] == ["well-formed"]


def test_a_good_build_keeps_all_its_promises(published: Site) -> None:
    report = verify_build(published.build("ep01"), published.show)
    assert report.broken == ()
    assert len(report.promises) >= 30


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("ep01.mp3", lambda data: data[:-313], "frame-count"),
        ("ep01.mp3", lambda data: data.replace(b"Why Not", b"Who Not"), "file-unchanged"),
        ("chapters.json", lambda data: data.replace(b"Round", b"Square"), "chapters-agree-json"),
        ("transcript.vtt", lambda data: data.replace(b"00:00:33", b"00:09:33"), "vtt-times"),
        ("manifest.json", lambda data: data.replace(b'"pillar": "zoom"', b'"pillar": "why-not"'), "chapters-pillars"),
        ("manifest.json", lambda data: data[:-20], "damaged-build"),
    ],
)
def test_a_spoilt_build_is_found(site: Site, name: str, change: Callable[[bytes], bytes], code: str) -> None:
    path = site.build("ep01") / name
    data = path.read_bytes()
    assert change(data) != data
    path.write_bytes(change(data))
    assert code in {finding.code for finding in verify_build(site.build("ep01"), site.show, measure=False).broken}


def _frames(silent_s: float, of_s: float) -> bytes:
    """A tone at the right loudness that begins with digital silence."""
    loud = f"sine=f=997:r=44100:d={of_s},volume={-16 + 3.01 + 18.06 + 0.5}dB"
    return sample.frames(f"{loud},volume=0:enable='lt(t,{silent_s})'")


SILENCES = {
    "silent from end to end": ((99, 34), {"audible", "loudness"}, {"frames-audible"}),
    "a silence of a hundred seconds": ((100, 240), {"audible"}, set()),
    "silent for most of it": ((25, 40), {"audible"}, {"frames-audible"}),
}


@pytest.mark.parametrize("kind", SILENCES)
def test_silence_is_a_broken_promise(site: Site, kind: str) -> None:
    lengths_s, measured, seen = SILENCES[kind]
    sound = _frames(*lengths_s)
    for path in (site.build("ep01") / "ep01.mp3", site.public / MP3):
        path.write_bytes(_join(_split(path.read_bytes())[0], sound))
    for report in (verify_build(site.build("ep01"), site.show), verify_feed(site.public, site.show)):
        assert measured | seen <= {promise.code for promise in report.broken}
    for report in (
        verify_build(site.build("ep01"), site.show, measure=False),
        verify_feed(site.public, site.show, measure=False),
    ):
        assert seen <= {promise.code for promise in report.broken}


@pytest.mark.parametrize("lufs", [None, -23.0])
def test_without_measuring_the_noted_loudness_is_held_against_the_show(site: Site, lufs: float | None) -> None:
    sample.build(site.root, "ep01", lufs=lufs)
    (broken,) = verify_build(site.build("ep01"), site.show, measure=False).broken
    assert broken.code == "loudness"
    assert broken.found == ("silence" if lufs is None else "-23.0 LUFS")
    assert verify_build(site.build("ep01"), site.show).broken == ()


@pytest.mark.parametrize("channels", [1, 2])
def test_empty_frames_are_told_from_those_that_hold_sound(channels: int) -> None:
    source = f"aevalsrc=exprs='{'|'.join(['if(lt(t,1),0,sin(2000*t)/4)'] * channels)}':s=44100:d=3"
    sound = sample.frames(source, channels)
    offsets = frame_offsets(sound)[1:-1]
    assert silent_frames(sound, offsets) == pytest.approx(len(offsets) / 3, abs=4)


def test_a_folder_in_place_of_a_file_is_a_broken_promise_and_no_crash(site: Site) -> None:
    for name in ("episodes/ep01/ep01.mp3", "episodes/ep02/ep02.chapters.json", "art"):
        path = site.public / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        path.mkdir()
    (site.build("ep01") / "chapters.json").unlink()
    (site.build("ep01") / "chapters.json").mkdir()
    broken = {promise.code for promise in verify_feed(site.public, site.show, measure=False).broken}
    assert {"enclosure-present", "json-chapters", "cover-present"} <= broken
    broken = {promise.code for promise in verify_build(site.build("ep01"), site.show, measure=False).broken}
    assert {"file-unchanged", "json-chapters"} <= broken
