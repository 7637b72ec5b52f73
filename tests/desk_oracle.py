"""What is heard of a text, computed apart from the desk."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from studio.desk.desk import Desk
from studio.desk.documents import Document
from studio.live.rows import rows_of
from studio.settings.episodes import all_episodes
from studio.takes import TakeStore, plan_takes


class Oracle:
    """Knows which takes are those of a text.

    Args:
        script: the episode's, in its show; what stands in it does not matter.
    """

    def __init__(self, script: Path) -> None:
        self._script, self._desk = script, Desk()
        self.keys = lru_cache(maxsize=8)(self._keys)

    def _keys(self, text: str) -> list[str]:
        """The key of the take of each row of a text, in order."""
        analysis = self._desk.analysis(Document(self._script, text))
        assert analysis is not None
        files = next(one for one in all_episodes(analysis.show) if one.script.resolve() == self._script.resolve())
        store = TakeStore(analysis.show.cache / "takes")
        plans = plan_takes(analysis.narration.segments, analysis.show, store, episode=files)
        return [row.key for row in rows_of(analysis, plans, ())]
