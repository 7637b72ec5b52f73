"""A text that is open in an editor, and what it is to a show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studio.model.show import Show
from studio.settings.frontmatter import find_front_matter
from studio.settings.show import CONFIG_NAME, LEXICON_SUFFIXES

_SCRIPT_SUFFIXES = (".md", ".markdown")


class Kind(StrEnum):
    """What a text is; nothing is said about ``OTHER`` ones."""

    SCRIPT = "script"
    SHOW = "show"
    VOICE = "voice"
    LEXICON = "lexicon"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it stands in an editor, saved or not.

    Attributes:
        path: absolute; of a text that has no file yet, where one could be.
        text: with its line ends.
        is_file: whether there is a file to it.
    """

    path: Path
    text: str
    is_file: bool = True


def kind_of(document: Document, show: Show, *, has_settings: bool) -> Kind:
    """What a text is.

    Args:
        document: the text.
        show: the one around it.
        has_settings: whether that has a ``studio.yaml``. Then Markdown outside ``scripts/`` is a script only where it
            has front matter: a README is none.
    """
    path = document.path
    if path.suffix.lower() in _SCRIPT_SUFFIXES:
        lines = document.text.removeprefix("\ufeff").splitlines() if has_settings else []
        at_home = not has_settings or not document.is_file or path.is_relative_to(show.scripts)
        return Kind.SCRIPT if at_home or (lines and find_front_matter(lines)) else Kind.OTHER
    if path.name == CONFIG_NAME:
        return Kind.SHOW
    own = {show.root / name for voice in show.voices.values() for name in voice.lexicons}
    in_voices = path.parent == show.root / "voices"
    if path in own or path in show.lexicons or (in_voices and path.name.startswith("lexicon")):
        return Kind.LEXICON if path.suffix.lower() in LEXICON_SUFFIXES else Kind.OTHER
    return Kind.VOICE if in_voices and path.suffix == ".yaml" else Kind.OTHER
