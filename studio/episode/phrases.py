"""Where English may be cut so that each part can be read by itself: at the ends of sentences, clauses and phrases.

No grammar is parsed. The words that lean on the next one are few and known, and so are those that open a phrase; with
the punctuation they tell good breaks from bad ones, as guides for subtitlers ask (BBC Subtitle Guidelines, "Line
breaks"). In a language whose words are not known, the punctuation still does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# What a break costs.
SENTENCE = 0.0  # behind a sentence
CLAUSE = 1.0  # behind a clause
OPENER = 2.0  # before a word that opens a clause
PHRASE = 3.0  # before a phrase
PART = 6.0  # before a verb or an object
WORDS = 9.0  # between two words
MODIFIER = 12.0  # behind an adjective or adverb
TIGHT = 16.0  # within a name, a formula, a number with its unit
LEANING = 200.0  # behind a word that leans on the next one: an article, a preposition, a conjunction

_ARTICLES = "a an the"
_DETERMINERS = (
    "this that these those my your his her its our their each every some any no another such both either neither what "
    "which whose all half many few several most more less fewer whatever whichever other"
)
_PREPOSITIONS = (
    "of in on at by for with from to into onto upon over under between among amongst through throughout during against "
    "about above across after along alongside amid around as before behind below beneath beside besides beyond despite "
    "except inside like near off out outside past per plus since than till toward towards underneath unlike until up "
    "down versus vs via within without minus regarding concerning"
)
_CONJUNCTIONS = (
    "and or but nor so yet if when while because although though unless whether where whereas whenever wherever who "
    "whom how why once"
)
_DEGREES = "not very too quite rather almost even only just exactly nearly roughly merely"
_TITLES = "mr mrs ms dr prof st e.g i.e vs"
_PRONOUNS = "i you he she it we they there"
_NUMBERED = "part episode chapter section step figure version number"
_VERBS = (
    "am is are was were be been being has have had do does did will would can could may might must shall should cannot"
)
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion trillion"
)
_ADJECTIVES = frozenset("same whole own first second third last next new old single good better best".split())

_LEANING = frozenset(" ".join((_ARTICLES, _DETERMINERS, _PREPOSITIONS, _CONJUNCTIONS, _DEGREES)).split())
_ABBREVIATED = frozenset(_TITLES.split())
_TIED = frozenset(f"{_PRONOUNS} {_NUMBERED} {_VERBS} {_NUMBERS} let let's".split())
_OPENERS = frozenset(f"{_CONJUNCTIONS} that which whose".split())
#: As often adverbs that belong to the verb before them ("stand up") as they open a phrase.
_PARTICLES = frozenset("up down out off away back".split())
_LOOSE = frozenset("of in on over through around along about past to per than".split())
_PHRASES = frozenset(_PREPOSITIONS.split()) - _PARTICLES - _LOOSE
_PARTS = frozenset(f"{_VERBS} {_ARTICLES} {_DETERMINERS}".split()) | _LOOSE
_MODIFIER = re.compile(r".{3}(?:al|ous|ive|ful|less|able|ible|ic|ly|est)$")

_CONTRACTED = re.compile(r"n't$|'(?:re|ve|ll|d|m)$|^(?:it|he|she|that|there|what|who)'s$")
_SENTENCE_END = re.compile(r"""[.!?…][)\]"'”’»]*$""")
_CLAUSE_END = re.compile(r"""[,;:—–)\]][)\]"'”’»]*$|^-+$""")
_OPENING = re.compile(r"""^[(\["“‘«]""")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")


def break_costs(words: Sequence[str]) -> list[float]:
    """What it costs to break behind each word but the last, from :data:`SENTENCE` to :data:`LEANING`.

    Args:
        words: of one text in order, each with its punctuation.
    """
    bare = [_EDGES.sub("", word).lower().replace("’", "'") for word in words]
    costs = [_cost(words[at], words[at + 1], bare[at], bare[at + 1]) for at in range(len(words) - 1)]
    if costs and words[0].endswith(":"):
        costs[0] = TIGHT  # a speaker's name
    return costs


def _cost(word: str, following: str, bare: str, next_bare: str) -> float:
    punctuated = _behind_punctuation(word, following, bare)
    if punctuated is not None:
        return punctuated
    if bare in _LEANING:
        return LEANING
    if _is_tied(word, following, bare, next_bare):
        return TIGHT
    if _OPENING.match(following):
        return PHRASE
    for cost, openers in ((OPENER, _OPENERS), (PHRASE, _PHRASES), (PART, _PARTS)):
        if next_bare in openers:
            return cost
    return MODIFIER if bare in _ADJECTIVES or _MODIFIER.match(bare) else WORDS


def _behind_punctuation(word: str, following: str, bare: str) -> float | None:
    if bare in _ABBREVIATED and word.endswith("."):
        return LEANING
    if len(bare) == 1 and word == f"{bare.upper()}.":
        return TIGHT  # an initial
    if _SENTENCE_END.search(word):
        return WORDS if following[:1].islower() else SENTENCE
    is_term = word.endswith((")", "]")) and ("(" in word or "[" in word)  # O(n)
    return CLAUSE if _CLAUSE_END.search(word) and not is_term else None


def _is_tied(word: str, following: str, bare: str, next_bare: str) -> bool:
    """Whether two words are one name, one formula, a number with its unit, or a verb with its subject or particle."""
    is_formula = not bare or not next_bare
    is_number = bare[-1:].isdigit() or next_bare[:1].isdigit()
    is_name = word[:1].isupper() and following[:1].isupper()
    is_verb = next_bare in _PARTICLES or bool(_CONTRACTED.search(bare))
    return is_formula or is_number or is_name or is_verb or bare in _TIED
