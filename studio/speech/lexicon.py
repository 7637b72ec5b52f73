"""Pronunciation lexicons: how the words of a spoken text are to be said.

A lexicon is a YAML file, word by word; a bare text is a respelling::

    etcd: et see dee
    Kubernetes: {ipa: ˌkuːbɚˈnɛtiːz, respell: koo-ber-net-eez}
    SQL: {respell: sequel, case: exact}
    live:
      - {as: verb, ipa: lɪv}
      - {before: [stream, migration], ipa: laɪv}
      - {ipa: laɪv}
    data: {ipa: ˈdeɪtə, engines: {flite: {respell: day-tuh}}}

Keys of an entry: ``ipa``, ``respell`` (at least one, unless only ``engines`` are given), ``case`` (``any`` or
``exact``; a word with a capital is ``exact`` unless told otherwise), ``as`` (``noun``, ``verb`` or ``adjective``),
``before`` and ``after`` (words that must stand next to it), and ``engines`` (engine → its own ``ipa``/``respell``).
Of several entries for a word, those with conditions are tried first, in the order they are written. A word is found
as it is written and as it is spoken ("DynamoDB" is found in "Dynamo D B"); several words may form one entry.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.model.narration import Pronunciation
from studio.speech.entries import Entry, Scope, has_capital, sound_of
from studio.speech.partofspeech import part_of_speech
from studio.speech.speak import normalise_text

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Lexicon:
    """Entries of all scopes, ready to look up. Immutable; :meth:`merged` gives a new one."""

    entries: tuple[tuple[Scope, Entry], ...] = ()
    _index: dict[str, list[_Pattern]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ranked = sorted(
            enumerate(self.entries),
            key=lambda item: (-item[1][0], not item[1][1].is_conditional, -item[0] if _is_plain(item[1]) else item[0]),
        )
        for _, (_, entry) in ranked:
            for words in {_words(entry.word), _words(normalise_text(entry.word))}:
                if words:
                    self._index.setdefault(words[0].lower(), []).append(_Pattern(words, entry))
        for patterns in self._index.values():
            patterns.sort(key=lambda pattern: -len(pattern.words))

    def merged(self, words: Mapping[str, str | Entry], scope: Scope = Scope.EPISODE) -> Lexicon:
        """This lexicon with entries of another scope: word → respelling (``/ˈɹɛdɪs/`` in slashes is IPA) or entry."""
        added = tuple(
            (scope, value if isinstance(value, Entry) else Entry(word, sound_of(value), has_capital(word)))
            for word, value in words.items()
        )
        return Lexicon(self.entries + added)

    def pronounce(self, spoken: str, engine: str | None = None) -> tuple[Pronunciation, ...]:
        """Pronunciations for a spoken text, in order and without overlap; the longest entry wins at each word."""
        if not self._index:
            return ()
        tokens = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(spoken)]
        found: list[Pronunciation] = []
        index = 0
        while index < len(tokens):
            pattern = self._find(spoken, tokens, index)
            if pattern is None:
                index += 1
                continue
            last = index + len(pattern.words) - 1
            sound = pattern.entry.sound_for(engine)
            if sound.ipa or sound.respelling:
                found.append(Pronunciation(tokens[index][0], tokens[last][1], sound.ipa, sound.respelling))
            index = last + 1
        return tuple(found)

    def _find(self, spoken: str, tokens: list[tuple[int, int, str]], index: int) -> _Pattern | None:
        for pattern in self._index.get(tokens[index][2].lower(), ()):
            if _matches(pattern, spoken, tokens, index):
                return pattern
        return None


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: tuple[str, ...]
    entry: Entry


def _is_plain(item: tuple[Scope, Entry]) -> bool:
    return not item[1].is_conditional


def _words(text: str) -> tuple[str, ...]:
    return tuple(match[0] for match in _WORD.finditer(text))


def _matches(pattern: _Pattern, spoken: str, tokens: list[tuple[int, int, str]], index: int) -> bool:
    entry, size = pattern.entry, len(pattern.words)
    run = tokens[index : index + size]
    if len(run) < size:
        return False
    for (_, _, word), wanted in zip(run, pattern.words, strict=True):
        if word != wanted and (entry.exact_case or word.lower() != wanted.lower()):
            return False
    if size > 1 and any(not _is_gap(spoken[a[1] : b[0]]) for a, b in itertools.pairwise(run)):
        return False
    if not entry.is_conditional:
        return True
    before = tokens[index - 1][2].lower() if index else ""
    after = tokens[index + size][2].lower() if index + size < len(tokens) else ""
    if (entry.before and after not in entry.before) or (entry.after and before not in entry.after):
        return False
    second = tokens[index - 2][2].lower() if index > 1 else ""
    return entry.part is None or entry.part == part_of_speech(second, before, after)


def _is_gap(between: str) -> bool:
    return between.isspace() or between in ("-", ".")
