"""Which part of speech a word has, from its neighbours: enough to tell "to record" from "the record"."""

from __future__ import annotations

_TO_VERB = frozenset(
    "to will would can could may might must shall should cannot can't won't don't didn't doesn't not let's lets let "
    "i you we they who please and then never always still just".split()
)
_TO_NOUN = frozenset(
    "a an the this that these those my your his her its our their each every some any no of in on at by for with "
    "from per another one two three first second last next new old same whole single".split()
)
_AFTER_NOUN = frozenset("is was are were has had will can of that which and or in on at by for with to from".split())
_AUXILIARY = frozenset("is are was were be been being seems feels looks stays becomes very more most so too".split())


def part_of_speech(second: str, before: str, after: str) -> str | None:
    """``noun``, ``verb`` or ``adjective`` for a word by the two words before it and the one after; None if unclear.

    All in lower case, "" where there is none.
    """
    if before in _TO_NOUN:
        return "noun" if not after or after in _AFTER_NOUN else "adjective"
    if before in ("and", "then") and second in _TO_NOUN:
        return "noun"
    if before in _TO_VERB:
        return "verb"
    if before in _AUXILIARY:
        return "adjective"
    if not before and after in _TO_NOUN:
        return "verb"
    return None
