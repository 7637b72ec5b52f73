"""Golden cases: a script and, beside it, its captions as WebVTT, or its chapters; every character lasts 60 ms."""

from __future__ import annotations

from pathlib import Path

import pytest
import sample_episode as sample
from golden_cases import assert_as_expected, case_show, cases, read_case

from studio.audio.assets import PreparedSound
from studio.episode import RATE_HZ, arrange, captions, chapters, transcript_vtt
from studio.episode.times import clock, milliseconds
from studio.model.narration import Narration
from studio.model.timeline import Timeline


@pytest.mark.parametrize("path", cases("captions"), ids=lambda path: path.stem)
def test_script_is_captioned_as_expected(path: Path) -> None:
    _, narration = read_case(path)
    found = captions(narration, sample.takes(narration), _timeline(narration))
    assert_as_expected(path, transcript_vtt(found, RATE_HZ), suffix=".vtt")


@pytest.mark.parametrize("path", cases("chapters"), ids=lambda path: path.stem)
def test_script_is_cut_into_chapters_as_expected(path: Path) -> None:
    script, narration = read_case(path)
    found = chapters(script, narration, _timeline(narration), case_show())
    lines = (
        f"{_time(chapter.start_samples)} --> {_time(chapter.end_samples)} {chapter.pillar or '-'}: {chapter.title}\n"
        for chapter in found
    )
    assert_as_expected(path, "".join(lines))


def _timeline(narration: Narration) -> Timeline:
    sounds = {name: PreparedSound(name, 2 * RATE_HZ) for name in case_show().assets}
    return arrange(narration, sample.takes(narration), case_show(), sounds)


def _time(samples: int) -> str:
    return clock(milliseconds(samples, RATE_HZ))
