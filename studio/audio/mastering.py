"""From a timeline of takes to a finished MP3 stream: meter, choose the gain, encode chunks in parallel, join."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from studio.audio import lame, mp3
from studio.audio.chunks import Chunk, Sound, cut, plan
from studio.audio.encoder import HEADROOM_DB, Encoded, encode_chunk
from studio.audio.level import episode_gain_db, is_silent, predicted_energy, voice_trim_db
from studio.audio.loudness import (
    QUARTERS,
    Doubles,
    Floats,
    Halves,
    Meter,
    integrated_lufs,
    meter,
    range_lu,
    short_term_max_lufs,
)
from studio.audio.mix import Load
from studio.audio.pool import Pool, processors
from studio.audio.store import Store, digest
from studio.errors import StudioError
from studio.model import Clip, Encoding, Loudness, Timeline

Progress = Callable[[int, int], None]

_FORMAT = 2  # raise when the same inputs are to give other bytes


@dataclass(frozen=True, slots=True)
class VoiceLevel:
    """A voice as its takes came (``lufs``, None where silent) and what was added so that voices match."""

    voice: str
    lufs: float | None
    trim_db: float


@dataclass(frozen=True, slots=True)
class Mastered:
    """What :func:`master` made.

    Loudness is predicted from the takes (within 0.05 LU of the decoded file) and None for a silent episode;
    ``true_peak_dbtp`` is that of the decoded file. ``limited_s`` is how long the limiter took more than 0.1 dB,
    ``limited_max_db`` the most that it took. ``waveform`` holds the greatest sample of each frame of 1,152, from 0 to
    255. ``warnings`` name cache entries that were corrupt and made again. ``timings`` are seconds per stage.
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
    warnings: tuple[str, ...]
    timings: tuple[tuple[str, float], ...]

    @property
    def duration_s(self) -> float:
        return self.length_samples / mp3.RATE_HZ


def master(
    timeline: Timeline,
    load: Load,
    *,
    loudness: Loudness,
    encoding: Encoding,
    cache: Path,
    output: Path,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Mastered:
    """Write the episode's MP3 stream (Info frame, then constant-bit-rate frames, no ID3 tag) to ``output``.

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
        jobs: threads; None for one per processor.
        progress: called with (samples done, samples in all) from the calling thread.

    Raises:
        StudioError: the episode is empty, a clip does not fit its slot, a take holds no valid samples, or a file
            cannot be written.
        StudioError: (exit code 2) a rate, bit rate or channel count that cannot be made.
    """
    _check(timeline, encoding)
    store = Store(cache)
    ceiling = 10 ** (loudness.ceiling_dbtp / 20)
    limit = 10 ** ((loudness.ceiling_dbtp - HEADROOM_DB) / 20)
    clock, timings = perf_counter(), []

    def lap(stage: str) -> None:
        nonlocal clock
        now = perf_counter()
        timings.append((stage, now - clock))
        clock = now

    pool = Pool(jobs or processors())
    try:
        meters, metered = _meter_all(timeline, load, store, pool)
        _check_lengths(timeline.clips, meters)
        lap("meter")
        energy, peak, voices = _levelled(timeline, meters)
        gain_db = episode_gain_db(energy, peak, loudness.target_lufs, limit)
        heard = predicted_energy(energy, peak, gain_db, limit)
        lap("level")
        chunks = _chunks(timeline, meters, voices, gain_db)
        made = 0
        frames = crc = limited_samples = 0
        true_peak, deepest_db, lowpass_hz = 0.0, 0.0, 0
        waveform = bytearray()
        with _writing(output), output.open("wb") as file:
            head_bytes = mp3.info_frame_bytes(encoding.channels, encoding.bitrate_kbps)
            file.write(bytes(head_bytes))

            def get(chunk: Chunk) -> tuple[Encoded, bool]:
                return _get_or_encode(chunk, encoding, ceiling, load, store)

            for chunk, (encoded, fresh) in zip(chunks, pool.in_order(get, chunks), strict=True):
                file.write(encoded.stream)
                made += fresh
                frames += encoded.frames
                crc = mp3.crc16_join(crc, encoded.crc, len(encoded.stream))
                limited_samples += encoded.limited_samples
                true_peak, deepest_db = max(true_peak, encoded.true_peak), min(deepest_db, encoded.deepest_db)
                lowpass_hz = encoded.lowpass_hz
                waveform += encoded.waveform
                if progress:
                    progress(min(chunk.end * mp3.FRAME_SAMPLES, timeline.length_samples), timeline.length_samples)
            music_bytes = file.tell() - head_bytes
            file.seek(0)
            file.write(
                mp3.info_frame(
                    channels=encoding.channels,
                    kbps=encoding.bitrate_kbps,
                    frames=frames,
                    music_bytes=music_bytes,
                    music_crc=crc,
                    length_samples=timeline.length_samples,
                    lowpass_hz=lowpass_hz,
                )
            )
        lap("encode")
    finally:
        pool.close()
    silent = is_silent(energy)
    return Mastered(
        length_samples=timeline.length_samples,
        frames=frames,
        stream_bytes=head_bytes + music_bytes,
        integrated_lufs=None if silent else integrated_lufs(heard),
        range_lu=range_lu(heard),
        short_term_max_lufs=short_term_max_lufs(heard),
        true_peak_dbtp=20 * math.log10(true_peak) if true_peak else None,
        gain_db=gain_db,
        limited_s=limited_samples / mp3.RATE_HZ,
        limited_max_db=deepest_db,
        voices=voices,
        chunks_made=made,
        chunks_reused=len(chunks) - made,
        metered=metered,
        meters_reused=len(meters) - metered,
        waveform=bytes(waveform),
        warnings=tuple(sorted(store.warnings)),
        timings=tuple(timings),
    )


# --------------------------------------------------------------------------------------------- checks


def _check(timeline: Timeline, encoding: Encoding) -> None:
    if not timeline.clips or timeline.length_samples <= 0:
        raise StudioError("empty-episode", "there is nothing to be heard in this episode")
    if timeline.rate_hz != mp3.RATE_HZ:
        raise StudioError("rate", f"episodes are made at {mp3.RATE_HZ} Hz, not {timeline.rate_hz}", exit_code=2)
    if encoding.channels not in (1, 2) or encoding.channels != timeline.channels:
        message = f"cannot encode {encoding.channels} channels from a timeline with {timeline.channels}"
        raise StudioError("channels", message, hint="use 1 (mono) or 2 (stereo)", exit_code=2)
    if encoding.bitrate_kbps not in mp3.BITRATES_KBPS:
        known = ", ".join(map(str, mp3.BITRATES_KBPS))
        message = f"MP3 has no bit rate of {encoding.bitrate_kbps} kbit/s"
        raise StudioError("bitrate", message, hint=f"use one of {known}", exit_code=2)


def _check_lengths(clips: Iterable[Clip], meters: dict[tuple[str, int], Meter]) -> None:
    for clip in clips:
        length = meters[_meter_id(clip)].length_samples
        if length > clip.length_samples - clip.lead_samples + 1:  # rates are rounded either way
            over = length - (clip.length_samples - clip.lead_samples)
            raise StudioError("slot-too-short", f"the sound {clip.key} is {over} samples longer than its slot")


# --------------------------------------------------------------------------------------------- metering and levels


def _meter_id(clip: Clip) -> tuple[str, int]:
    return clip.key, (clip.start_samples + clip.lead_samples) % mp3.FRAME_SAMPLES


def _meter_all(timeline: Timeline, load: Load, store: Store, pool: Pool) -> tuple[dict[tuple[str, int], Meter], int]:
    """Readings per sound and offset in its frame, and how many of them are fresh."""

    def read(wanted: tuple[str, int]) -> tuple[Meter, bool]:
        entry = digest("meter", _FORMAT, *wanted, timeline.channels)
        if (kept := store.get(entry)) is not None:
            return Meter.from_bytes(kept), False
        reading = _metered(wanted, load, timeline.channels)
        store.put(entry, reading.to_bytes())
        return reading, True

    wanted = list(dict.fromkeys(map(_meter_id, timeline.clips)))
    readings = list(pool.in_order(read, wanted))
    return {name: reading for name, (reading, _) in zip(wanted, readings, strict=True)}, sum(f for _, f in readings)


def _metered(wanted: tuple[str, int], load: Load, channels: int) -> Meter:
    key, offset = wanted
    samples, rate_hz = load(key)
    if samples.ndim == 2 and channels == 1:
        samples = samples.mean(1, dtype=np.float32)
    reading = meter(samples, rate_hz, offset)
    if not (np.isfinite(reading.energy).all() and np.isfinite(reading.peak).all()):
        raise StudioError("bad-samples", f"the sound {key} holds values that are not numbers")
    return reading


def _levelled(
    timeline: Timeline, meters: dict[tuple[str, int], Meter]
) -> tuple[Doubles, Halves, tuple[VoiceLevel, ...]]:
    """Energies and peaks of the episode before its gain, with voices matched to the one that speaks most."""
    frames = -(-timeline.length_samples // mp3.FRAME_SAMPLES)
    names = {voice: _spoken_samples(timeline, voice) for voice in sorted({clip.voice for clip in timeline.clips})}
    lufs = {}
    for voice in names:
        alone = np.zeros(frames)
        for clip in timeline.clips:
            if clip.voice == voice:
                _add(alone, clip, meters[_meter_id(clip)].energy, 1.0)
        lufs[voice] = integrated_lufs(alone)
    reference = lufs[max(names, key=lambda voice: names[voice])]
    voices = tuple(VoiceLevel(voice, lufs[voice], voice_trim_db(lufs[voice], reference)) for voice in names)
    trims = {voice.voice: voice.trim_db for voice in voices}
    energy, peak = np.zeros(frames), np.zeros((frames, QUARTERS), np.float16)
    for clip in timeline.clips:
        gain = 10 ** ((clip.gain_db + trims[clip.voice]) / 20)
        reading = meters[_meter_id(clip)]
        _add(energy, clip, reading.energy, gain * gain)
        first = (clip.start_samples + clip.lead_samples) // mp3.FRAME_SAMPLES
        there = peak[first : first + len(reading.peak)]
        np.maximum(there, reading.peak[: len(there)] * gain, out=there, casting="same_kind")
    return energy, peak, voices


def _spoken_samples(timeline: Timeline, voice: str) -> int:
    return sum(clip.length_samples for clip in timeline.clips if clip.voice == voice)


def _add(energy: Doubles, clip: Clip, reading: Floats, factor: float) -> None:
    first = (clip.start_samples + clip.lead_samples) // mp3.FRAME_SAMPLES
    there = energy[first : first + len(reading)]
    there += reading[: len(there)] * factor


# --------------------------------------------------------------------------------------------- chunks


def _chunks(
    timeline: Timeline, meters: dict[tuple[str, int], Meter], voices: Sequence[VoiceLevel], gain_db: float
) -> list[Chunk]:
    trims = {voice.voice: voice.trim_db for voice in voices}
    sounds = []
    for clip in timeline.clips:
        start = clip.start_samples + clip.lead_samples
        end = min(start + meters[_meter_id(clip)].length_samples, clip.start_samples + clip.length_samples)
        sounds.append(Sound(clip.key, start, end, gain_db + clip.gain_db + trims[clip.voice], clip.pan))
    starts = cut([(clip.key, clip.start_samples, clip.length_samples) for clip in timeline.clips])
    return plan(starts, sounds, timeline.length_samples)


def _get_or_encode(chunk: Chunk, encoding: Encoding, ceiling: float, load: Load, store: Store) -> tuple[Encoded, bool]:
    settings = (lame.version(), lame.QUALITY, encoding.channels, encoding.bitrate_kbps, round(ceiling, 6))
    entry = digest("chunk", _FORMAT, *settings, chunk.content)
    if (kept := store.get(entry)) is not None:
        return Encoded.from_bytes(kept), False
    encoded = encode_chunk(chunk, encoding.channels, encoding.bitrate_kbps, ceiling, load)
    store.put(entry, encoded.to_bytes())
    return encoded, True


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StudioError("output-unwritable", f"cannot write the episode: {error.strerror}", where=str(path)) from None
