"""``studio proof``: the episode as it will be heard, to be read before it is made."""

from __future__ import annotations

from studio.lint import lint_script
from studio.narration.read import read_episode
from studio.proof import Proof, proof_of
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace


def proof(workspace: Workspace, episode: EpisodeFiles) -> Proof:
    """The proof of an episode; what cannot be spoken in its script does not keep it from being read.

    Raises:
        ConfigurationError: a setting of the linter that does not exist.
        StudioError: a script that cannot be read, or in which nothing is spoken.
    """
    script, narration = read_episode(workspace.show, episode, skip_unspeakable=True)
    return proof_of(script, narration, lint_script(script, workspace.show))
