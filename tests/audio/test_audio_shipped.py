"""The sounds that ship with the show, as they are heard in a finished episode."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from audio_material import Episode, Floats, talk

from studio.audio import RATE_HZ, Assets, master
from studio.audio.loudness import integrated_lufs, meter, momentary_max_lufs
from studio.model.script import CueKind
from studio.model.show import Encoding, Loudness
from studio.model.timeline import Bed
from studio.settings.show import load_show

SHOW = load_show(Path(__file__).parents[2])
STINGERS = sorted(name for name, asset in SHOW.assets.items() if asset.kind == CueKind.STINGER)
SOUNDS = sorted(name for name, asset in SHOW.assets.items() if asset.kind != CueKind.BED)


@pytest.fixture(scope="module", params=[1, 2], ids=["mono", "stereo"])
def heard(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Floats, Floats]]:
    """What is decoded of each sound, and of the 50 ms before it."""
    folder = tmp_path_factory.mktemp("stingers")
    assets, episode = Assets(folder / "assets"), talk(4, voice="host", pause_s=1.0)
    episode.channels = request.param
    for number, name in enumerate(SOUNDS):
        ready = assets.prepare(SHOW.assets[name].path)
        episode.sounds[ready.key] = assets.load(ready.key)
        episode.put(ready.key, 0.4, voice=f"sound {name}", gain_db=SHOW.assets[name].gain_db)
        episode.say(2.0, 50 + number, voice="host", pause_s=1.0)
    episode.master(folder, bitrate_kbps=96)
    return _parts(episode, folder / "out.mp3")


def _parts(episode: Episode, mp3: Path) -> dict[str, tuple[Floats, Floats]]:
    decoded, _ = soundfile.read(mp3, dtype="float32", always_2d=True)
    clips = {clip.voice.removeprefix("sound "): clip for clip in episode.timeline().clips}
    parts = {}
    for name in SOUNDS:
        start, length = clips[name].start_samples, clips[name].length_samples
        parts[name] = decoded[start : start + length], decoded[start - RATE_HZ // 20 : start]
    return parts


@pytest.mark.parametrize("reading", [integrated_lufs, momentary_max_lufs])
def test_no_stinger_is_much_louder_than_another(heard: dict[str, tuple[Floats, Floats]], reading: object) -> None:
    levels = {name: reading(meter(heard[name][0], RATE_HZ).energy) for name in STINGERS}  # type: ignore[operator]
    assert max(levels.values()) - min(levels.values()) < 1.5, levels


@pytest.mark.parametrize("name", SOUNDS)
def test_nothing_is_heard_of_a_sound_before_it_begins(heard: dict[str, tuple[Floats, Floats]], name: str) -> None:
    sound, before = heard[name]
    assert np.abs(before).max() < 10 ** (-60 / 20)
    assert np.abs(sound[: RATE_HZ // 20]).max() > 10 ** (-60 / 20)


def test_the_bed_is_heard_evenly_under_speech(tmp_path: Path) -> None:
    assets, episode = Assets(tmp_path / "assets"), talk(8, voice="host")
    bed, ducking = SHOW.assets["bed"], SHOW.ducking
    ready = assets.prepare(bed.path, trim=False)
    episode.sounds[ready.key] = assets.load(ready.key)
    timeline = episode.timeline()
    placed = Bed(ready.key, 0, timeline.length_samples, bed.gain_db, bed.gain_db - ducking.depth_db)
    heard = []
    for beds in ((placed,), ()):
        made = master(
            replace(timeline, beds=beds),
            episode.load,
            loudness=Loudness(),
            encoding=Encoding(1, 96),
            cache=tmp_path / "cache",
            output=tmp_path / "out.mp3",
        )
        decoded, _ = soundfile.read(tmp_path / "out.mp3", dtype="float32")
        heard.append(decoded[2 * RATE_HZ : -4 * RATE_HZ] / np.float32(10 ** (made.gain_db / 20)))
    speech = integrated_lufs(meter(heard[1], RATE_HZ).energy)
    music = meter(heard[0] - heard[1], RATE_HZ).energy[4:-8]
    assert speech is not None
    frames = 115  # three seconds
    levels = [integrated_lufs(music[at : at + frames]) for at in range(0, len(music) - frames, frames)]
    assert all(12 < speech - level < 15 for level in levels if level is not None), (speech, levels)
    assert None not in levels
