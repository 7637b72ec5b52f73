"""``studio.preview``: a segment or a section of the text as it stands in the editor, made audible."""

from __future__ import annotations

from typing import Any

from studio.actions.preview import Previewed, preview
from studio.kit.errors import ConfigurationError
from studio.kit.inputs import unsaved
from studio.kit.player import play_file
from studio.lsp.texts import OpenText
from studio.narration.select import Selection
from studio.settings.episodes import find_episode
from studio.settings.workspace import open_workspace


def preview_text(text: OpenText, which: dict[str, Any]) -> Previewed:
    """Write the chosen segments, in the words of the open text, to the episode's ``preview.wav``.

    Args:
        text: the script; saved or not, but with a file.
        which: ``segment``, a number, ``section``, an id, or ``line``, from 1.

    Raises:
        ConfigurationError: the text has no file yet, or nothing matches.
        StudioError: as for ``studio preview``.
    """
    path = text.document.path
    if not text.document.is_file or not path.is_file():
        raise ConfigurationError("not-saved", "save the script first: its sound is kept beside its episode's files")
    selection = Selection(number=_whole(which, "segment"), line=_whole(which, "line"), section=_text(which, "section"))
    with unsaved({path.absolute(): text.document.text.encode("utf-8", "replace")}):
        workspace = open_workspace(about=[str(path)])
        return preview(workspace, find_episode(workspace.show, str(path)), selection)


def play(previewed: Previewed) -> bool:
    """Play what was made, to its end; False where no player is installed."""
    return play_file(previewed.path)


def _whole(which: dict[str, Any], name: str) -> int | None:
    value = which.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(which: dict[str, Any], name: str) -> str | None:
    value = which.get(name)
    return value if isinstance(value, str) else None
