"""The pictures that an episode names, brought along in its build: its cover, people's pictures, those of its notes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from studio.episode.people import people_of
from studio.episode.pictures import EXTENSIONS, read_picture
from studio.kit import inputs
from studio.kit.errors import StudioError
from studio.kit.files import write_atomically
from studio.kit.inputs import real
from studio.model.script import Script
from studio.model.show import Show


def bring_pictures(script: Script, path: Path, show: Show, stage: Path, warn: Callable[[str], None]) -> dict[str, str]:
    """Copy them into a build.

    Args:
        script: the episode.
        path: the script's file; pictures of notes count from its folder, then from the show's.
        show: whose files are looked at, and no others.
        stage: the folder of the build.
        warn: told of a picture of the notes that cannot come along; listeners read its description instead.

    Returns:
        As the script names them → name in the build.

    Raises:
        StudioError: ``missing-picture``, ``bad-picture`` for the cover or the picture of a person.
    """
    named = {person.picture: f"picture of {person.name}" for person in people_of(script.episode, show)}
    if script.episode.artwork:
        named[script.episode.artwork] = "`artwork`"
    found: dict[str, str] = {}
    for name, what in named.items():
        if name and not _is_address(name):
            found[name] = _bring(show.root / name, show, stage, f"{script.source.path}, {what}")
    for name in _of_notes(script):
        beside = path.parent / unquote(name)
        try:
            file = beside if inputs.is_file(beside) else show.root / unquote(name)
            found.setdefault(name, _bring(file, show, stage, script.source.path))
        except StudioError as error:
            warn(f"{script.source.path}: the picture `{name}` of the notes does not come along: {error.message}")
    return found


def _bring(file: Path, show: Show, stage: Path, where: str) -> str:
    try:
        if not real(file).is_relative_to(real(show.root)):
            raise StudioError("missing-picture", f"{file} is no file of the show", where=where)
        data = inputs.read_bytes(file)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = "there is no such file" if not isinstance(error, IsADirectoryError) else "this is a folder"
        hint = "Paths count from the show's folder."
        raise StudioError("missing-picture", f"{file}: {reason}", where=where, hint=hint) from None
    kind = read_picture(data).format
    if kind not in EXTENSIONS:
        raise StudioError("bad-picture", f"{file} is no JPEG, PNG, GIF or WebP", where=where)
    name = f"picture-{hashlib.sha256(data).hexdigest()[:8]}{EXTENSIONS[kind][0]}"
    write_atomically(stage / name, data)
    return name


def _of_notes(script: Script) -> Iterator[str]:
    """Pictures that the notes show and that are files, each once."""
    if not any("![" in note or "!(" in note for note in script.notes):
        return
    from markdown_it import MarkdownIt

    parsed = (token for note in script.notes for token in MarkdownIt("commonmark").parse(note))
    images = (child for token in parsed for child in token.children or () if child.type == "image")
    sources = dict.fromkeys(str(image.attrs["src"]) for image in images)
    yield from (source for source in sources if source and not _is_address(source) and ":" not in source)


def _is_address(name: str) -> bool:
    return name.startswith(("https://", "http://", "//", "data:"))
