"""A show and the folders that commands work in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.model.show import Show


@dataclass(frozen=True, slots=True)
class Workspace:
    """The show of one command, with the caches and the feed folder that it uses.

    Attributes:
        show: the validated show.
        cache: folder of everything that can be made again.
        public: the feed folder.
    """

    show: Show
    cache: Path
    public: Path

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
