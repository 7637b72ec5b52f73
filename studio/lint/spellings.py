"""How the scripts of a show spell their terms: the counts behind ``mixed-spelling``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

from studio.kit.inputs import real, whole

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


class _Counts:
    """How often a text has each word, and each pair of words that may be one."""

    def __init__(self, text: str) -> None:
        self.words = Counter(TERM.findall(text))
        self.pairs = Counter(
            f"{a} {b}"
            for a, b in _PAIR.findall(text)
            if b not in _PARTICLES and a not in _STARTS and a not in _PARTICLES
        )

    def update(self, other: _Counts) -> None:
        self.words.update(other.words)
        self.pairs.update(other.pairs)

    @cached_property
    def forms(self) -> Mapping[str, Sequence[str]]:
        """Lower-case word → how it is written."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in self.words:
            found[word.lower()].append(word)
        return found

    @cached_property
    def apart(self) -> Mapping[str, Sequence[str]]:
        """Word → the pairs that give it when they are written together."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.replace(" ", "")].append(pair)
        return found


_NOTHING = _Counts("")


class FolderSpellings:
    """How the scripts below a folder spell their terms: read and counted once, when first asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def by_path(self) -> Mapping[Path, _Counts]:
        """The counts of each script, by its resolved path."""
        paths = sorted(self._folder.rglob("*.md")) if self._folder.is_dir() else []
        return {real(path): _Counts(_prose(_text(path))) for path in paths}

    @cached_property
    def total(self) -> _Counts:
        """The counts of all of them."""
        total = _Counts("")
        for counts in self.by_path.values():
            total.update(counts)
        return total


class Spellings:
    """How a show spells its terms, where one script says ``text``, whatever its file says."""

    def __init__(self, folder: FolderSpellings, path: Path, text: str) -> None:
        self._others = folder.total
        self._before = folder.by_path.get(real(path), _NOTHING)
        self._own = _Counts(text)
        self._better: dict[str, str | None] = {}

    def better(self, word: str) -> str | None:
        """The spelling that the show uses more, where this is the rarer one; in time that no other word adds to."""
        if word not in self._better:
            self._better[word] = self._find_better(word)
        return self._better[word]

    def _find_better(self, word: str) -> str | None:
        pair = max(self._known(word, "apart"), key=lambda way: (self._count(way, "pairs"), way), default=None)
        if pair is not None and 0 < self._count(word, "words") < self._count(pair, "pairs"):
            return pair
        forms = self._known(word.lower(), "forms")
        if len(forms) < 2:  # so it is with nearly all words
            return None
        same = [form for form in forms if self._count(form, "words") > 0]
        if word.isupper() or len(same) < 2 or not any(map(_has_inner_capital, same)):
            return None
        best = max(same, key=lambda form: (self._count(form, "words"), _has_inner_capital(form), form))
        return best if best != word else None

    def _known(self, word: str, table: Literal["apart", "forms"]) -> set[str]:
        return {form for counts in (self._others, self._own) for form in getattr(counts, table).get(word, ())}

    def _count(self, term: str, table: Literal["words", "pairs"]) -> int:
        counts = [getattr(one, table)[term] for one in (self._others, self._own, self._before)]
        return int(counts[0] + counts[1] - counts[2])


def _text(path: Path) -> str:
    """A script's text; one that cannot be read says nothing here, and is told of where it is linted."""
    try:
        return whole(path).decode("utf-8", "replace")
    except OSError:
        return ""


def _prose(markdown: str) -> str:
    """A script without its code blocks, inline code, addresses and attributes; a parse would take ten times as long."""
    lines, fenced = [], False
    for line in markdown.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            lines.append(line)
    return _NOT_PROSE.sub(" ", "\n".join(lines))


def _has_inner_capital(word: str) -> bool:
    return not word.isupper() and any(char.isupper() for char in word[1:])
