"""Changing how a word is said: what that would make again before it is done, and the line in the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from studio.kit.errors import ConfigurationError
from studio.kit.files import write_atomically
from studio.kit.inputs import read_bytes, real, unsaved
from studio.live.rows import places
from studio.model.narration import Segment
from studio.model.show import Show
from studio.model.source import Source
from studio.narration.narrate import narrate
from studio.narration.read import parse_source, read_lexicons
from studio.settings.episodes import relative_path
from studio.settings.lexicons import read_lexicon

_PLAIN = re.compile(r"[A-Za-z][\w .+#-]*")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A lexicon with one word said otherwise: its file, and what that is to hold."""

    path: Path
    data: bytes


def rewritten(show: Show, term: str, sound: str) -> Rewritten:
    """The show's lexicon with a pronunciation; nothing is written.

    Args:
        show: whose lexicon it is: the last file that it names.
        term: the word as it is written.
        sound: a respelling, or IPA between slashes.

    Raises:
        ConfigurationError: there is no lexicon to write in, the word has several pronunciations there, or it cannot be
            said so.
    """
    path = _lexicon(show)
    try:
        text = read_bytes(path).decode("utf-8")
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError("unreadable-lexicon", "the lexicon cannot be read", where=str(path)) from None
    changed = _with_entry(text, term, sound, relative_path(show, path)).encode("utf-8")
    with unsaved({path.absolute(): changed}):
        read_lexicon(path, show.root)
    return Rewritten(path, changed)


def affected(show: Show, found: Rewritten, scripts: Iterable[Source], term: str) -> dict[str, list[int]]:
    """The path of each script → the places of the sentences that would be said otherwise.

    Args:
        show: the scripts' show.
        found: the lexicon as it would be.
        scripts: texts to look through.
        term: the word; texts without it are passed over.
    """
    changes: dict[str, list[int]] = {}
    for source in scripts:
        if not all(part.casefold() in source.text.casefold() for part in re.findall(r"\w+", term)):
            continue
        script = parse_source(show, source)
        before = narrate(script, show, read_lexicons(show, script))
        with unsaved({found.path.absolute(): found.data}):
            after = narrate(script, show, read_lexicons(show, script))
        where = places(script, after)
        pairs = zip(before.segments, after.segments, where, strict=True)
        if indexes := [place for old, new, place in pairs if _sound(old) != _sound(new)]:
            changes[source.path] = indexes
    return changes


def write(found: Rewritten) -> None:
    """Put the lexicon in its place.

    Raises:
        StudioError: it cannot be written; it then holds what it held.
    """
    write_atomically(found.path, found.data)


def _lexicon(show: Show) -> Path:
    for path in reversed(show.lexicons):
        if path.suffix.lower() in (".yaml", ".yml") and real(path).is_relative_to(real(show.root)):
            return path
    raise ConfigurationError(
        "no-lexicon",
        "the show names no lexicon in YAML that a pronunciation can be written to",
        where="studio.yaml",
        hint="Make voices/lexicon.yaml and write `lexicons: [voices/lexicon.yaml]` into studio.yaml.",
    )


def _with_entry(text: str, term: str, sound: str, shown: str) -> str:
    import yaml

    line = f"{_scalar(term)}: {_scalar(sound)}"
    lines = text.splitlines(keepends=True)
    node = yaml.compose(text, Loader=yaml.SafeLoader) if text.strip() else None
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value != term:
            continue
        if not isinstance(value, yaml.ScalarNode) or value.end_mark.line != key.start_mark.line:
            place = f"{shown}:{key.start_mark.line + 1}"
            hint = "Change it in the file; it is one of several pronunciations, or has conditions."
            raise ConfigurationError("bad-lexicon", f"`{term}` cannot be changed here", where=place, hint=hint)
        number = key.start_mark.line
        lines[number] = line + lines[number][value.end_mark.column :]
        return "".join(lines)
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        raise ConfigurationError("bad-lexicon", "the lexicon is written in braces", where=shown, hint="Use lines.")
    end = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{end}{line}\n"


def _scalar(text: str) -> str:
    import yaml

    if _PLAIN.fullmatch(text) and isinstance(yaml.safe_load(text), str) and text == text.strip():
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _sound(segment: Segment) -> tuple[object, ...]:
    return segment.spoken, segment.voice, segment.pronunciations
