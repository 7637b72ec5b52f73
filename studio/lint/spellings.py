"""How the scripts of a show spell their terms: the counts behind ``mixed-spelling``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TERM = re.compile(r"(?<![\w./@#-])[A-Za-z][A-Za-z]{3,}(?![\w/@]|[.-]\w)")
_PAIR = re.compile(r"(?<![\w-])([a-z]{3,})[ \n-]([a-z]{3,})(?![\w-])")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_NOT_PROSE = re.compile(r"`[^`\n]{0,200}`|\]\([^)\n]{0,500}\)|\{[^}\n]{0,200}\}|https?://\S{0,500}|<!--.{0,500}?-->")
# Where the second part is a particle, both spellings are right: “shut down” is the verb, “shutdown” the noun.
_PARTICLES = frozenset(
    "about after all away back before behind body day down ever fore how in into less like more off on one out over "
    "self some thing through time times together under up way what where while with within without".split()
)
_STARTS = frozenset(
    "all along any back can every for her here him how may mean none not now once our over she some that the them "
    "there thing under where with work your".split()
)


@dataclass(frozen=True)
class Spellings:
    """``preferred`` maps a rarer spelling to the one that the show uses more."""

    preferred: dict[str, str]


def show_spellings(texts: Iterable[str]) -> Spellings:
    """Compare the spoken words of several scripts, a text for each."""
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text in texts:
        of_words, of_pairs = _counts(text)
        words.update(of_words)
        pairs.update(of_pairs)
    preferred: dict[str, str] = {}
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        forms[word.lower()].append(word)
    for same in forms.values():
        if len(same) > 1 and any(_has_inner_capital(word) for word in same):
            best = max(same, key=lambda word: (words[word], _has_inner_capital(word), word))
            preferred.update({word: best for word in same if word != best and not word.isupper()})
    apart: defaultdict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        apart[pair.replace(" ", "")].append(pair)
    for joined, ways in apart.items():
        pair = max(ways, key=lambda way: (pairs[way], way))
        if 0 < words[joined] < pairs[pair]:
            preferred[joined] = pair
    return Spellings(preferred)


@lru_cache(maxsize=4)
def folder_texts(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> tuple[tuple[str, str], ...]:
    """Source and spoken words (roughly) of a folder's scripts.

    ``stamp`` (name, size, time of change) makes a folder that changed a new question.
    """
    sources = [(folder / name).read_text(encoding="utf-8", errors="replace") for name, _size, _time in stamp]
    return tuple((source, _prose(source)) for source in sources)


def _prose(markdown: str) -> str:
    """A script without its code blocks, inline code, addresses and attributes; a parse would take ten times as long."""
    lines, fenced = [], False
    for line in markdown.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            lines.append(line)
    return _NOT_PROSE.sub(" ", "\n".join(lines))


def folder_stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of change of the scripts in a folder, by name; empty where there is none."""
    if not folder.is_dir():
        return ()
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.md")))
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


@lru_cache(maxsize=64)
def _counts(text: str) -> tuple[Counter[str], Counter[str]]:
    pairs = (
        f"{a} {b}" for a, b in _PAIR.findall(text) if b not in _PARTICLES and a not in _STARTS and a not in _PARTICLES
    )
    return Counter(TERM.findall(text)), Counter(pairs)


def _has_inner_capital(word: str) -> bool:
    return not word.isupper() and any(char.isupper() for char in word[1:])
