"""Lexicon files: the house's YAML (see :mod:`studio.speech.lexicon`) and W3C Pronunciation Lexicon Specification 1.0.

https://www.w3.org/TR/pronunciation-lexicon/: ``<lexeme>`` with ``<grapheme>``, ``<phoneme>`` (IPA) and ``<alias>``.
PLS has no place for context conditions and engine overrides: :func:`write_pls` leaves such entries out and says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from studio.kit.errors import ConfigurationError
from studio.kit.files import write_atomically
from studio.kit.inputs import read_bytes
from studio.speech.entries import Entry, Sound, checked_ipa, has_capital, text_sound

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import yaml

_PLS = "http://www.w3.org/2005/01/pronunciation-lexicon"
_KEYS = ("ipa", "respell", "case", "as", "before", "after", "engines")
_PARTS = ("noun", "verb", "adjective")


def read_lexicon(path: Path) -> tuple[Entry, ...]:
    """All entries of a lexicon file, in order. Raises ConfigurationError with file and line."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except FileNotFoundError:
        raise _bad(str(path), "there is no such lexicon file", code="unreadable-lexicon") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(str(path), f"the lexicon cannot be read: {error}", code="unreadable-lexicon") from None
    if path.suffix.lower() in (".pls", ".xml"):
        return tuple(_read_pls(text, str(path)))
    return tuple(_read_yaml(text, str(path)))


def _bad(where: str, message: str, hint: str | None = None, code: str = "bad-lexicon") -> ConfigurationError:
    return ConfigurationError(code, message, where=where, hint=hint)


def _read_yaml(text: str, path: str) -> Iterator[Entry]:
    import yaml

    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _bad(f"{path}:{line}", f"this is not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise _bad(path, f"this is not YAML: {error}") from None
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise _bad(f"{path}:1", "a lexicon is a mapping of words to pronunciations", "Write `word: respelling`.")
    seen: dict[str, str] = {}
    for key, value in root.value:
        where = f"{path}:{key.start_mark.line + 1}"
        word = _text(key, where, "a word").strip()
        if not re.search(r"\w", word):
            raise _bad(where, f"{word!r} is not a word")
        if word in seen:
            raise _bad(where, f"{word!r} is defined twice", f"It stands at {seen[word]} too; use a list for variants.")
        seen[word] = where
        variants = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not variants:
            raise _bad(where, f"{word!r} has no pronunciation")
        for variant in variants:
            yield _entry(word, variant, path)


def _entry(word: str, node: yaml.Node, path: str) -> Entry:
    import yaml

    where = f"{path}:{node.start_mark.line + 1}"
    if isinstance(node, yaml.ScalarNode):
        return Entry(word, text_sound(_text(node, where, "a respelling"), where), has_capital(word), where=where)
    values = _mapping(node, where, _KEYS)
    sound = _sound(values, where)
    engines = {}
    if "engines" in values:
        for name, override in _mapping(values["engines"], where).items():
            at = f"{path}:{override.start_mark.line + 1}"
            if isinstance(override, yaml.ScalarNode):
                engines[name] = text_sound(_text(override, at, "a respelling"), at)
            else:
                engines[name] = _sound(_mapping(override, at, ("ipa", "respell")), at)
    if sound == Sound() and not engines:
        raise _bad(where, f"{word!r} has neither `ipa` nor `respell`")
    return Entry(
        word,
        sound,
        exact_case=_choice(values, "case", ("any", "exact"), where, default="exact" if has_capital(word) else "any")
        == "exact",
        part=_choice(values, "as", _PARTS, where),
        before=_list(values, "before", where),
        after=_list(values, "after", where),
        engines=tuple(sorted(engines.items())),
        where=where,
    )


def _sound(values: dict[str, yaml.Node], where: str) -> Sound:
    ipa = _text(values["ipa"], where, "`ipa`") if "ipa" in values else None
    respelling = _text(values["respell"], where, "`respell`") if "respell" in values else None
    return Sound(checked_ipa(ipa.strip("/"), where) if ipa else None, respelling)


def _mapping(node: yaml.Node, where: str, known: tuple[str, ...] = ()) -> dict[str, yaml.Node]:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        raise _bad(where, "expected a mapping", f"Known keys: {', '.join(known)}." if known else None)
    values = {}
    for key, value in node.value:
        name = _text(key, where, "a key")
        if known and name not in known:
            at = f"{where.rpartition(':')[0]}:{key.start_mark.line + 1}"
            raise _bad(at, f"a lexicon entry has no {name!r}", f"Known keys: {', '.join(known)}.")
        values[name] = value
    return values


def _text(node: yaml.Node, where: str, what: str) -> str:
    import yaml

    if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
        raise _bad(where, f"{what} has to be text")
    return str(node.value)


def _choice(
    values: dict[str, yaml.Node], key: str, choices: tuple[str, ...], where: str, default: str | None = None
) -> str | None:
    if key not in values:
        return default
    value = _text(values[key], where, f"`{key}`")
    if value not in choices:
        raise _bad(where, f"`{key}` is {value!r}; it takes one of {', '.join(choices)}")
    return value


def _list(values: dict[str, yaml.Node], key: str, where: str) -> tuple[str, ...]:
    import yaml

    if key not in values:
        return ()
    node = values[key]
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(_text(item, where, f"`{key}`").lower() for item in items)


def _read_pls(text: str, path: str) -> Iterator[Entry]:
    from xml.etree import ElementTree

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _bad(path, "a lexicon must not declare a document type or entities")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise _bad(f"{path}:{error.position[0]}", f"this is not XML: {error}") from None
    if root.tag != f"{{{_PLS}}}lexicon":
        raise _bad(f"{path}:1", "this is not a PLS lexicon", f"The root is <lexicon xmlns={_PLS!r}>.")
    if (alphabet := root.get("alphabet", "ipa")) != "ipa":
        raise _bad(f"{path}:1", f"the phonetic alphabet {alphabet!r} is not supported", "Only IPA is.")
    for number, lexeme in enumerate(root.iter(f"{{{_PLS}}}lexeme"), 1):
        where = f"{path}: lexeme {number}"
        words = [_content(g) for g in lexeme.iter(f"{{{_PLS}}}grapheme")]
        ipa = next((_content(p) for p in lexeme.iter(f"{{{_PLS}}}phoneme")), None)
        alias = next((_content(a) for a in lexeme.iter(f"{{{_PLS}}}alias")), None)
        if not words or not (ipa or alias):
            raise _bad(where, "a lexeme needs a grapheme, and a phoneme or an alias")
        part = next((p for p in _PARTS if p in (lexeme.get("role") or "")), None)
        for word in words:
            sound = Sound(checked_ipa(ipa, where) if ipa else None, alias)
            yield Entry(word, sound, has_capital(word), part=part, where=where)


def _content(element: Element) -> str:
    return "".join(element.itertext()).strip()


def write_pls(entries: Iterable[Entry], path: Path, language: str = "en-US") -> tuple[Entry, ...]:
    """Write entries as a PLS file, in their order; gives back those that PLS cannot express and that were left out."""
    from xml.etree import ElementTree

    ElementTree.register_namespace("", _PLS)
    root = ElementTree.Element(
        f"{{{_PLS}}}lexicon",
        {"version": "1.0", "alphabet": "ipa", "{http://www.w3.org/XML/1998/namespace}lang": language},
    )
    left_out = []
    for entry in entries:
        if entry.before or entry.after or entry.engines:
            left_out.append(entry)
            continue
        lexeme = ElementTree.SubElement(root, f"{{{_PLS}}}lexeme", {"role": entry.part} if entry.part else {})
        for tag, content in (("grapheme", entry.word), ("phoneme", entry.sound.ipa), ("alias", entry.sound.respelling)):
            if content:
                ElementTree.SubElement(lexeme, f"{{{_PLS}}}{tag}").text = content
    ElementTree.indent(root)
    data = b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="utf-8") + b"\n"
    write_atomically(path, data)
    return tuple(left_out)
