"""What is said where what a person typed for an episode names none: what is there under that name, and what to do."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from studio.kit.errors import ConfigurationError, suggest

_MOST_LISTED = 6
#: Ends of names of what can hold a script, though not one of this program.
_SCRIPTS = frozenset(".docx .fountain .gdoc .html .odt .rtf .srt .ssmd .text .txt .vtt .xml".split())
_SOUND = frozenset(".aac .aif .aiff .flac .m4a .mp3 .mp4 .ogg .opus .wav .wma".split())
_MARKDOWN = frozenset((".markdown", ".mdown", ".mkd", ".mdx", ".md"))


def no_episode(typed: str, known: Sequence[str], folder: Path) -> ConfigurationError:
    """The error for a name in a show.

    Args:
        typed: by the person, counted from the working folder.
        known: ids of the show's episodes.
        folder: of the show's scripts.
    """
    if found := _what_is_there(typed):
        return found
    if _is_path(typed):
        return missing_script(typed, folder)
    none_near = None if known else f"Scripts belong in the folder {folder.name}/." + _beside(Path(), typed)
    return ConfigurationError(
        "unknown-episode", f"there is no episode `{typed}`", hint=suggest(typed, known, none_near)
    )


def missing_script(typed: str, scripts: Path | None = None) -> ConfigurationError:
    """The error for the path of a script that does not exist; ``scripts`` is where those of the show are."""
    folder = Path(typed).parent
    if folder == Path() and scripts is not None and not _markdown_in(folder):
        folder = Path(os.path.relpath(scripts))
    hint = _beside(folder, Path(typed).name) if folder.is_dir() else f" There is no folder {folder} either."
    return ConfigurationError("missing-script", "there is no such script", where=typed, hint=hint.strip() or None)


def no_show(about: Iterable[str], otherwise: ConfigurationError) -> ConfigurationError:
    """The error for names where there is neither a show nor a script that they mean.

    Args:
        about: what the person typed.
        otherwise: what is said of the missing show.
    """
    for typed in about:
        if found := _what_is_there(typed):
            return found
        if _is_path(typed):
            return missing_script(typed)
        hint = f"{_beside(Path(), typed)} {otherwise.hint or ''}".strip()
        return ConfigurationError(otherwise.code, f"{otherwise.message}, and no script `{typed}`", hint=hint)
    return otherwise


def _what_is_there(typed: str) -> ConfigurationError | None:
    """The error for what exists under a name and is no script; None where nothing does."""
    path = Path(typed)
    if path.is_dir():
        return ConfigurationError("unknown-episode", "this is a folder, and no script", where=typed, hint=_inside(path))
    if not path.exists():
        return None
    return ConfigurationError(
        "unknown-episode", "this is no script: the name of a script ends in .md", where=typed, hint=_instead(path)
    )


def _inside(folder: Path) -> str:
    inside = _markdown_in(folder)
    if inside:
        return f"Name a script in it: {_listed([str(folder / name) for name in inside])}."
    return "Name a script, which is a Markdown file (*.md): there is none in this folder."


def _instead(path: Path) -> str:
    suffix = path.suffix.lower()
    renamed = path.with_suffix(".md")
    if suffix in _MARKDOWN:
        return f"Rename it to {renamed.name}."
    if suffix in _SOUND:
        return "It is sound: name the script that is to become sound."
    if suffix in _SCRIPTS - {".txt", ".text"}:
        return f"`studio import {path}` makes a script of it."
    if suffix and suffix not in (".txt", ".text"):
        return _beside(path.parent, path.name).strip() or "Name a Markdown file."
    return (
        f"Rename it to {renamed.name} where it is Markdown, or plain text for one voice; "
        f"`studio import {path}` makes a script of a dialogue or a transcript."
    )


def _is_path(typed: str) -> bool:
    """Whether a person means a file: by a folder in front, or by how a name of a file ends."""
    suffix = Path(typed).suffix.lower()
    return "/" in typed or suffix in _MARKDOWN | _SCRIPTS | _SOUND


def _beside(folder: Path, name: str) -> str:
    """The scripts of a folder, those first that are called nearly so; begins with a space, may be empty."""
    there = _markdown_in(folder)
    stems = {Path(one).stem.casefold(): one for one in there}
    near = difflib.get_close_matches(Path(name).stem.casefold(), list(stems), n=3, cutoff=0.6)
    shown = [str(folder / stems[stem]) for stem in near]
    if shown:
        return f" Did you mean {' or '.join(f'`{one}`' for one in shown)}?"
    where = "here" if folder == Path() else f"in {folder}"
    if not there:
        return f" There is no Markdown file (*.md) {where}."
    return f" Markdown files {where}: {_listed(there)}."


def _markdown_in(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in folder.iterdir() if one.suffix == ".md" and not one.name.startswith("."))
    except OSError:
        return []


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_LISTED]) + (" …" if len(names) > _MOST_LISTED else "")
