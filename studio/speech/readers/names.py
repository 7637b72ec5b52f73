"""Names with digits and capitals: acronyms, products, protocols, percentiles, cache levels, roman numerals."""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Passage, Reading
from studio.speech.readers.common import OPERANDS

_CAPITALS = re.compile(r"([A-Z]{2,})(?:(s)|['’]?(s))?(?![A-Za-z]|_\w)")
_POSSESSIVE = re.compile(r"['’]s(?![A-Za-z])")
_HUMPS = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]")
_MIXED = re.compile(r"(?=[a-z]*[A-Z])[A-Za-z]*[a-z][A-Za-z]*(?![A-Za-z0-9_])")
_EXACT = re.compile(r"[A-Za-z.][A-Za-z0-9]*(?:[./+#;_&-]+[A-Za-z0-9]*)*[+#]*|\d[A-Za-z0-9/]+")
_ALNUM = re.compile(
    r"(?:[A-Za-z]{1,24}-?\d{1,12}(?!\d)[A-Za-z]{0,12}|[A-Z]\.\d{2,4}(?!\d)|[A-Za-z]{2,24}/(?=\d))(?:(?:[.-](?=\d)|)\d{1,8}[A-Za-z]{0,8}){0,6}(?!\w)"
)
_LEADING_NAME = re.compile(r"\.?[A-Za-z0-9]*")
_DIGIT_FIRST = re.compile(r"802\.\d{1,2}[a-z]{0,2}(?!\w)|\d{1,6}[A-Za-z][A-Za-z0-9]{0,24}(?!\w)")
_PERCENTILE = re.compile(r"[pP](\d{2,3}(?:\.\d{1,4})?)(?:th|s)?(?![\w]|\.\d)")
_REGION = re.compile(
    r"(us|eu|ap|ca|sa|af|me|il|cn|uk)-((?:north|south|east|west|central)(?:east|west)?)-?(\d{1,2})([a-f]?)(?!\w)"
)
_SHOUTED_NAME = re.compile(r"(?:Mc|Mac|Fitz|De|Van|Le|La|O)[A-Z]{4,}\Z")
_MODEL = re.compile(r"[A-Z][A-Za-z]{1,16}-\d{1,3}(?:\.\d{1,2})?-\d{1,4}[bBmMkK]?(?![\w-])")
_CRAFT = re.compile(r"[A-SU-Z]-\d{2,3}[A-Zs]?(?!\w|\.\d| ?[-+=<>*/)])")
_HYPHENATED = re.compile(r"([A-Z]?[a-z]{1,5})-\d")
_LEVEL = re.compile(r"L([1-7])(?:/L([1-7]))?(?![\w.]{0,8}\d|\w)")
_RUNS = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|[./-]")
_VARIABLES = OPERANDS - frozenset("VPSXYWLQR")
_VOWEL = re.compile(r"[AEIOUY]")
_UNSAYABLE = re.compile(r"[^AEIOUY]{5}|^[^AEIOUY]{4}|Q[^U]|J[^AEIOUY]|(.)\1\1")
_HARSH = re.compile(r"[^AEIOUY]{5}|^[^AEIOUY]{4}|[JQVWX][^AEIOUYR]|(.)\1\1")


def spell_letters(capitals: str) -> str:
    """``CRDT`` → "C R D T"."""
    return " ".join(capitals)


def say_name(passage: Passage, word: str) -> str:
    """A run of letters: from the table, spelled, or as it stands."""
    spoken = passage.tables.acronyms.get(word)
    if spoken not in (None, "word", "letters"):
        return spoken or word
    abbreviations = passage.tables.abbreviations
    if word in abbreviations or (f"{word}." in abbreviations and abbreviations[f"{word}."].before == "bare"):
        return spell_letters(word)
    if word.isupper():
        return spell_letters(word) if len(word) > 1 and is_spelled(passage, word) else word
    if word[-1] == "s" and word[:-1].isupper() and len(word) > 2 and is_spelled(passage, word[:-1]):
        return f"{spell_letters(word[:-1])}s"
    unit = passage.tables.units.get(word)
    if unit and unit.kind == "data" and len(word) > 1 and not word.islower():
        return unit.plural
    return _say_humps(passage, word) or word


def is_spelled(passage: Passage, capitals: str) -> bool:
    """Whether capitals are initials to spell, rather than a word in capitals (an acronym said as one, or emphasis)."""
    tables = passage.tables
    known = tables.acronyms.get(capitals)
    if known:
        return known == "letters"
    if len(capitals) <= 5:
        return capitals.lower() not in tables.short_words
    return not _VOWEL.search(capitals) or bool((_UNSAYABLE if len(capitals) > 5 else _HARSH).search(capitals))


def read_capitals(passage: Passage, start: int) -> Reading | None:
    """Initialisms and their plurals and possessives: ``CPUs`` C P Us, ``API's`` A P I's; ``NASA`` and ``NOT`` stay."""
    found = _CAPITALS.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) == "_":
        return None
    word, end = found[1], found.end(1)
    spoken = passage.tables.acronyms.get(word)
    if spoken in (None, "word", "letters"):
        if not is_spelled(passage, word) or _is_shouting(passage, start, end):
            return None
        spoken = spell_letters(word)
    if found[2]:
        spoken, end = f"{spoken}s", found.end(2)
    elif possessive := _POSSESSIVE.match(passage.text, end):
        spoken, end = f"{spoken}'s", possessive.end()
    return Reading(end, spoken or "", "acronym")


def _is_shouting(passage: Passage, start: int, end: int) -> bool:
    """A word like US or IT between words in capitals is emphasis like them."""
    word = passage.text[start:end]
    pronounceable = len(word) > 3 and _VOWEL.search(word) and not _HARSH.search(word)
    if word.lower() not in passage.tables.short_words and (word in passage.tables.acronyms or not pronounceable):
        return False
    before, after = passage.previous_word(start), passage.next_word(end)
    return any(
        len(w) > 1 and w.isupper() and w not in passage.tables.acronyms and not is_spelled(passage, w)
        for w in (before, after)
    )


def read_exact(passage: Passage, start: int) -> Reading | None:
    """Names that the table knows as written: ``C++``, ``gRPC``, ``CI/CD``, ``Node.js``, ``24/7``."""
    found = _EXACT.match(passage.text, start, start + 24)
    if not found or passage.is_joined(start):
        return None
    written = found[0]
    for name in (written, written.rstrip("./-;+#_"), written[: _LEADING_NAME.match(written).end()]):  # type: ignore[union-attr]
        spoken = passage.tables.acronyms.get(name) or passage.tables.acronyms.get(name.removesuffix("s"))
        if spoken and spoken not in ("letters",):
            plural = "s" if name not in passage.tables.acronyms else ""
            end = start + len(name)
            if passage.is_wordy(end):
                return None
            if spoken == "word":
                return Reading(end, name, "acronym")
            if possessive := _POSSESSIVE.match(passage.text, end):
                return Reading(possessive.end(), f"{spoken}'s", "name")
            return Reading(end, spoken + plural, "name")
    return None


def read_mixed(passage: Passage, start: int) -> Reading | None:
    """Mixed case: ``RocksDB`` Rocks D B, ``getUserById`` get user by id; plain brands (``GitHub``) stay."""
    found = _MIXED.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    spoken = "" if _SHOUTED_NAME.match(found[0]) else _say_humps(passage, found[0])
    kind = "identifier" if found[0][0].islower() or found[0].count(" ") > 1 else "name"
    return Reading(found.end(), spoken, kind) if spoken else None


def _say_humps(passage: Passage, word: str) -> str:
    """The parts of a mixed-case word, "" where it is said as it stands (``GitHub``)."""
    if len(word) < 2 or word[1:].islower() or word in passage.tables.acronyms or re.fullmatch(r"[A-Z]{2,}s", word):
        return ""
    humps = _HUMPS.findall(word)
    if len(humps) < 2:
        return ""
    identifier = word[0].islower() or len(humps) > 2
    if not identifier and not any(len(hump) > 1 and hump.isupper() for hump in humps):
        return ""
    if any(len(hump) == 1 for hump in humps) and not (word[0].islower() or len(humps) > 3):
        return ""
    spoken = " ".join(say_name(passage, hump) for hump in humps)
    return spoken if word[0].isupper() else " ".join(w.lower() if w[1:].islower() else w for w in spoken.split(" "))


def read_percentile(passage: Passage, start: int) -> Reading | None:
    """``p99`` p ninety-nine, ``P99.9`` p ninety-nine point nine, ``p999`` p nine ninety-nine."""
    found = _PERCENTILE.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    number = found[1]
    plain = numbers.grouped(number) if len(number) == 3 and number.isdigit() else numbers.decimal(number)
    if passage.style.percentile == "p":
        return Reading(found.end(), f"p {plain}", "percentile")
    if "." in number:
        whole, _, rest = number.partition(".")
        head = f"{numbers.cardinal(whole)} point {numbers.spell_digits(rest[:-1])}".rstrip()
        return Reading(found.end(), f"{head} {numbers.ordinal(rest[-1])} percentile", "percentile")
    return Reading(found.end(), f"{numbers.ordinal(number)} percentile", "percentile")


def read_level(passage: Passage, start: int) -> Reading | None:
    """``L1`` and ``L7`` as cache levels and network layers; ``L1/L2`` with "and"."""
    found = _LEVEL.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    spoken = f"L {numbers.ONES[int(found[1])]}" + (f" and L {numbers.ONES[int(found[2])]}" if found[2] else "")
    return Reading(found.end(), spoken, "level")


def read_alnum(passage: Passage, start: int) -> Reading | None:
    """Letters with digits: ``S3`` S three, ``RAID-5`` RAID five, ``HTTP/1.1`` H T T P one point one, ``SHA-256``."""
    text = passage.text
    if passage.is_joined(start) or passage.char(start - 1) == "_":
        return None
    variable = text[start] in _VARIABLES or text[start + 1 : start + 3] in ("-1", "-2")
    if passage.char(start + 1) == "-" and variable and not _CRAFT.match(text, start):
        return None
    lower = _HYPHENATED.match(text, start)
    if (
        lower
        and not _MODEL.match(text, start)
        and (lower[1].lower() in passage.tables.short_words or passage.tables.is_a("prefix", lower[1].lower()))
    ):
        return None
    digit_first = "0" <= text[start] <= "9"
    found = (_DIGIT_FIRST if digit_first else _ALNUM).match(text, start)
    if not found:
        return None
    said: list[str] = []
    several = not digit_first and found[0][-1] == "s" and found[0][-2].isdigit()
    for run in _RUNS.findall(found[0][:-1] if several else found[0]):
        if run.startswith("802."):
            said.append(f"eight oh two dot {numbers.grouped(run[4:])}")
        elif run[0].isdigit():
            said.append(numbers.decimal(run) if "." in run else numbers.grouped(run))
        elif run == ".":
            said.append("dot")
        elif run[0].isalpha():
            said.append(_say_run(passage, run))
    spoken = " ".join(said)
    return Reading(found.end(), numbers.plural(spoken) if several else spoken, "name")


def read_region(passage: Passage, start: int) -> Reading | None:
    """``us-east-1a``: a cloud's region, U S east one a."""
    found = _REGION.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    zone = f" {found[4]}" if found[4] else ""
    return Reading(found.end(), f"{' '.join(found[1].upper())} {found[2]} {numbers.cardinal(found[3])}{zone}", "name")


def _say_run(passage: Passage, run: str) -> str:
    if re.fullmatch(r"[A-Z]{2,}v", run):
        return f"{say_name(passage, run[:-1])} v"
    if len(run) > 1 and run.islower() and run not in passage.tables.acronyms and not _VOWEL.search(run.upper()):
        return " ".join(run)
    return say_name(passage, run)
