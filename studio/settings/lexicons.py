"""Lexicon files: the house's YAML (see :mod:`studio.speech.lexicon`) and W3C Pronunciation Lexicon Specification 1.0.

https://www.w3.org/TR/pronunciation-lexicon/: ``<lexeme>`` with ``<grapheme>``, ``<phoneme>`` (IPA) and ``<alias>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from studio.kit.errors import ConfigurationError
from studio.model.fields import declared
from studio.model.source import Source
from studio.settings.complaints import Wording
from studio.settings.kinds import BAD, nested
from studio.settings.reader import Reading, read_text
from studio.settings.yamltree import Items, Node, Pairs
from studio.speech.entries import Entry, Scope, Sound, has_capital, pronunciation_fault, sound_of
from studio.speech.lexicon import Lexicon

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


_PLS = "http://www.w3.org/2005/01/pronunciation-lexicon"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PARTS = ("noun", "verb", "adjective")
_WORDING = Wording(
    invalid="this is not YAML: {expected}",
    top="a lexicon is a mapping of words to pronunciations",
    unknown="a lexicon entry has no {name!r}",
    wrong="`{name}` has to be {expected}",
    choice="`{name}` is {value}; it takes {expected}",
    twice="{name!r} is defined twice",
    code="bad-lexicon",
)


@dataclass(frozen=True, slots=True)
class SoundFields:
    """How a word sounds; a bare text is a respelling, or IPA between slashes."""

    SHORT: ClassVar[str] = "respell"

    ipa: str | None = declared("The sound, for engines that take phonemes.", None, form="ipa")
    respell: str | None = declared("The sound in words, for engines that take only words.", None, form="pronunciation")

    @property
    def sound(self) -> Sound:
        """The same as engines get it."""
        written = sound_of(self.respell) if self.respell else Sound()
        return Sound(self.ipa or written.ipa, written.respelling)


@dataclass(frozen=True, slots=True)
class EntryFields(SoundFields):
    """One way to say a word, and when it holds."""

    case: str = declared(
        "A word written with a capital is `exact` unless told otherwise.", "", choices=("any", "exact")
    )
    part: str | None = declared("Judged from the neighbouring words.", None, key="as", choices=_PARTS)
    before: tuple[str, ...] = declared("Holds only before one of these words.", ())
    after: tuple[str, ...] = declared("Holds only after one of these words.", ())
    engines: Mapping[str, SoundFields] = declared("Engine → the sound for it alone.", factory=dict)


_ENTRY = nested(EntryFields)


def load_lexicon(paths: Iterable[Path], root: Path | None = None) -> Lexicon:
    """Read lexicon files, YAML and PLS (``.pls``, ``.xml``); later files win over earlier ones.

    Args:
        paths: the files.
        root: the show's folder; files in it are named from there in messages.

    Raises:
        ConfigurationError: a file cannot be read (``unreadable-lexicon``), or has wrong entries (``bad-lexicon``), all
            of which are named.
    """
    return Lexicon(tuple((Scope.SHOW, entry) for path in paths for entry in read_lexicon(path, root)))


def read_lexicon(path: Path, root: Path | None = None) -> tuple[Entry, ...]:
    """All entries of one lexicon file, in order; see :func:`load_lexicon`."""
    shown = path.relative_to(root).as_posix() if root is not None and path.is_relative_to(root) else str(path)
    try:
        source = read_text(path, shown)
    except ConfigurationError as error:
        message = "there is no such lexicon file" if error.code == "missing-file" else error.message
        raise ConfigurationError("unreadable-lexicon", message, where=error.where, hint=error.hint) from None
    if path.suffix.lower() in (".pls", ".xml"):
        return tuple(_read_pls(source))
    reading = Reading(source, wording=_WORDING, loose=True)
    entries = tuple(_entries(reading, reading.top()))
    reading.stop_if_wrong()
    return entries


def _entries(reading: Reading, top: Pairs) -> Iterator[Entry]:
    seen: dict[str, Node] = {}
    for key, value in top.pairs:
        word = key.text.strip()
        if not re.search(r"\w", word):
            reading.complain("wrong-type", key, word, word, message=f"{word!r} is not a word")
            continue
        if word in seen:
            hint = f"It stands at {reading.place(seen[word])} too; use a list for variants."
            reading.complain("duplicate-key", key, word, word, hint=hint)
        seen[word] = key
        variants = value.items if isinstance(value, Items) else [value]
        if not variants:
            reading.complain("missing-key", key, word, word, message=f"{word!r} has no pronunciation")
        for variant in variants:
            entry = _entry(reading, word, variant)
            if entry is not None:
                yield entry


def _entry(reading: Reading, word: str, node: Node) -> Entry | None:
    if isinstance(node, Items):
        reading.complain("wrong-type", node, word, word, message="expected a mapping, or a respelling")
        return None
    complaints = len(reading.complaints)
    fields = reading.checked(_ENTRY, node, word, word)
    if fields is BAD or len(reading.complaints) > complaints:
        return None
    sound = fields.sound
    if sound == Sound() and not fields.engines:
        reading.complain("missing-key", node, word, word, message=f"{word!r} has neither `ipa` nor `respell`")
    return Entry(
        word,
        sound,
        exact_case=fields.case == "exact" if fields.case else has_capital(word),
        part=fields.part,
        before=tuple(text.lower() for text in fields.before),
        after=tuple(text.lower() for text in fields.after),
        engines=tuple(sorted((name, sound.sound) for name, sound in fields.engines.items())),
        where=reading.place(node),
    )


def _read_pls(source: Source) -> Iterator[Entry]:
    from xml.etree import ElementTree

    path = source.path
    if "<!DOCTYPE" in source.text or "<!ENTITY" in source.text:
        raise _bad(path, "a lexicon must not declare a document type or entities")
    try:
        root = ElementTree.fromstring(source.text)
    except (ElementTree.ParseError, ValueError) as error:
        line = error.position[0] if isinstance(error, ElementTree.ParseError) else 1
        raise _bad(f"{path}:{line}", f"this is not XML: {error}") from None
    if root.tag != f"{{{_PLS}}}lexicon":
        raise _bad(f"{path}:1", "this is not a PLS lexicon", f"The root is <lexicon xmlns={_PLS!r}>.")
    if (alphabet := root.get("alphabet", "ipa")) != "ipa":
        raise _bad(f"{path}:1", f"the phonetic alphabet {alphabet!r} is not supported", "Only IPA is.")
    for line, lexeme in zip(_lexeme_lines(source), root.iter(f"{{{_PLS}}}lexeme"), strict=False):
        where = f"{path}:{line}"
        words = [_content(grapheme) for grapheme in lexeme.iter(f"{{{_PLS}}}grapheme")]
        ipa = next((_content(phoneme) for phoneme in lexeme.iter(f"{{{_PLS}}}phoneme")), "")
        alias = next((_content(alias) for alias in lexeme.iter(f"{{{_PLS}}}alias")), "")
        if not words or not (ipa or alias):
            raise _bad(where, "a lexeme needs a grapheme, and a phoneme or an alias")
        if fault := pronunciation_fault(ipa, alias):
            raise _bad(where, fault.message, fault.hint)
        part = next((part for part in _PARTS if part in (lexeme.get("role") or "")), None)
        for word in words:
            yield Entry(word, Sound(ipa or None, alias or None), has_capital(word), part=part, where=where)


def _lexeme_lines(source: Source) -> Iterator[int]:
    """The line of each lexeme; ElementTree does not tell."""
    without_comments = _COMMENT.sub(lambda comment: " " * len(comment[0]), source.text)
    for lexeme in re.finditer(r"<(?:[\w.-]+:)?lexeme\b", without_comments):
        yield source.location(lexeme.start()).line


def _content(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _bad(where: str, message: str, hint: str | None = None) -> ConfigurationError:
    return ConfigurationError("bad-lexicon", message, where=where, hint=hint)
