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
as it is written and as it is spoken ("DynamoDB" is found in "Dynamo D B"), and with endings ("Kafka's", "quorums");
several words may form one entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from studio.model.narration import Pronunciation
from studio.speech.entries import Entry, Scope, Sound, has_capital, sound_of
from studio.speech.inflection import Ending, inflected, stems
from studio.speech.letters import LETTERS, spelled
from studio.speech.partofspeech import Place, part_of_speech, places
from studio.speech.speak import normalise_text
from studio.speech.style import HOUSE
from studio.speech.tables import tables_for

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]['”\")]*\s+)['“\"(]*$")
#: Where the sound of initials is from.
LETTER_BY_LETTER = "letter by letter"
_LONGEST_INITIALS = 3
_NEAR = 12
_GAP = re.compile(r"\s+|[-‐‑.]")
_MOST_SENTENCES, _MOST_WORDS = 2048, 8192


@dataclass(frozen=True)
class Lexicon:
    """Entries of all scopes, ready to look up. Immutable; :meth:`merged` gives a new one.

    With ``spells_letters``, initials that no entry has ("C P U") are said as one word, stressed on its last letter.
    """

    entries: tuple[tuple[Scope, Entry], ...] = ()
    spells_letters: bool = False
    _index: dict[str, list[_Term]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for order, (scope, entry) in enumerate(self.entries):
            for words in _forms(entry.word):
                if words:
                    # Conditions are tried as they are written; without any, what is written last holds.
                    rank = (-scope, 0, order) if entry.is_conditional else (-scope, 1, -order)
                    self._index.setdefault(words[0].lower(), []).append(_Term(words, entry, rank))

    def merged(self, words: Mapping[str, str | Entry], scope: Scope = Scope.EPISODE, where: str = "") -> Lexicon:
        """This lexicon with entries of another scope: word → respelling (``/ˈɹɛdɪs/`` in slashes is IPA) or entry.

        ``where`` says in messages where they stand.
        """
        added = tuple(
            (
                scope,
                value if isinstance(value, Entry) else Entry(word, sound_of(value), has_capital(word), where=where),
            )
            for word, value in words.items()
        )
        return Lexicon(self.entries + added, self.spells_letters)

    def pronounce(self, spoken: str, engine: str | None = None) -> tuple[Pronunciation, ...]:
        """Pronunciations for a spoken text, in order and without overlap; the longest entry wins at each word."""
        return self._said(spoken, engine)

    # Whoever writes has most sentences said again and again while one of them changes.
    @cached_property
    def _said(self) -> Callable[[str, str | None], tuple[Pronunciation, ...]]:
        return lru_cache(_MOST_SENTENCES)(self._pronounce)

    def _pronounce(self, spoken: str, engine: str | None) -> tuple[Pronunciation, ...]:
        return tuple(
            Pronunciation(match.start, match.end, sound.ipa, sound.respelling, match.entry.where)
            for match in self.matches(spoken)
            if (sound := inflected(match.entry.sound_for(engine), match.ending)) and (sound.ipa or sound.respelling)
        )

    def matches(self, spoken: str) -> Iterator[Match]:
        """The entries that hold in a spoken text, in order and without overlap."""
        if not self._index:
            return
        text = _Spoken(spoken)
        lettered = {match.start(): match for match in LETTERS.finditer(spoken)} if self.spells_letters else {}
        free = 0  # the first word that belongs to no match yet
        for index, token in enumerate(text.tokens):
            if index < free or not (lettered or self._beginning(token[0])):
                continue
            start = token.start()
            if found := self._first(self._candidates(text, index), text, index):
                term, ending = found
                free = index + len(term.words)
                yield Match(start, text.tokens[free - 1].end(), term.entry, ending)
            elif letters := lettered.get(start):
                free = index + len(_words(letters[0]))
                yield Match(start, letters.end(), _letters(letters), Ending.S if letters["end"] else Ending.NONE)

    def undecided(self, spoken: str) -> tuple[tuple[int, int], ...]:
        """Where a word stands that has several sounds, as the package knows, and nothing around it tells which."""
        return self._doubted(spoken)

    @cached_property
    def _doubted(self) -> Callable[[str], tuple[tuple[int, int], ...]]:
        return lru_cache(_MOST_SENTENCES)(lambda text: tuple(self._find_undecided(text)))

    def _find_undecided(self, spoken: str) -> Iterator[tuple[int, int]]:
        text = _Spoken(spoken)
        for index, token in enumerate(text.tokens):
            candidates = self._candidates(text, index)
            known = any(term.rank[0] == -Scope.PACKAGE for term, _ in candidates)
            if known and self._first(candidates, text, index) is None:
                yield token.span()

    def _first(self, candidates: list[tuple[_Term, Ending]], text: _Spoken, index: int) -> tuple[_Term, Ending] | None:
        """The candidate whose conditions hold."""
        for term, ending in candidates:
            if not term.entry.is_conditional or _holds(term, text, index):
                return term, ending
        return None

    def _candidates(self, text: _Spoken, index: int) -> list[tuple[_Term, Ending]]:
        """Terms that the words from ``index`` on are forms of, the one to be tried first at the front."""
        terms = self._beginning(text.tokens[index][0])
        if not terms:
            return []
        found = [(term, form) for term in terms if (form := _form(term, text, index)) is not None]
        return sorted(found, key=lambda item: (-len(item[0].words), item[0].rank[0], item[1] != "", item[0].rank))

    @cached_property
    def _beginning(self) -> Callable[[str], tuple[_Term, ...]]:
        """Terms that begin with a word, or that it may be a form of."""
        return lru_cache(_MOST_WORDS)(self._terms)

    def _terms(self, word: str) -> tuple[_Term, ...]:
        terms = [*self._index.get(word.lower(), ())]
        for stem, ending, stands_alone in stems(word):
            alone = [term for term in self._index.get(stem.lower(), ()) if stands_alone and len(term.words) == 1]
            # "recorded" is no matter of its neighbours: every voice knows it.
            if ending is Ending.S or not any(term.entry.is_conditional for term in alone):
                terms += alone
        return tuple(terms)


@dataclass(frozen=True, slots=True)
class Match:
    """Characters ``[start, end)`` of a spoken text are a form of an entry's word."""

    start: int
    end: int
    entry: Entry
    ending: Ending


@dataclass(frozen=True, slots=True)
class _Term:
    """The words of an entry, written or spoken; the smallest ``rank`` is tried first."""

    words: tuple[str, ...]
    entry: Entry
    rank: tuple[int, int, int]


class _Spoken:
    """A spoken text and its words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [*_WORD.finditer(text)]

    @cached_property
    def _places(self) -> dict[int, Place]:
        return places(self.text)

    def word(self, index: int) -> str:
        """A word in lower case; "" beyond the text."""
        return self.tokens[index][0].lower() if 0 <= index < len(self.tokens) else ""

    def is_letter(self, index: int) -> bool:
        """Whether a word is one capital; False beyond the text."""
        return 0 <= index < len(self.tokens) and len(self.tokens[index][0]) == 1 and self.tokens[index][0].isupper()

    def part_of_speech(self, index: int) -> str | None:
        """Of a word; None where its neighbours do not tell."""
        return part_of_speech(self._places[self.tokens[index].start()])

    def is_gap(self, index: int) -> bool:
        """Whether so little stands before a word that it can belong to the same term as the one before."""
        return bool(_GAP.fullmatch(self.text, self.tokens[index - 1].end(), self.tokens[index].start()))

    def begins_sentence(self, index: int) -> bool:
        """Whether a word may owe its capital to its place."""
        start = self.tokens[index].start()
        return bool(_SENTENCE_START.search(self.text, max(0, start - _NEAR), start))


def _words(text: str) -> tuple[str, ...]:
    return tuple(match[0] for match in _WORD.finditer(text))


@cache
def _forms(term: str) -> tuple[tuple[str, ...], ...]:
    """A term's words as it is written and, where that is another thing, as it is spoken."""
    plain = term.isalpha() and (term.islower() or term.istitle()) and term not in tables_for(HOUSE).listed
    spoken = term if plain else normalise_text(term)
    return tuple(dict.fromkeys((_words(term), _words(spoken))))


def _letters(match: re.Match[str]) -> Entry:
    letters = match[0].removesuffix(match["end"] or "")
    return Entry(letters, Sound(spelled(letters)), where=LETTER_BY_LETTER)


def _form(term: _Term, text: _Spoken, index: int) -> Ending | None:
    """How the words of the text from ``index`` on end, if they are a form of the term's; None where they are not."""
    last = index + len(term.words) - 1
    if last > index and (last >= len(text.tokens) or not all(map(text.is_gap, range(index + 1, last + 1)))):
        return None
    if _is_part_of_initials(text, index, last):
        return None
    for offset, wanted in enumerate(term.words[:-1]):
        if not _is_word(text, index + offset, text.tokens[index + offset][0], wanted, term.entry):
            return None
    form, wanted = text.tokens[last][0], term.words[-1]
    if _is_word(text, last, form, wanted, term.entry):
        return Ending.NONE
    for stem, ending, stands_alone in stems(form):
        if (stands_alone or len(term.words) > 1) and _is_word(text, last, stem, wanted, term.entry):
            return ending
    return None


def _is_part_of_initials(text: _Spoken, first: int, last: int) -> bool:
    """Whether words are letters among more letters: "O T" in "O T P" are no "OT", and its "P" is no word "P".

    "A" and "I" beside a single letter are words.
    """
    if not all(text.is_letter(index) for index in range(first, last + 1)):
        return False
    words = "ai" if first == last else ""
    before = text.is_letter(first - 1) and text.word(first - 1) not in words and text.is_gap(first)
    return before or (text.is_letter(last + 1) and text.word(last + 1) not in words and text.is_gap(last + 1))


def _is_word(text: _Spoken, index: int, word: str, wanted: str, entry: Entry) -> bool:
    if word == wanted or (not entry.exact_case and word.lower() == wanted.lower()):
        return True
    if word == wanted.upper() and len(word) > _LONGEST_INITIALS:
        return True  # a heading, or emphasis
    return word == wanted[:1].upper() + wanted[1:] and text.begins_sentence(index)


def _holds(term: _Term, text: _Spoken, index: int) -> bool:
    """Whether an entry's conditions are fulfilled by the words around."""
    entry = term.entry
    if entry.before and text.word(index + len(term.words)) not in entry.before:
        return False
    if entry.after and text.word(index - 1) not in entry.after:
        return False
    return entry.part is None or entry.part == text.part_of_speech(index)
