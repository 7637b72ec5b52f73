"""A show and the folders that commands work in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from studio.kit.errors import ConfigurationError
from studio.kit.inputs import Record, recording
from studio.model.show import Show
from studio.settings.mistyped import no_show
from studio.settings.show import find_root, load_show, root_above


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

    @property
    def versions(self) -> Path:
        """Folder of what was heard in each episode when it was rendered last."""
        return self.cache / "versions"


def open_workspace(
    folder: Path | None = None,
    *,
    cache: Path | None = None,
    public: Path | None = None,
    about: Iterable[str] | None = None,
) -> Workspace:
    """Read the show that a command is about.

    Where there is none, the folder around the command's files, or the working folder, counts as a show of default
    settings (see :func:`~studio.settings.show.load_show`).

    Args:
        folder: the show's; None for the one around the first file that the command is about, else around the working
            folder.
        cache: folder of what can be made again; by default ``build/.cache`` of the show.
        public: the feed folder; by default ``public`` of the show.
        about: what the person typed for episodes; paths of scripts among it say where to look. None for a command that
            needs no episode.

    Raises:
        ConfigurationError: there is no show, or it cannot be used as it stands.
    """
    if folder is not None and not folder.is_dir():
        raise ConfigurationError("missing-folder", "there is no such folder", where=str(folder))
    root = find_root(folder) if folder is not None else _root_of(about)
    with recording() as loaded:
        show = load_show(root)
    return Workspace(show, cache or show.cache, public or root / "public", loaded)


def _root_of(about: Iterable[str] | None) -> Path:
    here = Path().resolve()
    about = None if about is None else tuple(about)
    named = [Path(typed).resolve() for typed in about or () if Path(typed).exists()]
    folders = [path if path.is_dir() else path.parent for path in named]
    for folder in folders:
        if root := root_above(folder):
            return root
    try:
        return find_root(here)
    except ConfigurationError as error:
        if about is None or any(_has_episode(here, typed) for typed in about):
            return here
        for folder in folders:
            return here if folder.is_relative_to(here) else folder
        raise no_show(about, error) from None


def _has_episode(folder: Path, typed: str) -> bool:
    """Whether a folder without a ``studio.yaml`` holds an episode by this name that was rendered there."""
    return bool(re.fullmatch(r"\w[\w.-]*", typed)) and (folder / "build" / typed / "manifest.json").is_file()
