"""Word marks from the phonemes of a neural engine, whose words need not be those of the text.

Phonemisers join small words ("of the") and split others, but they keep punctuation. So words are matched clause by
clause: one to one where a clause has as many words in sound as in writing, else in proportion to the letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.engines.words import place_marks, word_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio.model.takes import WordMark

_CLAUSE_ENDS = frozenset(",;:.!?…")


def marks_from_symbols(text: str, symbols: Iterable[tuple[str, int]], length_samples: int) -> tuple[WordMark, ...]:
    """Marks for the words of ``text``.

    Args:
        text: the spoken text.
        symbols: phoneme, punctuation mark or blank with its start in samples, in order.
        length_samples: of the recording.
    """
    spans = word_spans(text)
    written = _clauses([text[end - 1] in _CLAUSE_ENDS for _, end in spans])
    starts, ends_clause = _sounding_words(symbols)
    sounding = _clauses(ends_clause)
    if len(written) != len(sounding):
        written, sounding = [range(len(spans))], [range(len(starts))]
    known: dict[int, int] = {}
    for words, sounds in zip(written, sounding, strict=True):
        pairs = zip(words, sounds, strict=True) if len(words) == len(sounds) else zip(words[:1], sounds, strict=False)
        known.update({word: starts[sound] for word, sound in pairs})
    return place_marks(spans, known, length_samples)


def _sounding_words(symbols: Iterable[tuple[str, int]]) -> tuple[list[int], list[bool]]:
    """Start of each word in sound, and whether punctuation follows it."""
    starts: list[int] = []
    ends_clause: list[bool] = []
    inside = False
    for symbol, start in symbols:
        if symbol in _CLAUSE_ENDS:
            if ends_clause:
                ends_clause[-1] = True
            inside = False
        elif symbol.isspace() or not symbol:
            inside = False
        elif (not inside and symbol.isalpha()) or (symbol in "ˈˌ" and not inside):
            starts.append(start)
            ends_clause.append(False)
            inside = True
    return starts, ends_clause


def _clauses(ends: Sequence[bool]) -> list[range]:
    clauses, start = [], 0
    for index, last in enumerate(ends):
        if last or index == len(ends) - 1:
            clauses.append(range(start, index + 1))
            start = index + 1
    return clauses
