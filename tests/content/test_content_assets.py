"""Lexicon, pictures and sounds of the show, as a listener or a directory meets them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.engines.espeak_phonemes import espeak_mnemonics
from studio.engines.misaki import misaki_phonemes
from studio.settings.lexicons import load_lexicon
from studio.settings.show import load_show
from studio.speech.vocabulary import vocabulary

ROOT = Path(__file__).parents[2]
SHOW = load_show(ROOT)


def jpeg_size(path: Path) -> tuple[int, int, int]:
    """Width, height and number of components from the start-of-frame segment."""
    data = path.read_bytes()
    position = 2
    while True:
        marker, length = struct.unpack(">HH", data[position : position + 4])
        if 0xFFC0 <= marker <= 0xFFC2:
            height, width, components = struct.unpack(">HHB", data[position + 5 : position + 10])
            return width, height, components
        position += 2 + length


def test_every_entry_can_be_said_by_every_voice_that_takes_phonemes() -> None:
    entries = [*load_lexicon(SHOW.lexicons).entries, *vocabulary().entries]
    assert len(entries) >= 250
    for _, entry in entries:
        assert entry.sound.ipa, entry.where
        assert not espeak_mnemonics(entry.sound.ipa)[1], entry.where
        assert not misaki_phonemes(entry.sound.ipa)[1], entry.where


def test_the_cover_is_what_directories_ask_for() -> None:
    assert jpeg_size(SHOW.artwork) == (3000, 3000, 3)
    assert SHOW.artwork.stat().st_size <= 512_000


@pytest.mark.parametrize("pillar", [pillar.id for pillar in SHOW.pillars])
def test_every_pillar_has_a_small_picture_and_a_stinger(pillar: str) -> None:
    picture = ROOT / "assets" / f"pillar-{pillar}.jpg"
    width, height, components = jpeg_size(picture)
    assert width == height <= 800
    assert components == 3
    assert picture.stat().st_size <= 60_000
    assert SHOW.assets[pillar].kind == "stinger"


@pytest.mark.parametrize("name", sorted(SHOW.assets))
def test_sounds_are_small_clean_and_end_quietly(name: str) -> None:
    asset = SHOW.assets[name]
    samples, rate_hz = soundfile.read(asset.path, dtype="float32")
    assert rate_hz == 44_100
    assert asset.path.stat().st_size <= 1_000_000
    assert 0.4 <= np.abs(samples).max() <= 0.9
    assert abs(float(samples.mean())) < 1e-3
    if asset.kind == "bed":  # it loops: the step over the seam is like the steps beside it
        usual = np.abs(np.diff(samples[-4_410:], axis=0)).max()
        assert np.abs(samples[0] - samples[-1]).max() <= 2 * usual
    else:
        assert np.abs(samples[-8:]).max() < 0.003
    if asset.kind == "stinger":
        assert 1.5 <= len(samples) / rate_hz <= 3.0
