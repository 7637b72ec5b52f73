"""What every show's lexicon begins with: technical names, and words whose sound depends on their context."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from studio.speech.entries import Entry, Scope, Sound, has_capital
from studio.speech.lexicon import Lexicon
from studio.speech.tables import numbered_rows


@cache
def vocabulary() -> Lexicon:
    """The package's own entries, General American; whatever a show says wins over them."""
    return Lexicon(tuple((Scope.PACKAGE, entry) for entry in (*_terms(), *_heteronyms())), spells_letters=True)


def _terms() -> Iterator[Entry]:
    for number, (words, ipa, respelling) in numbered_rows("pronunciations.tsv"):
        for word in words.split("|"):
            yield Entry(
                word, Sound(ipa, respelling or None), has_capital(word), where=f"built in, pronunciations.tsv:{number}"
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
                    where=f"built in, heteronyms.tsv:{number}",
                )
