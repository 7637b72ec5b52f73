"""A render that nobody would want to hear is refused, and leaves what was there; only what is used is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from commands import files_of, render, workspace_of
from sample_show import SCRIPT, STUDIO_YAML

from studio.actions import render as render_action
from studio.audio import Mastered, master
from studio.kit.errors import StudioError
from studio.model.narration import CuePoint, Narration
from studio.model.script import Cue, CueKind
from studio.model.show import Loudness, Show
from studio.model.source import Source, Span
from studio.render.check import check_mastered
from studio.settings.show import load_show

SOUNDS = """\
sounds:
  theme: {file: assets/theme.wav, kind: bumper}
  unused: {file: assets/unused.wav, kind: bumper}
"""
SOURCE = Source("scripts/ep01.md", 'HOST: hello.\n\n::music{bed="bed" gain=400dB}\n\nHOST: bye.\n')
PLAIN = Narration(())
LOUD = Narration((), (CuePoint(1, Cue(CueKind.BED, Span(14, 45), "bed", gain_db=400.0)),))


def _mastered(lufs: float | None, waveform: bytes = bytes([100]) * 4000) -> Mastered:
    nothing = dict.fromkeys(Mastered.__dataclass_fields__)
    known = {"integrated_lufs": lufs, "waveform": waveform, "length_samples": len(waveform) * 1152}
    return Mastered(**nothing | known)  # type: ignore[arg-type]


def _refusal(mastered: Mastered, narration: Narration = PLAIN) -> StudioError:
    with pytest.raises(StudioError) as caught:
        check_mastered(mastered, Loudness(), narration, SOURCE)
    assert caught.value.exit_code == 1
    return caught.value


@pytest.mark.parametrize("lufs", [-16.0, -16.7, -15.3])
def test_what_is_near_the_target_is_taken(lufs: float) -> None:
    check_mastered(_mastered(lufs), Loudness(), PLAIN, SOURCE)


@pytest.mark.parametrize("lufs", [-16.9, -15.1, -40.0])
def test_what_is_off_its_loudness_is_refused(lufs: float) -> None:
    told = _refusal(_mastered(lufs))
    assert told.code == "off-loudness"
    assert f"at {lufs} LUFS instead of -16 ± 0.5" in told.message


def test_a_silent_episode_is_refused_and_the_cue_that_did_it_named() -> None:
    told = _refusal(_mastered(None), LOUD)
    assert told.code == "silent-episode"
    assert told.where == "scripts/ep01.md:3:1"
    assert "400 dB" in str(told.hint)
    assert _refusal(_mastered(None)).where == "scripts/ep01.md"


@pytest.mark.parametrize(
    ("waveform", "says"),
    [
        (bytes([100]) * 3000 + bytes(4000) + bytes([100]) * 3000, "the longest of 104 s"),
        ((bytes([100]) * 40 + bytes(60)) * 40, "60% of the episode is silence"),
    ],
    ids=["one long silence", "silent for most of it"],
)
def test_an_episode_with_too_much_silence_is_refused(waveform: bytes, says: str) -> None:
    told = _refusal(_mastered(-16.0, waveform))
    assert told.code == "silent-episode"
    assert says in told.message


def test_pauses_are_no_silence() -> None:
    check_mastered(_mastered(-16.0, (bytes([100]) * 70 + bytes(60)) * 40), Loudness(), PLAIN, SOURCE)


@pytest.mark.parametrize("lufs", [None, -30.0])
def test_a_refused_render_leaves_the_former_files(
    make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, lufs: float | None
) -> None:
    root = make_show()
    render(root, "ep01")
    before = {path.name: path.read_bytes() for path in (root / "build" / "ep01").iterdir()}
    (root / "scripts" / "ep01.md").write_text(SCRIPT.replace("Welcome", "Good evening, and welcome"))

    def spoilt(*arguments: object, **options: object) -> Mastered:
        return replace(master(*arguments, **options), integrated_lufs=lufs)  # type: ignore[arg-type]

    monkeypatch.setattr("studio.render.build.master", spoilt)
    with pytest.raises(StudioError) as caught:
        render(root, "ep01")
    assert caught.value.code == ("silent-episode" if lufs is None else "off-loudness")
    assert {path.name: path.read_bytes() for path in (root / "build" / "ep01").iterdir()} == before


def _with_sounds(make_show: Callable[..., Path]) -> Show:
    root = make_show(SCRIPT.replace("## Why Not", "::bumper{theme}\n\n## Why Not"), config=STUDIO_YAML + SOUNDS)
    time = np.arange(44_100) / 44_100
    for name in ("theme.wav", "unused.wav"):
        soundfile.write(root / "assets" / name, 0.1 * np.sin(2 * np.pi * 440 * time), 44_100)
    return load_show(root)


def _spoil(path: Path, state: str) -> None:
    """Root may read whatever permissions say; nobody can read a link to itself."""
    path.unlink()
    if state == "unreadable":
        path.symlink_to(path.name)


@pytest.mark.parametrize("state", ["unreadable", "missing"])
def test_a_sound_that_no_cue_names_is_not_read(make_show: Callable[..., Path], state: str) -> None:
    show = _with_sounds(make_show)
    _spoil(show.root / "assets" / "unused.wav", state)
    assert render_action.render(workspace_of(show), files_of(show)).chapters == 5


@pytest.mark.parametrize(("state", "code"), [("unreadable", "unreadable"), ("missing", "asset-missing")])
def test_a_sound_that_is_needed_is_told_as_one_that_cannot_be_read(
    make_show: Callable[..., Path], state: str, code: str
) -> None:
    show = _with_sounds(make_show)
    theme = show.root / "assets" / "theme.wav"
    _spoil(theme, state)
    with pytest.raises(StudioError) as caught:
        render_action.render(workspace_of(show), files_of(show))
    assert (caught.value.code, caught.value.where) == (code, str(theme))
    assert "writ" not in f"{caught.value} {caught.value.hint}"
