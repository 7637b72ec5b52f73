"""Which part of speech a word has, from its neighbours: enough to tell "to record" from "the record".

Only for words whose sound depends on it. Evidence is asked in the order of its strength; where there is none, the
answer is None, and whoever asks falls back on what he has.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,;:.!?…—()]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DETERMINERS = _words(
    "a an the my your his her its our their whose no every another either neither one two three four five six seven "
    "eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "billion first second third last next per same whole single new old several"
)
#: Determiners that also stand alone, as subjects or objects.
_PRONOMINAL = _words("this that these those each all both some any many most few more less other others half")
_OF_PLURALS = _words("these those both many few")
_OBJECTS = _words(
    "a an the it them him me us you this that these those its their our your his her my every each all any"
)
_PREPOSITIONS = _words(
    "of in on at by for with from per via without between into onto under over during against about across within "
    "through among upon despite toward towards"
)
_PARTICLES = _words(
    "in on at by for with from into onto under over inside outside within across through out up down off"
)
_VERB_BEFORE = _words(
    "will would can could may might must shall should cannot can't won't don't doesn't didn't wouldn't couldn't "
    "shouldn't do does did let's lets please i you we they who he she it i'll you'll we'll they'll it'll he'll she'll "
    "i'd you'd we'd they'd help helps rather gonna"
)
_SUBJECTS = _words("i you we they he she it who")
_ASKING = _words("do does did can could will would should may might must let lets make makes help helps")
_ASKED = _words("what how why whether everything everyone nothing nobody")
_INTRANSITIVE = _words("increases decreases contracts progresses overlaps alternates")
_CONDITIONS = _words("if when whenever until unless once where wherever")
_CLAUSES = _words("and or but then nor so because if when while where unless until once before after why how whether")
_BE = _words("is are was were be been being isn't aren't wasn't weren't it's that's they're we're you're i'm what's")
_SEEM = _words(
    "seem seems seemed look looks looked become becomes became remain remains stay stays feel feels keep keeps come "
    "comes came get gets got"
)
_DEGREE = _words("how very more most too as so quite fairly truly really almost entirely completely fully equally")
_HAVE = _words("have has had having he's she's who's haven't hasn't hadn't i've you've we've they've")
_AUXILIARY = _BE | _HAVE | _words("will would can could may might must shall should do does did")
_ADVERBS = _words(
    "not yet recently never always also just only then still already often ever once even again first simply both"
)
_PAST_TIMES = _words("yesterday ago earlier previously last did was were had began came went wrote took got saw gave")
#: "Access to content", unlike "want to record".
_TO_SOMETHING = _words("access due according compared relative proportional addition respect thanks close next back")
_FUNCTION = _PREPOSITIONS | _AUXILIARY | _CLAUSES | _OBJECTS | _ADVERBS | _words("to that which who than as")
_OWNERS = ("'s", "s'", "teen")
_NOT_PLURAL = re.compile(r"(?:ss|us|is|'s|’s|ous)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A word among others, all in lower case; marks of punctuation are words, too."""

    words: tuple[str, ...]
    index: int

    def at(self, offset: int) -> str:
        """The word so far from here; "" beyond the text, and where a clause begins or ends."""
        index = self.index + offset
        word = self.words[index] if 0 <= index < len(self.words) else ""
        return word if word[:1].isalnum() else ""

    def is_told(self) -> bool:
        """Whether the sentence has a verb in the past, or a time that has passed."""
        start = end = self.index
        while start > 0 and self.words[start - 1] not in ".!?":
            start -= 1
        while end < len(self.words) and self.words[end] not in ".!?":
            end += 1
        sentence = self.words[start:end]
        return bool(_PAST_TIMES.intersection(sentence)) or any(
            subject in _SUBJECTS and verb.endswith("ed") for subject, verb in itertools.pairwise(sentence)
        )


def places(text: str) -> dict[int, Place]:
    """The words of a text by the offset of their first character."""
    found = [*_TOKEN.finditer(text)]
    words = tuple(match[0].lower().replace("’", "'") for match in found)
    return {match.start(): Place(words, index) for index, match in enumerate(found)}


def part_of_speech(here: Place) -> str | None:
    """``noun``, ``verb``, ``adjective``, or ``past`` (of "read"); None where the neighbours do not tell."""
    left = _left(here)
    before, after = here.at(left), here.at(1)
    if here.words[here.index] == "read" and _is_past(here, left, before, after):
        return "past"
    if _follows_verb_marker(here, left, before, after):
        return "verb"
    if part := _as_nominal(here, before, after):
        return part
    opens_clause = not before or before in _CLAUSES
    return _at_beginning(here, after) if opens_clause else _after_content(here, before, after)


def _left(here: Place) -> int:
    """Offset of the nearest word before this one that is no adverb."""
    left = -1
    while here.at(left) in _ADVERBS or (here.at(left).endswith("ly") and len(here.at(left)) > 4):
        left -= 1
    return left


def _follows_verb_marker(here: Place, left: int, before: str, after: str) -> bool:
    """Whether the word before wants a verb: "to", "will", "they", "services that …"."""
    word, second = here.words[here.index], here.at(left - 1)
    if before == "to":
        return second not in _TO_SOMETHING and not _is_plural(word)
    if before == "why":
        return here.at(-1) == "not" and not _is_plural(word)
    if before in ("that", "which"):
        return (_is_plural(word) or _is_plural(second)) and after not in ("", *_AUXILIARY)
    if before in _PRONOMINAL:
        return after in _OBJECTS or (before in _OF_PLURALS and not _is_plural(word))
    return before in _VERB_BEFORE or (before == "than" and second == "rather")


def _as_nominal(here: Place, before: str, after: str) -> str | None:
    """Noun or adjective, where the word before wants one of them, or "of" follows."""
    word = here.words[here.index]
    if before == "to" or before in _DETERMINERS | _PRONOMINAL | _PREPOSITIONS or before.endswith(_OWNERS):
        if before in _BE:  # "it's", "that's"
            return "adjective"
        return "adjective" if after and after not in _FUNCTION and not _is_plural(word) else "noun"
    if before in _BE | _SEEM | _DEGREE:
        return "noun" if _is_plural(word) else "adjective"
    return "noun" if after == "of" else None


def _at_beginning(here: Place, after: str) -> str | None:
    """A word that opens a clause, or follows "and": a command before an object, else as its pair is."""
    if after in _OBJECTS or after in ("both", "only", "one", "two", "three", "to"):
        return "verb"
    joined = here.at(-1) in ("and", "or", "but", "then", "nor")
    reach = [here.at(-offset) for offset in range(2, 6)] if joined else []
    for word in reach:
        if word == "to" or word in _VERB_BEFORE:
            return "verb"
        if word in _DETERMINERS or word in _PREPOSITIONS:
            return "noun"
    if _is_plural(here.words[here.index]) or after in _AUXILIARY or (not after and not joined):
        return "noun"
    if not joined and here.at(2) in _PARTICLES and _is_plural(after):  # "separate reads from writes"
        return "verb"
    return None


def _after_content(here: Place, before: str, after: str) -> str | None:
    """Behind a noun, an adjective or another verb."""
    word, reach = here.words[here.index], [here.at(offset) for offset in (-2, -3, -4)]
    if after in _OBJECTS | _ASKED or (not _is_plural(word) and any(one in _ASKING for one in reach)):
        return "verb"
    if after in _AUXILIARY:
        return "noun"
    if _is_plural(word):  # "the server records" is a clause or a noun
        if after or word in _INTRANSITIVE:
            return None
        return "verb" if not _is_plural(before) and any(one in _CONDITIONS for one in reach) else "noun"
    if not _is_plural(before) or here.at(-2) in ("it", "he", "she", "which", "that", "who"):
        return "noun"
    holds = here.at(-3) in _DETERMINERS and here.at(-2) not in _DETERMINERS and not _is_plural(here.at(-2))
    return None if holds else "verb"  # "the queue holds records", "the two queues record"


def _is_past(here: Place, left: int, before: str, after: str) -> bool:
    """Whether "read" sounds like "red": after "was" and "had", and in what is told of the past."""
    if before in _BE | _HAVE | {"get", "gets", "got"}:
        return after not in ("only", "heavy", "requests", "replicas", "operations", "or", "and")
    if {before, here.at(left - 1)} & (_VERB_BEFORE - _SUBJECTS | {"to", "let", "lets", "make", "makes"}):
        return False
    if before in ("he", "she", "it", "who", "everyone", "nobody", "somebody"):
        return True
    if before in _CLAUSES or before in _SUBJECTS or not before:
        return here.is_told()
    return after in _OBJECTS and here.at(left - 1) in _DETERMINERS and not _is_plural(before)  # "the leader read the"


def _is_plural(word: str) -> bool:
    """Whether a word ends like a plural noun, or like a verb behind "it"."""
    return word.endswith("s") and len(word) > 3 and not _NOT_PLURAL.search(word)
