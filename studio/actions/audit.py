"""Auditing episodes by name."""

from __future__ import annotations

from collections.abc import Sequence

from studio.audit import Audit, audit_script
from studio.kit.errors import ConfigurationError
from studio.model.show import Show
from studio.narration.read import read_episode
from studio.settings.show import episode_ids


def audit_episodes(show: Show, episodes: Sequence[str], *, everything: bool = False) -> tuple[Audit, ...]:
    """Audits in the order asked for; what cannot be spoken in a script does not keep it from being audited.

    Raises:
        ConfigurationError: no episode named, or an unknown one.
        StudioError: a script that cannot be read.
    """
    names = tuple(episodes) or (episode_ids(show) if everything else ())
    if not names:
        raise ConfigurationError("no-episode", "no episode is named", hint="Name episodes, or use --all.")
    audits = []
    for name in names:
        script, narration = read_episode(show, name, skip_unspeakable=True)
        audits.append(audit_script(script, narration.segments, show))
    return tuple(audits)
