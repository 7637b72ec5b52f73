"""What preview, say and retake share: a few segments as samples, and samples as a WAV file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studio.kit.events import Events
from studio.model.narration import Segment
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.takes import expected_s, make_takes, open_store, plan_takes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def sound_of(
    workspace: Workspace,
    segments: Sequence[Segment],
    episode: EpisodeFiles | None = None,
    events: Events | None = None,
) -> tuple[NDArray[np.float32], int]:
    """The takes of a few segments in a row with their pauses, mono, and their rate in hertz: that of the first.

    Args:
        workspace: the show, and where takes are kept.
        segments: at least one.
        episode: whose choices of takes hold.
        events: told of takes as they are made.

    Raises:
        StudioError: a take cannot be made.
    """
    import numpy as np
    import soxr

    show, store = workspace.show, open_store(workspace)
    plans = plan_takes(segments, show, store, episode=episode)
    if events is not None:
        events.expect({"takes": expected_s(plans, store)})
    (made,) = make_takes([plans], show, store, events=events)
    rate_hz = made.infos[0].rate_hz
    parts = []
    for segment, info in zip(segments, made.infos, strict=True):
        take = store.load(info.key)
        samples = take.samples if take.rate_hz == rate_hz else soxr.resample(take.samples, take.rate_hz, rate_hz)
        parts += [samples, np.zeros(round(segment.pause_s * rate_hz), np.float32)]
    return np.concatenate(parts[:-1]), rate_hz


def write_sound(path: Path, samples: NDArray[np.float32], rate_hz: int) -> Path:
    """Write mono samples to a WAV file; returns its path."""
    from studio.audio import write_wav

    path.parent.mkdir(parents=True, exist_ok=True)
    write_wav(path, samples, rate_hz)
    return path
