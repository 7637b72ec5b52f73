"""``studio audit``: are all pillars there, how often, and for how long?"""

from __future__ import annotations

from collections.abc import Iterable

from studio.audit import Audit, audit_script
from studio.narration.read import read_episode
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace


def audit(workspace: Workspace, episodes: Iterable[EpisodeFiles]) -> tuple[Audit, ...]:
    """Audits in the order asked for; what cannot be spoken in a script does not keep it from being audited.

    Raises:
        ConfigurationError: a target for something that the show does not count.
        StudioError: a script that cannot be read.
    """
    audits = []
    for episode in episodes:
        script, narration = read_episode(workspace.show, episode, skip_unspeakable=True)
        audits.append(audit_script(script, narration.segments, workspace.show))
    return tuple(audits)
