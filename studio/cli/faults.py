"""Faults of several episodes as text: what is wrong with all of them in the same way is told once, with their ids."""

from __future__ import annotations

from studio.cli.console import print_error, shell
from studio.kit.errors import LintRefusedError, StudioError

#: Ids that are listed of the episodes with one fault.
_MOST = 20


class Faults:
    """What went wrong in a command for several episodes."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str | None], tuple[StudioError, list[str]]] = {}

    def tell(self, episode: str, error: StudioError) -> None:
        """Print an error unless it was printed for another episode; a log has each."""
        if isinstance(error, LintRefusedError) or shell.logs:
            print_error(error)
            return
        _, episodes = self._told.setdefault((str(error), error.hint), (error, []))
        if not episodes:
            print_error(error)
        episodes.append(episode)

    def tell_whose(self) -> None:
        """Print which episodes have the faults that were printed once for several."""
        for error, episodes in self._told.values():
            if len(episodes) > 1:
                ids = ", ".join(episodes[:_MOST]) + " …" * (len(episodes) > _MOST)
                print_error(StudioError(error.code, f"{error}: so in {len(episodes)} episodes, {ids}"))
