"""``studio retake``: another try at one segment."""

from __future__ import annotations

from studio.actions.sound import write_sound
from studio.actions.takes import SegmentTakes, listing, one_segment
from studio.kit.events import Events
from studio.narration.select import Selection
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.takes import open_store
from studio.takes import retake as make_another
from studio.voices.finals import with_finals


def retake(
    workspace: Workspace,
    episode: EpisodeFiles,
    selection: Selection,
    events: Events | None = None,
    *,
    final: bool = False,
) -> SegmentTakes:
    """Make one more take of a segment, choose it, and write it to a WAV file in the build folder.

    Args:
        workspace: the show, and where takes are kept.
        episode: which one.
        selection: of one segment.
        events: told of the take as it is made.
        final: a final take.

    Raises:
        ConfigurationError: no or several segments match.
        StudioError: the take cannot be made; the former choice stays.
    """
    if final:
        workspace = with_finals(workspace)
    script, _, segment = one_segment(workspace, episode, selection)
    store = open_store(workspace)
    made = make_another(segment, workspace.show, store, episode, source=script.source, events=events)
    take = store.load(made.key)
    path = episode.build / f"segment-{segment.number:04d}-take-{made.take}.wav"
    sound = write_sound(path, take.samples, take.rate_hz)
    return listing(workspace, episode, script, segment, sound=sound)
