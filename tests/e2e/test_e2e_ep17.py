"""Episode 17 as it ships, rendered once and read back by programs that are not ours."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from commands import render
from numpy.typing import NDArray

from studio.actions.render import Rendered
from studio.lint import lint_script
from studio.narration.read import read_script
from studio.settings.show import load_show
from studio.takes import TakeStore

REPOSITORY = Path(__file__).parents[2]
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    root = tmp_path_factory.mktemp("compendium")
    for name in ("voices", "assets", "scripts"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "studio.yaml", root)
    return render(root, "ep17")


def ffmpeg(*arguments: object) -> str:
    """What ffmpeg says on its standard error; it has to succeed."""
    command = [FFMPEG, "-hide_banner", "-nostdin", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_the_script_is_worth_an_hour_and_clean_under_strict() -> None:
    show = load_show(REPOSITORY)
    script = read_script(show, show.scripts / "ep17.md")
    words = sum(len(block.text.split()) for section in script.sections for block in section.blocks)
    assert words >= 2_500
    assert [f"{finding.location} {finding.code}" for finding in lint_script(script, show)] == []


def test_decoding_prints_no_warning_and_gives_every_sample(rendered: Rendered, tmp_path: Path) -> None:
    said = ffmpeg("-loglevel", "warning", "-i", rendered.mp3, "-map", "0:a", "-f", "s16le", tmp_path / "pcm")
    assert said == ""
    manifest = json.loads((rendered.mp3.parent / "manifest.json").read_text())
    assert (tmp_path / "pcm").stat().st_size == 2 * manifest["audio"]["length_samples"]


def test_an_independent_meter_reads_the_loudness_and_peak(rendered: Rendered) -> None:
    said = ffmpeg("-i", rendered.mp3, "-map", "0:a", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-")
    loudness = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)[-1])
    assert loudness == pytest.approx(-16, abs=0.5)
    assert peak <= -1.0
    assert loudness == pytest.approx(rendered.loudness_lufs, abs=0.1)


def clicks(heard: NDArray[np.float32], edges: Sequence[int]) -> list[float]:
    """Times at which the waveform bends by more than -60 dBFS at an edge, and more than anywhere around it.

    What an attack of a stinger leaves is no click: there, what follows bends far more.
    """
    bends = np.abs(np.diff(heard, 2, prepend=[0.0, 0.0], append=[0.0, 0.0]))
    found = []
    for edge in edges:
        there = bends[max(0, edge - 3) : edge + 4].max(initial=0.0)
        around = [bends[max(0, edge - 220) : max(0, edge - 20)], bends[edge + 20 : edge + 220]]
        if there > max(10 ** (-60 / 20), *(part.max(initial=0.0) for part in around)):
            found.append(edge / 44_100)
    return found


def test_no_joint_clicks(rendered: Rendered, tmp_path: Path) -> None:
    ffmpeg("-i", rendered.mp3, "-map", "0:a", "-f", "f32le", tmp_path / "pcm")
    heard = np.fromfile(tmp_path / "pcm", np.float32)
    store = TakeStore(rendered.mp3.parents[1] / ".cache" / "takes")
    edges = []
    for segment in json.loads((rendered.mp3.parent / "manifest.json").read_text())["segments"]:
        take = store.info(segment["key"])
        assert take is not None
        start, (slot, length) = segment["start_samples"], segment["slot_samples"]
        edges += [slot, start, start + take.length_samples * 44_100 // take.rate_hz, slot + length]
    assert len(edges) > 2_000
    assert clicks(heard, edges) == []
    heard[edges[501] :] += 0.005  # a step of -46 dBFS would be found
    assert set(clicks(heard, edges)) == {edges[501] / 44_100}


def test_the_stream_is_what_the_show_asks_for(rendered: Rendered) -> None:
    said = ffmpeg("-i", rendered.mp3, "-f", "null", "-t", "0", "-")
    assert re.search(r"Audio: mp3.*, 44100 Hz, mono, .*96 kb/s", said)
    assert "Video: mjpeg" in said, "the cover"


def test_another_program_reads_the_chapters(rendered: Rendered) -> None:
    metadata = rendered.mp3.parent / "read-back.txt"
    ffmpeg("-y", "-i", rendered.mp3, "-f", "ffmetadata", metadata)
    text = metadata.read_text()
    starts = [int(value) for value in re.findall(r"(?m)^START=(\d+)", text)]
    ends = [int(value) for value in re.findall(r"(?m)^END=(\d+)", text)]
    head, *chapters = text.split("[CHAPTER]\n")
    titles = [re.findall(r"(?m)^title=(.*)$", chapter)[0] for chapter in chapters]
    manifest = json.loads((rendered.mp3.parent / "manifest.json").read_text())
    assert len(starts) >= 8
    assert starts[0] == 0
    assert starts[1:] == ends[:-1]
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    # ffmpeg cuts the last end at its own idea of the duration, which leaves out the 25 ms of decoder delay.
    assert ends[-1] == pytest.approx(rendered.duration_s * 1000, abs=26)
    assert [title.replace("\\", "") for title in titles] == [chapter["title"] for chapter in manifest["chapters"]]
    assert "title=Scaling Pattern Deep Dive" in head
    assert "album=The Compendium of Distributed Systems" in head


def test_each_pillar_has_a_chapter(rendered: Rendered) -> None:
    chapters = json.loads((rendered.mp3.parent / "manifest.json").read_text())["chapters"]
    assert {chapter["pillar"] for chapter in chapters} >= {"implementation", "why-not", "zoom", "formalism"}


def test_the_tag_carries_one_ordered_table_of_contents(rendered: Rendered) -> None:
    import eyed3

    tag = eyed3.load(rendered.mp3).tag
    assert tag.version == (2, 3, 0)
    (contents,) = list(tag.table_of_contents)
    assert (contents.toplevel, contents.ordered) == (True, True)
    chapters = [tag.chapters[name] for name in contents.child_ids]
    manifest = json.loads((rendered.mp3.parent / "manifest.json").read_text())["chapters"]
    names = {"implementation": "Implementation Detail Mandate", "why-not": "Why Not X?"}
    names |= {"zoom": "Zoom In, Zoom Out", "formalism": "Formalism Foundation", None: None}
    assert [chapter.title for chapter in chapters] == [chapter["title"] for chapter in manifest]
    assert [chapter.subtitle for chapter in chapters] == [names[chapter["pillar"]] for chapter in manifest]


def test_captions_are_the_written_words_in_time_order(rendered: Rendered) -> None:
    import webvtt

    captions = list(webvtt.read(str(rendered.mp3.parent / "transcript.vtt")))
    manifest = json.loads((rendered.mp3.parent / "manifest.json").read_text())
    ends = [0.0, *(caption.end_in_seconds for caption in captions)]
    assert all(end <= caption.start_in_seconds + 1e-3 for end, caption in zip(ends, captions, strict=False))
    assert ends[-1] <= rendered.duration_s
    said = " ".join(" ".join(caption.text.split()) for caption in captions)
    written = " ".join(" ".join(segment["written"].split()) for segment in manifest["segments"])
    assert said == written
