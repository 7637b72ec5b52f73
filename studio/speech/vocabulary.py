"""What every show's lexicon begins with: technical names, and words whose sound depends on their context."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from studio.speech.entries import Entry, Scope, Sound, has_capital
from studio.speech.lexicon import LETTER_BY_LETTER, Lexicon
from studio.speech.tables import numbered_rows

_BUILT_IN = "built in, "
#: Words that are verbs more often than nouns; of all others that are both, the noun's sound is the usual one.
_MOSTLY_VERBS = frozenset(
    "convert coordinate exploit import increase decrease initiate insert intercept invite isolate override produce "
    "refuse reject replicate rewrite transform use uses".split()
)


@cache
def vocabulary() -> Lexicon:
    """The package's own entries, General American; whatever a show says wins over them."""
    return Lexicon(tuple((Scope.PACKAGE, entry) for entry in (*_terms(), *_heteronyms())), spells_letters=True)


def is_worth_a_look(where: str) -> bool:
    """Whether an author may doubt a pronunciation: one of the show's own, or of a word that is usually said otherwise.

    Args:
        where: the pronunciation is from, as :class:`~studio.model.narration.Pronunciation` tells it.
    """
    return where in _unusual() or not where.startswith((_BUILT_IN, LETTER_BY_LETTER))


@cache
def _unusual() -> frozenset[str]:
    """The lines of heteronyms whose sound is not the usual one of their word."""
    usual: dict[str, str | None] = {}
    entries = tuple(_heteronyms())
    for entry in entries:
        part = "verb" if entry.word in _MOSTLY_VERBS else "noun"
        if not entry.is_conditional or (entry.part == part and not entry.before and not entry.after):
            usual.setdefault(entry.word, entry.sound.ipa)
    always = {entry.word: entry.sound.ipa for entry in entries if not entry.is_conditional}
    return frozenset(entry.where for entry in entries if entry.sound.ipa != {**usual, **always}.get(entry.word))


def _terms() -> Iterator[Entry]:
    for number, (words, ipa, respelling) in numbered_rows("pronunciations.tsv"):
        for word in words.split("|"):
            yield Entry(
                word, Sound(ipa, respelling or None), has_capital(word), where=f"{_BUILT_IN}pronunciations.tsv:{number}"
            )


def _heteronyms() -> Iterator[Entry]:
    for number, (words, parts, after, before, ipa, respelling) in numbered_rows("heteronyms.tsv"):
        for word in words.split():
            for part in parts.split() or [""]:
                yield Entry(
                    word,
                    Sound(ipa, respelling or None),
                    part=part or None,
                    before=tuple(before.split()),
                    after=tuple(after.split()),
                    where=f"{_BUILT_IN}heteronyms.tsv:{number}",
                )
