"""Music under speech, as a listener hears it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from audio_material import Episode, Floats, speech, talk

from studio.audio import master, measure
from studio.audio.beds import loop, place
from studio.audio.mastering import Mastered
from studio.model.show import Encoding, Loudness
from studio.model.timeline import Bed, Timeline

RATE_HZ = 44_100


def music(seconds: float, seed: int = 5) -> Floats:
    """Stereo noise with the spectrum of something soft, shape (n, 2)."""
    noise = np.random.default_rng(seed).standard_normal((int(seconds * RATE_HZ), 2))
    spectrum = np.fft.rfft(noise, axis=0)
    spectrum *= (1 / (1 + (np.arange(len(spectrum)) / (0.05 * len(spectrum))) ** 2))[:, None]
    return (np.fft.irfft(spectrum, len(noise), axis=0) * 0.3).astype(np.float32)


def mastered(episode: Episode, timeline: Timeline, folder: Path, cache: str = "cache") -> Mastered:
    episode.loads.clear()
    return master(
        timeline,
        episode.load,
        loudness=Loudness(),
        encoding=Encoding(timeline.channels, 128),
        cache=folder / cache,
        output=folder / "out.mp3",
        jobs=2,
    )


def bedded(clips: int = 10, channels: int = 1, **bed: object) -> tuple[Episode, Timeline]:
    episode = talk(clips)
    episode.channels = channels
    episode.sounds["music"] = music(7.0), RATE_HZ
    timeline = episode.timeline()
    values = {"start_samples": 0, "end_samples": timeline.length_samples, **bed}
    return episode, replace(timeline, beds=(Bed("music", **values),))  # type: ignore[arg-type]


def decoded(folder: Path) -> Floats:
    samples, _ = soundfile.read(folder / "out.mp3", dtype="float32", always_2d=True)
    return samples


def level_db(samples: Floats) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))


@pytest.mark.parametrize("channels", [1, 2])
def test_speech_with_a_bed_lands_on_target(tmp_path: Path, channels: int) -> None:
    mastered(*bedded(channels=channels), tmp_path)
    measured = measure(tmp_path / "out.mp3")
    assert measured.integrated_lufs == pytest.approx(-16, abs=0.2)
    assert measured.true_peak_dbtp is not None
    assert measured.true_peak_dbtp <= -1
    assert measured.warnings == ()


def bed_alone(episode: Episode, timeline: Timeline, folder: Path) -> tuple[Floats, Floats]:
    """The decoded speech, and what the bed adds to it."""
    report = mastered(episode, timeline, folder)
    both = decoded(folder)
    without = mastered(episode, replace(timeline, beds=()), folder)
    speech = decoded(folder) * np.float32(10 ** ((report.gain_db - without.gain_db) / 20))
    return speech, both - speech


def lufs(samples: Floats, folder: Path) -> float:
    soundfile.write(folder / "part.wav", samples, RATE_HZ, subtype="FLOAT")
    loudness = measure(folder / "part.wav").integrated_lufs
    assert loudness is not None
    return loudness


def test_a_bed_is_heard_under_speech_and_comes_up_after_it(tmp_path: Path) -> None:
    episode, timeline = bedded(3)
    pause = 6 * RATE_HZ // 1152 * 1152
    last = replace(timeline.clips[-1], length_samples=timeline.clips[-1].length_samples + pause)
    longer = replace(timeline, clips=(*timeline.clips[:-1], last), length_samples=timeline.length_samples + pause)
    longer = replace(longer, beds=(replace(timeline.beds[0], end_samples=longer.length_samples),))
    speech, bed = bed_alone(episode, longer, tmp_path)
    spoken, alone = slice(RATE_HZ, 12 * RATE_HZ), slice(-5 * RATE_HZ, -2 * RATE_HZ)
    under = lufs(bed[spoken], tmp_path)
    assert 12 < lufs(speech[spoken], tmp_path) - under < 15
    assert 6 < lufs(bed[alone], tmp_path) - under < 9


@pytest.mark.parametrize("pause_s", [0.35, 0.7, 0.9])
def test_a_bed_does_not_pump_between_sentences(tmp_path: Path, pause_s: float) -> None:
    episode = Episode()
    hum = 0.2 * np.sin(2 * np.pi * 300 * np.arange(3 * RATE_HZ) / RATE_HZ)
    episode.sounds = {"music": (hum.astype(np.float32), RATE_HZ), "word": (speech(2.0, 1), 22_050)}
    for _ in range(5):
        episode.put("word", pause_s)
    timeline = episode.timeline()
    timeline = replace(timeline, beds=(Bed("music", 0, timeline.length_samples, fade_in_s=0.1, fade_out_s=0.1),))
    _, bed = bed_alone(episode, timeline, tmp_path)
    levels = [level_db(bed[at : at + 4410]) for at in range(RATE_HZ, len(bed) - 3 * RATE_HZ, 4410)]
    assert max(levels) - min(levels) < 1.5


def test_a_bed_glides_between_its_levels(tmp_path: Path) -> None:
    active = np.zeros(600, bool)
    active[200:400] = True
    gains = place(Bed("music", 0, 600 * 1152, fade_in_s=0, fade_out_s=0), 0.0, active).gains[3:-3]
    steps_db = np.abs(np.diff(20 * np.log10(gains)))
    assert gains[300] == pytest.approx(10 ** (-14 / 20), rel=1e-3)
    assert gains[100] == gains[-100] == pytest.approx(10 ** (-6 / 20), rel=1e-3)
    assert steps_db.max() < 0.7
    assert np.abs(np.diff(steps_db)).max() < 0.2


def test_a_bed_fades_and_stops(tmp_path: Path) -> None:
    episode, timeline = bedded(4, start_samples=2 * RATE_HZ, end_samples=9 * RATE_HZ, fade_out_s=1.0)
    quiet = {key: (samples * 1e-4, rate) for key, (samples, rate) in episode.sounds.items() if key != "music"}
    episode.sounds |= quiet
    silent = replace(timeline, clips=tuple(replace(clip, gain_db=-60) for clip in timeline.clips))
    mastered(episode, silent, tmp_path)
    samples = decoded(tmp_path)
    inside = level_db(samples[5 * RATE_HZ : 6 * RATE_HZ])
    assert level_db(samples[: 2 * RATE_HZ - 2000]) < inside - 30
    assert level_db(samples[int(9.1 * RATE_HZ) : 10 * RATE_HZ]) < inside - 30
    assert level_db(samples[int(8.8 * RATE_HZ) : int(8.9 * RATE_HZ)]) < inside - 6


def test_a_loop_has_no_seam() -> None:
    whole = np.sin(2 * np.pi * 100 * np.arange(44_100) / 44_100)[None].astype(np.float32)
    assert loop(whole) is whole
    broken = whole[:, :44_000]
    turn = loop(broken)
    twice = np.concatenate([turn, turn], axis=1)
    assert np.abs(np.diff(twice)).max() < 1.5 * np.abs(np.diff(whole)).max()


@pytest.mark.usefixtures("small_chunks")
def test_an_edit_under_a_bed_keeps_what_it_does_not_touch_and_equals_a_render_from_nothing(tmp_path: Path) -> None:
    episode, timeline = bedded(12, end_samples=20 * RATE_HZ, ducked_db=-20.0)
    first = mastered(episode, timeline, tmp_path)
    other = timeline.clips[7]
    assert other.length_samples == timeline.clips[1].length_samples
    placed = replace(other, start_samples=timeline.clips[1].start_samples)
    edited = replace(timeline, clips=(timeline.clips[0], placed, *timeline.clips[2:]))
    second = mastered(episode, edited, tmp_path)
    assert second.gain_db == first.gain_db
    assert second.chunks_made <= 3 < first.chunks_made
    incremental = (tmp_path / "out.mp3").read_bytes()
    mastered(episode, edited, tmp_path, "cold")
    assert (tmp_path / "out.mp3").read_bytes() == incremental


def test_a_bed_on_a_silent_episode_is_heard(tmp_path: Path) -> None:
    episode = Episode(sounds={"nothing": (np.zeros(400_000, np.float32), 44_100), "music": (music(3.0), RATE_HZ)})
    timeline = episode.put("nothing").timeline()
    timeline = replace(timeline, beds=(Bed("music", 0, timeline.length_samples),))
    assert mastered(episode, timeline, tmp_path).integrated_lufs == pytest.approx(-16, abs=0.2)
