"""Which passages of an earlier version are which of a later one: sentence alignment.

What is spoken in the same words is the same passage, wherever it stands. Between those, one, two or no passages face
one, two or none, so that the words that they share are as many as can be.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio.changes.version import Passage

_WORD = re.compile(r"\w+")
#: Share of common words from which two passages are one that was reworded (Dice's coefficient).
_ALIKE = 0.45
#: The same for two that stand far apart, where there is no place that speaks for it.
_ALIKE_ANYWHERE = 0.7
#: What a cut or a join must gain over a plain pair, in words.
_COST_OF_CUTTING = 2.5

_Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    """Indices of passages, before and after, that are the same but for what changed; nothing where they have no match.

    ``moved`` means that they stand in another order among the others.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    moved: bool = False


def align(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Link, ...]:
    """Every passage of both versions in exactly one link, in the order of the later version."""
    texts = [one.spoken for one in before], [one.spoken for one in after]
    links: list[Link] = []
    gaps: list[tuple[list[int], list[int]]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if kind == "equal":
            links += (Link((i,), (j,)) for i, j in zip(range(a, b), range(c, d), strict=True))
        else:
            gaps.append(([*range(a, b)], [*range(c, d)]))
    links += _moved(gaps, texts)
    words = [_words(text) for text in texts[0]], [_words(text) for text in texts[1]]
    for olds, news in gaps:
        links += _reworded(olds, news, words)
    links = _moved_and_reworded(links, words)
    return tuple(_in_order(links))


def _moved(gaps: list[tuple[list[int], list[int]]], texts: tuple[list[str], list[str]]) -> list[Link]:
    """Takes what stands elsewhere in the same words out of the gaps."""
    waiting: dict[str, list[int]] = {}
    for olds, _ in gaps:
        for index in olds:
            waiting.setdefault(texts[0][index], []).append(index)
    found = []
    for _, news in gaps:
        for index in tuple(news):
            if waiting.get(texts[1][index]):
                found.append(Link((waiting[texts[1][index]].pop(0),), (index,), moved=True))
                news.remove(index)
    gone = {index for link in found for index in link.before}
    for olds, _ in gaps:
        olds[:] = [index for index in olds if index not in gone]
    return found


def _reworded(olds: Sequence[int], news: Sequence[int], words: tuple[list[_Words], list[_Words]]) -> list[Link]:
    """The best alignment of what is left between two passages that stayed (dynamic programming)."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
    for i in reversed(range(len(olds) + 1)):
        for j in reversed(range(len(news) + 1)):
            steps = [(0.0, (0, 0))] if (i, j) == (len(olds), len(news)) else []
            for m, n in ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1)):
                if i + m <= len(olds) and j + n <= len(news):
                    gain = _gain([words[0][k] for k in olds[i : i + m]], [words[1][k] for k in news[j : j + n]])
                    if gain is not None:
                        steps.append((gain + best[i + m, j + n][0], (m, n)))
            best[i, j] = max(steps, key=lambda step: step[0])
    links, i, j = [], 0, 0
    while (i, j) != (len(olds), len(news)):
        m, n = best[i, j][1]
        links.append(Link(tuple(olds[i : i + m]), tuple(news[j : j + n])))
        i, j = i + m, j + n
    return links


def _gain(olds: Sequence[_Words], news: Sequence[_Words]) -> float | None:
    """Words that two sides share; None where they are not the same passage."""
    if not olds or not news:
        return 0.0
    old, new = frozenset[str]().union(*olds), frozenset[str]().union(*news)
    if _alike(old, new) < _ALIKE:
        return None
    return len(old & new) - _COST_OF_CUTTING * (len(olds) + len(news) - 2)


def _moved_and_reworded(links: list[Link], words: tuple[list[_Words], list[_Words]]) -> list[Link]:
    """What was taken out in one place and put in with other words in another one."""
    removed = [link for link in links if not link.after]
    added = [link for link in links if not link.before]
    pairs = [(_alike(words[0][old.before[0]], words[1][new.after[0]]), old, new) for old in removed for new in added]
    for likeness, old, new in sorted(pairs, key=lambda pair: (-pair[0], pair[2].after, pair[1].before)):
        if likeness < _ALIKE_ANYWHERE:
            break
        if old in links and new in links:
            links = [link for link in links if link not in (old, new)]
            links.append(Link(old.before, new.after, moved=True))
    return links


def _in_order(links: Sequence[Link]) -> list[Link]:
    """By place in the later version; what was taken out stands behind what it stood behind."""
    place = {index: link.after[0] for link in links if link.after and not link.moved for index in link.before}
    order: dict[Link, tuple[float, int]] = {}
    last = -1.0
    for link in sorted((one for one in links if one.before), key=lambda one: one.before):
        last = place.get(link.before[-1], last)
        if not link.after:
            order[link] = (last + 0.5, link.before[0])
    return sorted(links, key=lambda link: order[link] if link in order else (float(link.after[0]), 0))


def _alike(old: _Words, new: _Words) -> float:
    return 2 * len(old & new) / (len(old) + len(new)) if old or new else 0.0


def _words(text: str) -> _Words:
    return frozenset(_WORD.findall(text.casefold()))
