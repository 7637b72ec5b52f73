"""The shows around the texts that are open, read anew when their files change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from studio.actions.lint import Linter
from studio.kit.errors import ConfigurationError
from studio.kit.inputs import Record, looks, names_in, recording
from studio.model.show import Show
from studio.settings.show import BUILT_IN_VOICES, CONFIG_NAME, load_show, root_above


@dataclass(frozen=True, slots=True)
class OpenShow:
    """A show, and the linter of its scripts.

    Attributes:
        show: as it was when its settings could last be read; of default settings where they never could.
        linter: for its scripts.
        fault: why the settings cannot be used as they are on disk; None where they can.
        has_settings: whether there is a ``studio.yaml``.
    """

    show: Show
    linter: Linter
    fault: ConfigurationError | None
    has_settings: bool


@dataclass(slots=True)
class _Kept:
    open: OpenShow
    loaded: Record
    scripts: tuple[tuple[Path, str], ...]


class Shows:
    """Finds and keeps the shows; each look costs a millisecond or two, to see whether a file changed."""

    def __init__(self) -> None:
        self._kept: dict[Path, _Kept] = {}

    def around(self, path: Path) -> OpenShow:
        """The show around a file, there or not; one of default settings where there is no ``studio.yaml`` above."""
        root = root_above(path.parent) or path.parent.absolute()
        kept = self._kept.get(root)
        scripts = _scripts(root)
        if kept is None or next(kept.loaded.changes(), None) is not None:
            kept = self._kept[root] = _load(root, kept.open if kept else None, scripts)
        elif kept.scripts != scripts:  # another spelling counts there, or another episode claims to be the same one
            linter = Linter(kept.open.show)
            kept = self._kept[root] = _Kept(replace(kept.open, linter=linter), kept.loaded, scripts)
        return kept.open


def _load(root: Path, before: OpenShow | None, scripts: tuple[tuple[Path, str], ...]) -> _Kept:
    has_settings = (root / CONFIG_NAME).is_file()
    with recording() as loaded:
        try:
            show = load_show(root)
            return _Kept(OpenShow(show, Linter(show), None, has_settings), loaded, scripts)
        except ConfigurationError as error:
            fault = error
    show = before.show if before else replace(load_show(BUILT_IN_VOICES), root=root)
    return _Kept(OpenShow(show, Linter(show), fault, has_settings), loaded, scripts)


def _scripts(root: Path) -> tuple[tuple[Path, str], ...]:
    return tuple((path, looks(str(path))) for path in names_in(root / "scripts", "**/*.md"))
