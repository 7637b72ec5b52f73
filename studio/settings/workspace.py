"""A show and the folders that commands work in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from studio.kit.errors import ConfigurationError
from studio.kit.inputs import Record, recording
from studio.model.show import Show
from studio.settings.show import CONFIG_NAME, find_root, load_show


@dataclass(frozen=True, slots=True)
class Workspace:
    """The show of one command, with the caches and the feed folder that it uses.

    Attributes:
        show: the validated show.
        cache: folder of everything that can be made again.
        public: the feed folder.
        loaded: what the show itself was read from.
    """

    show: Show
    cache: Path
    public: Path
    loaded: Record = field(default_factory=Record, compare=False, repr=False)

    @property
    def takes(self) -> Path:
        """Folder of finished takes."""
        return self.cache / "takes"

    @property
    def audio(self) -> Path:
        """Folder of meter readings and encoded chunks."""
        return self.cache / "audio"

    @property
    def sounds(self) -> Path:
        """Folder of sounds that were made ready."""
        return self.cache / "sounds"

    @property
    def artwork(self) -> Path:
        """Folder of pictures that were made small."""
        return self.cache / "artwork"

    @property
    def stamps(self) -> Path:
        """Folder of the records of what was rendered from what."""
        return self.cache / "stamps"


def open_workspace(
    folder: Path | None = None, *, cache: Path | None = None, public: Path | None = None, about: Iterable[str] = ()
) -> Workspace:
    """Read the show that a command is about.

    Args:
        folder: the show's; None for the one around the first file that the command is about, else around the working
            folder.
        cache: folder of what can be made again; by default ``build/.cache`` of the show.
        public: the feed folder; by default ``public`` of the show.
        about: what the person typed; paths of scripts among it say where to look.

    Raises:
        ConfigurationError: there is no show, or it cannot be used as it stands.
    """
    if folder is not None and not folder.is_dir():
        raise ConfigurationError("missing-folder", "there is no such folder", where=str(folder))
    root = find_root(folder) if folder is not None else _root_of(about)
    with recording() as loaded:
        show = load_show(root)
    return Workspace(show, cache or show.cache, public or root / "public", loaded)


def _root_of(about: Iterable[str]) -> Path:
    for typed in about:
        path = Path(typed)
        if path.exists():
            start = path.resolve() if path.is_dir() else path.resolve().parent
            for above in (start, *start.parents):
                if (above / CONFIG_NAME).is_file():
                    return above
    return find_root(Path(os.curdir))
