"""Spoken text → the phonemes that hibari's voices read: those of the lexicon, and for all other words the package's own
dictionary, with its part-of-speech tagger to choose among variants, and its small net for words that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.engines.hibari_g2p import load_g2p
from studio.engines.misaki import ipa_of, lexicon_phonemes
from studio.engines.pronounced import Origin, PronouncedWord

if TYPE_CHECKING:
    from studio.engines.contract import Utterance
    from studio.model.narration import Pronunciation

#: How sure the package is of a word: 5 is given to it, 4 and 3 are its dictionaries.
_GIVEN = 5
_FROM_DICTIONARY = 3


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word or mark at characters ``[start, end)`` of the spoken text, in misaki's alphabet.

    ``rating`` says where the phonemes come from, ``where`` of which lexicon; a blank follows where the text has one.
    """

    start: int
    end: int
    phonemes: str
    blank: bool
    rating: int
    where: str


class HibariReader:
    """Reads American or British English; keeps the package's dictionaries loaded."""

    def __init__(self, *, british: bool) -> None:
        self._british = british
        self._package = load_g2p(british=british)

    def read(self, utterance: Utterance) -> Iterator[ReadWord]:
        """The words and marks of an utterance, in order.

        Raises:
            StudioError: a pronunciation of the lexicon has a sound that the voice does not.
        """
        text = utterance.text
        wheres = {item.start: item.where for item in utterance.pronunciations}
        at = 0
        for token in self._package.phonemize_tokens(self._tokens(utterance)):
            place = text.find(token.text, at)
            at = place if place >= 0 else at
            given = token.rating == _GIVEN
            end = min(at + len(token.text), len(text))
            where = wheres.get(at, "") if given else ""
            yield ReadWord(at, end, token.phonemes or "", bool(token.whitespace), token.rating or 0, where)
            at += len(token.text)

    def pronounced(self, utterance: Utterance) -> Iterator[PronouncedWord]:
        """The words alone, with their sound in IPA and where it comes from."""
        for word in self.read(utterance):
            if any(char.isalnum() for char in utterance.text[word.start : word.end]):
                yield PronouncedWord(
                    word.start, word.end, f"/{ipa_of(word.phonemes)}/", _origin(word.rating), word.where
                )

    def _tokens(self, utterance: Utterance) -> list[Any]:
        """The package's tokens with their parts of speech, and with the lexicon's phonemes where it has some."""
        from hibari.g2p.token import Tok

        text = utterance.text
        tokens = self._package._tokens(text)
        for token in tokens:
            if token.text == '"':  # taken for part of a word, it would have the word guessed
                token.tag = "''" if token.whitespace else "``"
            elif token.text.isalpha() and token.text.isupper() and token.text not in self._package.lexicon.golds:
                token.alias = token.text.lower()  # initials come with blanks: this is a word in capitals
        ends = [0]
        for token in tokens:
            place = text.find(token.text, ends[-1])
            ends.append((place if place >= 0 else ends[-1]) + len(token.text))
        found: list[Any] = []
        index = 0
        for item in _without_overlap(utterance.pronunciations):
            phonemes = self._given(item, text)
            if phonemes is None:
                continue
            while index < len(tokens) and ends[index + 1] <= item.start:
                found.append(tokens[index])
                index += 1
            last = index
            while last < len(tokens) and ends[last + 1] - len(tokens[last].text) < item.end:
                last += 1
            if last == index:
                continue
            first, final = tokens[index], tokens[last - 1]
            head = text[ends[index + 1] - len(first.text) : item.start].strip()
            tail = text[item.end : ends[last]].strip()
            if head:
                found.append(Tok(head, first.tag, ""))
            blank = "" if tail else final.whitespace
            found.append(Tok(text[item.start : item.end], first.tag, blank, phonemes, rating=_GIVEN))
            if tail:
                # What is left may hold another entry's word, or a full stop that was taken for part of the word.
                is_mark = not any(char.isalnum() for char in tail)
                tokens[last - 1] = Tok(tail, "." if is_mark else final.tag, final.whitespace)
                index = last - 1
            else:
                index = last
        return [*found, *tokens[index:]]

    def _given(self, item: Pronunciation, text: str) -> str | None:
        """What the lexicon says, in the model's alphabet; None where it says nothing."""
        phonemes = lexicon_phonemes(item, text, british=self._british)
        if phonemes is None and item.respelling:
            return str(self._package(item.respelling, False)).rstrip(".")
        return phonemes


def _origin(rating: int) -> Origin:
    if rating >= _GIVEN:
        return Origin.LEXICON
    return Origin.DICTIONARY if rating >= _FROM_DICTIONARY else Origin.RULES


def _without_overlap(pronunciations: Sequence[Pronunciation]) -> Iterator[Pronunciation]:
    done = 0
    for item in sorted(pronunciations, key=lambda one: one.start):
        if item.start >= done:
            yield item
            done = item.end
