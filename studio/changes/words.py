"""Two texts, word by word: what is the same in both and what is not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from studio.changes.model import Word

_TOKEN = re.compile(r"\s+|\w+(?:[-'’.,:/]\w+)*|[^\w\s]")


def marked(before: str, after: str) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Both texts in runs, those marked that the other one lacks; the runs of a text in a row are the text."""
    olds, news = _TOKEN.findall(before), _TOKEN.findall(after)
    found: tuple[list[Word], list[Word]] = [], []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        for words, tokens in zip(found, (olds[a:b], news[c:d]), strict=True):
            if tokens:
                words.append(Word("".join(tokens), kind != "equal"))
    return _joined(found[0]), _joined(found[1])


def differences(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Runs of words that stand for each other: (before, after), either may be empty."""
    olds, news = before.split(), after.split()
    return tuple(
        (" ".join(olds[a:b]), " ".join(news[c:d]))
        for kind, a, b, c, d in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes()
        if kind != "equal"
    )


def _joined(words: Iterable[Word]) -> tuple[Word, ...]:
    """Runs of one kind in a row are one run, and so are changed words with nothing but a blank between them."""
    joined: list[Word] = []
    for word in words:
        if joined and joined[-1].changed == word.changed:
            joined[-1] = Word(joined[-1].text + word.text, word.changed)
        elif word.changed and len(joined) > 1 and joined[-2].changed and not joined[-1].text.strip():
            blank, earlier = joined.pop(), joined.pop()
            joined.append(Word(earlier.text + blank.text + word.text, changed=True))
        else:
            joined.append(word)
    return tuple(joined)
