"""From a timeline of takes to a finished MP3 stream: meter, choose the gain, encode chunks in parallel, join."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from studio.audio import lame, mp3
from studio.audio.balance import VoiceLevel
from studio.audio.chunks import Chunk
from studio.audio.encoder import Encoded, encode_chunk
from studio.audio.mix import Load
from studio.audio.planning import plan_master
from studio.audio.pool import Pool
from studio.audio.store import Store, digest
from studio.audio.stream import StreamWriter
from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.kit.threads import processors, return_freed_memory
from studio.model.show import Encoding, Loudness
from studio.model.timeline import Timeline

_FORMAT = 6  # raise when the same inputs are to give other bytes


@dataclass(frozen=True, slots=True)
class Mastered:
    """What :func:`master` made.

    Loudness is predicted from the takes (within 0.05 LU of the decoded file) and None for a silent episode;
    ``true_peak_dbtp`` is that of the decoded file. ``limited_s`` is how long the limiter took more than 0.1 dB,
    ``limited_max_db`` the most that it took. ``waveform`` holds the greatest sample of each frame of 1,152, from 0 to
    255. ``entries`` are the files of all cache entries that took part.
    """

    length_samples: int
    frames: int
    stream_bytes: int
    integrated_lufs: float | None
    range_lu: float
    short_term_max_lufs: float | None
    true_peak_dbtp: float | None
    gain_db: float
    limited_s: float
    limited_max_db: float
    voices: tuple[VoiceLevel, ...]
    chunks_made: int
    chunks_reused: int
    metered: int
    meters_reused: int
    waveform: bytes
    entries: tuple[Path, ...]

    @property
    def duration_s(self) -> float:
        """Length of the finished audio, in seconds."""
        return self.length_samples / mp3.RATE_HZ


def master(
    timeline: Timeline,
    load: Load,
    *,
    loudness: Loudness,
    encoding: Encoding,
    cache: Path,
    output: Path,
    lead: bytes = b"",
    jobs: int | None = None,
    events: Events | None = None,
) -> Mastered:
    """Write the episode's MP3 stream (Info frame, then constant-bit-rate frames) to ``output``, after ``lead``.

    The bytes depend on the timeline, the samples that ``load`` gives, ``loudness`` and ``encoding`` alone: neither
    on the number of jobs nor on what the cache holds or where it stands.

    Args:
        timeline: clips at 44.1 kHz. Cuts between chunks fall on slots that start on whole frames (1,152 samples), so
            an edit stays small where every slot is a whole number of frames long.
        load: gives (samples, rate_hz) for a clip's key; float32 in [-1, 1], shape (n,) or (n, 2), any rate. Called
            from several threads, up to twice per key, and not at all for what the cache holds. The same key must
            always give the same samples.
        loudness: target and ceiling.
        encoding: channels (those of the timeline) and bit rate.
        cache: folder for meter readings and encoded chunks; made if missing.
        output: a temporary file, written from the start; the caller moves it to its final name.
        lead: what stands in front of the stream: the ID3 tag.
        jobs: threads; None for one per processor.
        events: told, from the calling thread, of progress with ``encode`` in whole seconds of audio that is new, of
            the ends of the stages ``meter``, ``level`` and ``encode``, and of cache entries that were corrupt and are
            made again.

    Raises:
        StudioError: the episode is empty, a clip does not fit its slot, a take holds no valid samples, or a file
            cannot be written.
        StudioError: (exit code 2) a rate, bit rate or channel count that cannot be made.
    """
    _check_encoding(timeline, encoding)
    ceiling = 10 ** (loudness.ceiling_dbtp / 20)
    events = events or Events()
    with Pool(jobs or processors()) as pool:
        plan = plan_master(timeline, load, loudness, store=Store(cache, events), pool=pool, events=events)
        settings = (lame.version(), lame.QUALITY, encoding.channels, encoding.bitrate_kbps, round(ceiling, 6))
        entries = [digest("chunk", _FORMAT, *settings, chunk.content) for chunk in plan.chunks]
        missing = [not plan.store.has(entry) for entry in entries]

        def encode(chunk: Chunk) -> Encoded:
            return encode_chunk(chunk, encoding.bitrate_kbps, ceiling, plan.library)

        # What is missing is begun at once, so that an edit is encoded while what stands before it is copied.
        fresh = pool.in_order(encode, compress(plan.chunks, missing))
        made = done = 0
        new = sum(chunk.end - chunk.first for chunk in compress(plan.chunks, missing))
        with StreamWriter(output, encoding, lead) as stream:
            for chunk, entry, is_missing in zip(plan.chunks, entries, missing, strict=True):
                kept = None if is_missing else plan.store.get(entry)
                if kept is None:  # or corrupt
                    encoded = next(fresh) if is_missing else encode(chunk)
                    plan.store.put(entry, encoded.to_bytes())
                    made += 1
                else:
                    encoded = Encoded.from_bytes(kept)
                stream.add(encoded)
                done += (chunk.end - chunk.first) * is_missing
                events.progress("encode", *(frames * mp3.FRAME_SAMPLES // mp3.RATE_HZ for frames in (done, new)))
            stream.finish(timeline.length_samples)
    return_freed_memory()
    events.end_stage("encode")
    return Mastered(
        length_samples=timeline.length_samples,
        frames=stream.frames,
        stream_bytes=stream.stream_bytes,
        integrated_lufs=plan.heard.integrated_lufs,
        range_lu=plan.heard.range_lu,
        short_term_max_lufs=plan.heard.short_term_max_lufs,
        true_peak_dbtp=20 * math.log10(stream.true_peak) if stream.true_peak else None,
        gain_db=plan.gain_db,
        limited_s=stream.limited_samples / mp3.RATE_HZ,
        limited_max_db=stream.deepest_db,
        voices=plan.voices,
        chunks_made=made,
        chunks_reused=len(plan.chunks) - made,
        metered=plan.metered,
        meters_reused=plan.meters_reused,
        waveform=bytes(stream.waveform),
        entries=tuple(sorted(plan.store.used, key=str)),
    )


def _check_encoding(timeline: Timeline, encoding: Encoding) -> None:
    if encoding.channels != timeline.channels:
        message = f"cannot encode {encoding.channels} channels from a timeline with {timeline.channels}"
        raise StudioError("channels", message, hint="use 1 (mono) or 2 (stereo)", exit_code=2)
    if encoding.bitrate_kbps not in mp3.BITRATES_KBPS:
        known = ", ".join(map(str, mp3.BITRATES_KBPS))
        message = f"MP3 has no bit rate of {encoding.bitrate_kbps} kbit/s"
        raise StudioError("bitrate", message, hint=f"use one of {known}", exit_code=2)
