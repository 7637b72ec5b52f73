"""A small finished episode with all that a listener can meet, for the tests of `episode` and `feed`.

It is made without reading a script and without an engine: segments are written here, takes are lengths, the sound is
a tone of known loudness.
"""

from __future__ import annotations

import datetime
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import imageio_ffmpeg

from studio.episode import (
    RATE_HZ,
    arrange,
    captions,
    chapters,
    chapters_json,
    file_record,
    manifest,
    transcript_vtt,
)
from studio.episode.artwork import make_artwork
from studio.episode.disclosure import disclosed
from studio.episode.tags import id3_tag
from studio.model.narration import Boundary, Narration, Segment
from studio.model.script import Block, BlockKind, Episode, Inline, InlineKind, Script, Section
from studio.model.show import MarkKind, Pillar, Show, Voice
from studio.model.source import Source, Span
from studio.model.takes import TakeInfo, WordMark
from studio.model.timeline import Chapter, Timeline

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
TAKE_RATE_HZ = 22_050
NOWHERE = Span(0, 0)

PILLARS = (
    Pillar("implementation", "Implementation Detail Mandate", short="Under the Hood", colour="#2a78d6"),
    Pillar("why-not", "Why Not X?", short="Why Not", colour="#d6532a"),
    Pillar("zoom", "Zoom In, Zoom Out", short="Zoom", colour="#2a9d5c"),
    Pillar("formalism", "Formalism Foundation", short="Formalism", colour="#8a4fc9"),
)

# Level, title, pillar, and what is said: (speaker, text).
PARTS: tuple[tuple[int, str, str | None, tuple[tuple[str, str], ...]], ...] = (
    (1, "A Sample of Everything", None, (("Ada", "Two keys, one node, and it is three in the morning."),)),
    (2, "Part One: Placing Data", None, (("Ada", "Every key has to live somewhere."),)),
    (
        3,
        "Round Robin",
        "why-not",
        (("Ben", "Deal the keys like cards & hope? Adding a node moves nearly all of them."),),
    ),
    (
        3,
        "The Hash Ring",
        "implementation",
        (
            (
                "Ada",
                "A ring of 2⁶⁴ points, and each node owns the arc behind it. A lookup is a binary search: O(log n).",
            ),
            ("Ben", "So if <n> nodes share the ring, one more node moves one n-th of the keys, and the others stay."),
        ),
    ),
    (2, "Part Two: The Bound", None, ()),
    (
        3,
        "From One Node to the Fleet",
        "zoom",
        (("Ada", "Inside a node nothing changed. From the outside, everything did."),),
    ),
    (3, "How Far Can It Tilt?", "formalism", (("Ben", "With n nodes the longest arc is about log n over n."),)),
    (2, "Closing", None, (("Ada", "Until next time."),)),
)


def show(root: Path, **changes: object) -> Show:
    """A show whose cover is drawn on the first use."""
    artwork = root / "assets" / "cover.jpg"
    if not artwork.exists():
        artwork.parent.mkdir(parents=True, exist_ok=True)
        artwork.write_bytes(cover())
    made = Show(
        root=root,
        title="The Sample Show",
        author="Ada & Ben",
        language="en-US",
        description="What a sample can show.",
        email="ada@example.com",
        site="https://example.com/",
        feed_url="https://example.com/podcast/feed.xml",
        categories=("Technology", "Education > Courses"),
        artwork=artwork,
        pillars=PILLARS,
        marks=(MarkKind("detail", "detail"),),
        voices={"narrator": Voice("narrator", "silent")},
        narrator="narrator",
        copyright="CC BY-SA 4.0",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@cache
def cover(edge_px: int = 1400) -> bytes:
    """A plain JPEG cover."""
    boxes = "drawbox=y=ih*2/3:h=ih/3:c=0x803020:t=fill,drawbox=x=iw/3:w=iw/3:h=ih*2/3:c=0xe0d0a0:t=fill"
    source = f"color=c=0x204060:s={edge_px}x{edge_px}:d=1:r=1,{boxes}"
    return _ffmpeg("-f", "lavfi", "-i", source, "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "6", "-f", "image2pipe", "-")


def script(identity: str = "ep01", **changes: object) -> Script:
    """The sample's script: sections with their pillars, notes and a link."""
    link = Inline(InlineKind.LINK, "the paper", NOWHERE, href="https://example.com/ring?a=1&b=2")
    sections = tuple(
        Section(
            title=title,
            level=level,
            id=f"s{index}",
            span=NOWHERE,
            title_span=NOWHERE,
            blocks=(Block(BlockKind.PARAGRAPH, NOWHERE, (link,)),) if index == 2 else (),
            pillar=pillar,
        )
        for index, (level, title, pillar, _) in enumerate(PARTS)
    )
    episode = Episode(
        id=identity,
        title="A Sample of Everything",
        number=int("".join(filter(str.isdigit, identity)) or "1"),
        season=1,
        summary="Keys, nodes & the ring between them.",
        published=datetime.datetime(2026, 3, 2, 6, 0, tzinfo=datetime.UTC),
        guests=("Grace Guest",),
    )
    source = Source(f"scripts/{identity}.md", "# A Sample of Everything\n")
    notes = (
        "Figures measured on <one> laptop.",
        "09:30 is when the measuring began.",
        "```sh\nring --add node-17 --verbose\n```\n\n| Node | Keys |\n|---|---|\n| A | 1 |",
    )
    return Script(source, replace(episode, **changes), sections, notes=notes)  # type: ignore[arg-type]


def narration() -> Narration:
    """One segment per line of PARTS."""
    said = [(section, speaker, text) for section, (*_, lines) in enumerate(PARTS) for speaker, text in lines]
    return Narration(
        tuple(
            Segment(
                number=number,
                section=section,
                written=text,
                spoken=text,
                voice="narrator",
                span=NOWHERE,
                boundary=Boundary.SECTION,
                pause_s=0.7,
                speaker=speaker,
            )
            for number, (section, speaker, text) in enumerate(said, 1)
        )
    )


def takes(of: Narration, *, marked: bool = True) -> tuple[TakeInfo, ...]:
    """Takes of 60 ms a character, with a mark on each word."""
    per_char = TAKE_RATE_HZ * 60 // 1000
    made = []
    for segment in of.segments:
        marks, at = [], 0
        for word in segment.spoken.split(" "):
            marks.append(WordMark(at, at + len(word), at * per_char, (at + len(word)) * per_char))
            at += len(word) + 1
        length = len(segment.spoken) * per_char
        made.append(TakeInfo(f"take-{segment.number:02d}", length, TAKE_RATE_HZ, tuple(marks) if marked else ()))
    return tuple(made)


def timeline(root: Path) -> Timeline:
    """The sample's timeline."""
    return arrange(narration(), takes(narration()), show(root))


def sample_chapters(root: Path) -> tuple[Chapter, ...]:
    """The sample's chapters."""
    return chapters(script(), narration(), timeline(root), show(root))


@cache
def tone(length_samples: int, frequency_hz: int = 997) -> bytes:
    """MP3 frames (no tag) of a tone at −16 LUFS.

    A full-scale 997 Hz sine in one channel reads −3.01 (BS.1770-4), ffmpeg's is 18.06 dB below, and LAME at this rate
    takes half a decibel off a lone tone.
    """
    return frames(
        f"sine=f={frequency_hz}:r={RATE_HZ},volume={-16 + 3.01 + 18.06 + 0.5}dB,atrim=end_sample={length_samples}"
    )


def frames(source: str, channels: int = 1) -> bytes:
    """MP3 frames (no tag) of a source of ffmpeg's."""
    with tempfile.TemporaryDirectory() as folder:
        # To a file, since the Info header is written when all frames are known.
        file = Path(folder) / "tone.mp3"
        _ffmpeg(
            *(
                "-f",
                "lavfi",
                "-i",
                source,
                "-ac",
                str(channels),
                "-c:a",
                "libmp3lame",
                "-b:a",
                "96k",
                "-write_xing",
                "1",
            ),
            *("-map_metadata", "-1", "-id3v2_version", "0", "-bitexact", str(file)),
        )
        return file.read_bytes()


def build(
    root: Path,
    identity: str = "ep01",
    *,
    frequency_hz: int = 997,
    sound: bytes | None = None,
    lufs: float | None = -16.0,
    also: tuple[str, ...] = (),
    **changes: object,
) -> Path:
    """Write ``build/<id>/`` under ``root`` as a render would, and return that folder.

    ``sound`` are MP3 frames instead of those of a tone, ``lufs`` is the loudness to note, ``also`` names other formats.
    """
    made_show, made_script, said = show(root), script(identity, **changes), narration()
    told = takes(said)
    line = arrange(said, told, made_show)
    listed = chapters(made_script, said, line, made_show)
    folder = root / "build" / identity
    folder.mkdir(parents=True, exist_ok=True)
    answer = disclosed(made_script.episode, made_show, [made_show.voices["narrator"]] * len(said.segments))
    artwork = make_artwork(made_show, root / "cache")
    tag = id3_tag(made_script.episode, made_show, listed, line, artwork, told=answer.answer)
    products = {
        f"{identity}.mp3": tag + (sound or tone(line.length_samples, frequency_hz)),
        "chapters.json": chapters_json(
            listed, made_script.episode, made_show, line.rate_hz, file_name=f"{identity}.mp3"
        ).encode(),
        "transcript.vtt": transcript_vtt(captions(said, told, line), line.rate_hz).encode(),
    }
    for name, data in products.items():
        (folder / name).write_bytes(data)
    for kind in also:
        name = f"{identity}.{kind}"
        _ffmpeg("-y", "-i", str(folder / f"{identity}.mp3"), "-map", "0:a", "-bitexact", str(folder / name))
        products[name] = (folder / name).read_bytes()
    record = manifest(
        made_script,
        said,
        line,
        listed,
        made_show,
        files={name: file_record(folder / name) for name in products},
        loudness={"true_peak_dbtp": -12.9} | ({} if lufs is None else {"integrated_lufs": lufs}),
        waveform=[12 + 8 * (at % 12) for at in range(200)],
        disclosed=answer,
    )
    (folder / "manifest.json").write_text(record, encoding="utf-8")
    return folder


def _ffmpeg(*arguments: str) -> bytes:
    command = [FFMPEG, "-nostdin", "-hide_banner", "-loglevel", "error", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout
