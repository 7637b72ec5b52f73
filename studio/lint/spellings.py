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
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`|\]\([^)\n]*\)|https?://\S+|<!--.*?-->", re.DOTALL)
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
    """Compare the words of several scripts (as Markdown)."""
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
def folder_texts(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> tuple[str, ...]:
    """The scripts of a folder; ``stamp`` (name, size, time of change) makes a changed folder a new question."""
    return tuple((folder / name).read_text(encoding="utf-8", errors="replace") for name, _size, _time in stamp)


def folder_stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of change of the scripts in a folder, by name; empty where there is none."""
    if not folder.is_dir():
        return ()
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.md")))
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


@lru_cache(maxsize=64)
def _counts(text: str) -> tuple[Counter[str], Counter[str]]:
    prose = _CODE.sub(" ", _FENCE.sub(" ", text))
    pairs = (
        f"{a} {b}" for a, b in _PAIR.findall(prose) if b not in _PARTICLES and a not in _STARTS and a not in _PARTICLES
    )
    return Counter(TERM.findall(prose)), Counter(pairs)


def _has_inner_capital(word: str) -> bool:
    return not word.isupper() and any(char.isupper() for char in word[1:])
