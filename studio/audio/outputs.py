"""The master in other formats than MP3: Opus, M4A with chapters, FLAC, WAV. ffmpeg encodes what is mixed here."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import numpy as np

from studio.audio.chunks import Chunk
from studio.audio.ffmpeg import arguments, failed
from studio.audio.formats import FORMATS, Format
from studio.audio.limiter import limit
from studio.audio.loudness import Floats
from studio.audio.mix import Load, mix
from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ
from studio.audio.planning import HEADROOM_DB, MasterPlan, plan_master
from studio.audio.pool import Pool
from studio.audio.store import Store
from studio.kit.events import Events
from studio.kit.files import storage_error
from studio.kit.threads import processors
from studio.model.show import Loudness
from studio.model.timeline import Chapter, Timeline


def export(
    timeline: Timeline,
    load: Load,
    *,
    loudness: Loudness,
    cache: Path,
    output: Path,
    kind: Format,
    chapters: Sequence[Chapter] = (),
    title: str = "",
    artist: str = "",
    jobs: int | None = None,
    events: Events | None = None,
) -> None:
    """Write the episode in another format, in one step; the same inputs give the same bytes with the same ffmpeg.

    Args:
        timeline: as for :func:`studio.audio.master`, and so are ``load``, ``loudness``, ``cache`` and ``jobs``.
        load: see there.
        loudness: see there.
        cache: see there; only meter readings are kept.
        output: the final file.
        kind: its format.
        chapters: written where ffmpeg can (Opus and M4A).
        title: the episode's.
        artist: the show's author.
        jobs: see there.
        events: told of meter readings that were corrupt and are taken again.

    Raises:
        StudioError: the episode cannot be made, ffmpeg fails, or the file cannot be written.
    """
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    ceiling = 10 ** ((loudness.ceiling_dbtp - HEADROOM_DB) / 20)
    try:
        with Pool(jobs or processors()) as pool, tempfile.TemporaryDirectory() as folder:
            plan = plan_master(timeline, load, loudness, store=Store(cache, events), pool=pool)
            tags, log = Path(folder, "tags"), Path(folder, "log")
            tags.write_text(_metadata(chapters, title, artist), encoding="utf-8")
            command = _command(timeline.channels, tags, temporary, kind)
            # The log goes to a file: a pipe that nobody reads would fill up and stop ffmpeg.
            with log.open("wb") as said, subprocess.Popen(command, stdin=subprocess.PIPE, stderr=said) as encoder:
                assert encoder.stdin is not None
                _feed(encoder.stdin, plan, pool, ceiling)
            if encoder.returncode:
                raise failed(log.read_bytes(), str(output))
        temporary.replace(output)
    except OSError as error:
        raise storage_error(error, output) from error
    finally:
        temporary.unlink(missing_ok=True)


def _feed(sink: IO[bytes], plan: MasterPlan, pool: Pool, ceiling: float) -> None:
    def render(chunk: Chunk) -> Floats:
        pcm, _ = mix(chunk.sounds, chunk.beds, chunk.window_end - chunk.window_start, plan.library)
        limit(pcm, ceiling)
        start = chunk.warm_up_frames * FRAME_SAMPLES
        return pcm[:, start : start + (chunk.end - chunk.first) * FRAME_SAMPLES]

    try:
        for pcm in pool.in_order(render, plan.chunks):
            sink.write(np.ascontiguousarray(pcm.T).tobytes())
        sink.close()
    except BrokenPipeError:
        pass  # ffmpeg has given up and says why


def _command(channels: int, tags: Path, output: Path, kind: Format) -> list[str]:
    import ffmpeg

    sound = ffmpeg.input("pipe:", format="f32le", ar=RATE_HZ, ac=channels)
    exact = {"fflags": "+bitexact", "flags:a": "+bitexact", "map_metadata": 1, "map_chapters": 1}
    settings = FORMATS[kind]
    rate = {} if settings.bitrate_kbps is None else {"b:a": f"{settings.bitrate_kbps}k"}
    words = arguments(ffmpeg.output(sound, str(output), **settings.encoder, **rate, **exact))
    # ffmpeg-python maps every input that it is given, and a file of tags has nothing to map.
    after_sound = words.index("pipe:") + 1
    return [*words[:after_sound], "-f", "ffmetadata", "-i", str(tags), *words[after_sound:]]


def _metadata(chapters: Sequence[Chapter], title: str, artist: str) -> str:
    lines = [";FFMETADATA1", f"title={_escaped(title)}", f"artist={_escaped(artist)}"]
    for chapter in chapters:
        lines += ["[CHAPTER]", f"TIMEBASE=1/{RATE_HZ}", f"START={chapter.start_samples}", f"END={chapter.end_samples}"]
        lines.append(f"title={_escaped(chapter.title)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    for char in "\\=;#\n":
        text = text.replace(char, "\\" + char)
    return text
