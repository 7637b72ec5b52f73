"""A script as rules look at it: the spoken text of each block, its sentences and words, with the way back to spans."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from studio.kit.text_map import TextMap
from studio.lint.numbers import numbers_in
from studio.lint.spellings import FolderSpellings, Spellings
from studio.model.script import Block, BlockKind, Inline, InlineKind, Script, Section
from studio.model.show import Show
from studio.model.source import Span
from studio.settings.lexicons import load_lexicon
from studio.speech import Lexicon, Style, speak
from studio.speech.length import speaking_s
from studio.speech.sentences import split_sentences
from studio.speech.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Stands in :attr:`Prose.plain` for each character whose reading the author has settled, or that is not prose.
SETTLED = "\ufffc"
WORD = re.compile(r"[^\W_]+(?:['’.,:/-]?[^\W_]+)*", re.UNICODE)
_CONTAINER = re.compile(r"^[ \t]*:::", re.MULTILINE)
_QUOTES = "\"“”„'‘’«»"
_DIGIT = re.compile(r"\d")
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_NOTHING_TO_EXPAND = re.compile(r"[A-Z]?[a-z ,;:'’-]*[.?!]?")
_SETTLED_KINDS = frozenset((InlineKind.CODE, InlineKind.FORMULA))


@dataclass(frozen=True)
class Sentence:
    """Characters ``[start, end)`` of a block's text."""

    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> list[str]:
        """Its words and numbers, in order."""
        return WORD.findall(self.text)


@dataclass(frozen=True)
class Prose:
    """One spoken block: ``text`` is what a reader sees, ``section`` indexes the script's sections."""

    block: Block
    section: int

    @cached_property
    def map(self) -> TextMap:
        """The block's visible text, formulas included, and the way from it to the source."""
        return TextMap(self.block.inlines, self.block.span)

    @property
    def text(self) -> str:
        """The block's visible text, formulas included."""
        return self.map.text

    @cached_property
    def plain(self) -> str:
        """As long as :attr:`text`, with :data:`SETTLED` for code, formulas and words with a reading of their own."""
        if not any(_is_settled(run) for run in self.map.runs):
            return self.text
        return "".join(
            SETTLED * len(run.text) if _is_settled(run) else self.text[at : at + len(run.text)]
            for at, run in self.map.placed_runs
        )

    def mentions(self, *words: str) -> bool:
        """Whether any of these (in lower case) stands in the text; a quick look before a slow pattern."""
        return any(word in self._lower for word in words)

    @cached_property
    def _lower(self) -> str:
        return self.text.lower()

    @cached_property
    def numbers_per_sentence(self) -> tuple[int, ...]:
        """How many figures a listener has to keep in mind, for each sentence."""
        if not _DIGIT.search(self.text):
            return (0,) * len(self.sentences)
        return tuple(len(numbers_in(self.plain[one.start : one.end])) for one in self.sentences)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences; a line break that the author forced ends one, too."""
        found, at = [], 0
        for line in self.text.split("\n"):
            found += [Sentence(at + a, at + b, line[a:b]) for a, b in split_sentences(line)]
            at += len(line) + 1
        return tuple(found)

    def is_mention(self, start: int, end: int) -> bool:
        """Whether these characters stand between quotation marks of their own: talked about, and not used."""
        before, after = self.text[start - 1 : start], self.text[end : end + 2].lstrip(",.;:!?")[:1]
        return start > 0 and before in _QUOTES and after in _QUOTES and bool(after)

    def span(self, start: int, end: int) -> Span:
        """Source span of the characters ``[start, end)`` of the text."""
        return self.map.span(start, end)

    def is_literal(self, start: int, end: int) -> bool:
        """Whether these characters stand in the source just so: no markup, escape or line break among them."""
        return self.map.is_literal(start, end)


def _is_settled(run: Inline) -> bool:
    return run.kind in _SETTLED_KINDS or run.say is not None or run.spell or run.read_as is not None


@lru_cache(maxsize=4)  # an edit of a script changes none of its words' sounds, as a rule
def _lexicon(of_show: Lexicon, of_episode: tuple[tuple[str, str], ...]) -> Lexicon:
    return Lexicon(vocabulary().entries + of_show.entries).merged(dict(of_episode))


@dataclass(frozen=True)
class Context:
    """Everything that a rule may look at; ``folder`` are the scripts beside it, where they have been counted before."""

    script: Script
    show: Show
    folder: FolderSpellings | None = None

    @cached_property
    def prose(self) -> tuple[Prose, ...]:
        """The spoken blocks that have text, in order."""
        return tuple(
            Prose(block, index)
            for index, section in enumerate(self.script.sections)
            for block in section.blocks
            if block.kind.is_spoken and block.inlines
        )

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks, in order."""
        for section in self.script.sections:
            yield from section.blocks

    def blocks_of(self, *kinds: BlockKind) -> Iterator[Block]:
        """The blocks of some kinds, in order."""
        return (block for block in self.blocks if block.kind in kinds)

    def inlines_of(self, *kinds: InlineKind) -> Iterator[tuple[Block, Inline]]:
        """The runs of some kinds, in blocks that are spoken."""
        for block in self.blocks:
            if block.kind.is_spoken:
                for run in block.inlines:
                    if run.kind in kinds:
                        yield block, run

    @cached_property
    def prose_of_section(self) -> tuple[tuple[Prose, ...], ...]:
        """For each section, its spoken blocks."""
        found: list[list[Prose]] = [[] for _ in self.script.sections]
        for prose in self.prose:
            found[prose.section].append(prose)
        return tuple(tuple(of_section) for of_section in found)

    @property
    def sections(self) -> Sequence[Section]:
        """The script's sections, in order."""
        return self.script.sections

    def source(self, span: Span) -> str:
        """The source text of a span."""
        return self.script.source.slice(span)

    # ---------------------------------------------------------------------------------------- places

    @property
    def title_place(self) -> Span:
        """Where a finding about the whole episode stands: its title, or the script's first line."""
        place = self.front_matter_place("title")
        if place.end > place.start:
            return place
        return next((section.title_span for section in self.sections if section.level), place)

    def front_matter_place(self, *keys: str) -> Span:
        """The last of these keys that the front matter has; an empty span at the script's start where it has none."""
        text = self.script.source.text
        front = self.script.front_matter
        place = Span(0, 0)
        for key in keys:
            found = re.compile(rf"(?<![\w-])[\"']?(?P<key>{re.escape(key)})[\"']?[ \t]*[:=\]]").search(
                text, place.end, front.end
            )
            if found:
                place = Span(*found.span("key"))
        return place

    def is_in_container(self, offset: int) -> bool:
        """Whether a place stands between two lines of colons."""
        return bisect.bisect_left(self._container_lines, offset) % 2 == 1

    @cached_property
    def _container_lines(self) -> list[int]:
        return [match.start() for match in _CONTAINER.finditer(self.script.source.text)]

    def label_span(self, block: Block) -> Span:
        """What stands in a block before its first run: the speaker's label, or the first run where there is none."""
        first = block.inlines[0].span if block.inlines else block.span
        label = self.source(Span(block.span.start, max(first.start, block.span.start))).rstrip(' \t\r\n"“')
        return Span(block.span.start, block.span.start + len(label)) if label else first

    # ---------------------------------------------------------------------------------------- words

    @cached_property
    def style(self) -> Style:
        """The show's house style of speaking."""
        return Style(**self.show.style)

    def spoken(self, text: str) -> str:
        """The spoken form of a text; plain words are not even looked at."""
        return text if _NOTHING_TO_EXPAND.fullmatch(text) else speak(text, self.style).text

    @cached_property
    def show_lexicon(self) -> Lexicon:
        """The entries of the show's files alone."""
        return load_lexicon(self.show.lexicons, self.show.root)

    @cached_property
    def lexicon(self) -> Lexicon:
        """How words are pronounced: the vocabulary of the package, the show's entries, the episode's."""
        return _lexicon(self.show_lexicon, tuple(self.script.episode.lexicon.items()))

    def is_in_lexicon(self, term: str) -> bool:
        """Whether the package, the show or the episode says how a term sounds."""
        return bool(self.lexicon.pronounce(term))

    @cached_property
    def lower_case_words(self) -> frozenset[str]:
        """Every word that the spoken text has in lower case."""
        return frozenset(word for prose in self.prose for word in _LOWER.findall(prose.plain))

    def length_s(self, prose: Prose) -> float:
        """How long a block will last, with the pause behind it, in seconds: estimated from its text."""
        pauses, spoken = self.show.pauses, [self.spoken(sentence.text) for sentence in prose.sentences]
        return sum(speaking_s(text, pauses.sentence_s) for text in spoken) + pauses.paragraph_s - pauses.sentence_s

    def text_before(self, prose: Prose, characters: int) -> str:
        """The spoken text right before a block, at most so many characters of it."""
        index = self._positions[id(prose)]
        parts: list[str] = []
        while index > 0 and characters > 0:
            index -= 1
            parts.append(self.prose[index].plain[-characters:] + "\n")
            characters -= len(parts[-1])
        return "".join(reversed(parts))

    @cached_property
    def _positions(self) -> dict[int, int]:
        return {id(prose): index for index, prose in enumerate(self.prose)}

    @cached_property
    def spellings(self) -> Spellings:
        """How the show spells its terms, this script included, be it in the show's folder or not."""
        folder = self.folder or FolderSpellings(self.show.scripts)
        path = self.show.root / self.script.source.path
        return Spellings(folder, path, "\n".join(prose.plain for prose in self.prose))
