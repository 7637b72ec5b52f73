"""Whether what was mastered is fit to be heard, before it takes the place of what was there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.audio.verify import is_mostly_silent
from studio.kit.errors import StudioError
from studio.model.narration import Narration
from studio.model.show import Loudness
from studio.model.source import Source

if TYPE_CHECKING:
    from studio.audio.mastering import Mastered

SLACK_LU = 0.3
"""How much further from the target than the tolerance a predicted loudness may be: `verify` measures the file."""

_LOUD_CUE_DB = 12.0  # a cue this loud is likely to be what went wrong


def check_mastered(mastered: Mastered, loudness: Loudness, narration: Narration, source: Source) -> None:
    """Refuse an episode that nobody would want to have published.

    Args:
        mastered: what came out.
        loudness: what was asked for.
        narration: its cues are looked at for the cause.
        source: the script, for the place of that cue.

    Raises:
        StudioError: ``silent-episode`` where there is nothing, or for long nothing, to be heard; ``off-loudness``.
    """
    where, hint = _cause(narration, source)
    level = mastered.integrated_lufs
    if level is None:
        raise StudioError("silent-episode", "the episode came out silent", where=where, hint=hint)
    silences = [len(found) for found in re.findall(rb"\0+", mastered.waveform)]
    frames = len(mastered.waveform)
    frame_s = mastered.duration_s / frames if frames else 0.0
    longest_s, silent_s = max(silences, default=0) * frame_s, sum(silences) * frame_s
    if is_mostly_silent(longest_s, silent_s, mastered.duration_s):
        share = silent_s / mastered.duration_s
        message = f"{share:.0%} of the episode is silence, the longest of {longest_s:.0f} s"
        raise StudioError("silent-episode", message, where=where, hint=hint)
    if abs(level - loudness.target_lufs) > loudness.tolerance_lu + SLACK_LU:
        message = (
            f"the episode came out at {level:.1f} LUFS instead of {loudness.target_lufs:g} ± {loudness.tolerance_lu:g}"
        )
        raise StudioError("off-loudness", message, where=where, hint=hint)


def _cause(narration: Narration, source: Source) -> tuple[str, str]:
    """Where to look, and what to do there: the loudest cue, if one is very loud."""
    cues = [point.cue for point in narration.cues if abs(point.cue.gain_db or 0.0) >= _LOUD_CUE_DB]
    if not cues:
        return source.path, "Hear its parts with `studio preview`: a take or a sound may be silent, or very loud."
    worst = max(cues, key=lambda cue: abs(cue.gain_db or 0.0))
    place = str(source.location(worst.span.start))
    return (
        place,
        f"The gain of this cue, {worst.gain_db:g} dB, is the likely cause: 0 leaves a sound as the show has it.",
    )
