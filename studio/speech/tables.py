"""The word tables: package data joined with what a show adds. Read once for each style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from studio.speech.style import Style

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATA = Path(__file__).parent / "data"
#: Short forms of roads, titles, units, days and numerals that are read without a full stop as well.
_SHORT_FORMS = (
    *"St Dr Mt Ft Pt st dr mt mr mrs Rd Ave Av Blvd Ln Hwy Pkwy Sq Ct Pl Ter Expy Cres rd ave blvd".split(),
    *"ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx".split(),
    *"vol Vol No lbs kgs Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun".split(),
)
_PREFIXES = {
    "p": "pico",
    "n": "nano",
    "u": "micro",
    "µ": "micro",
    "μ": "micro",
    "m": "milli",
    "c": "centi",
    "d": "deci",
    "h": "hecto",
    "k": "kilo",
    "K": "kilo",
    "M": "mega",
    "G": "giga",
    "T": "tera",
    "P": "peta",
    "E": "exa",
    "Z": "zetta",
    "Y": "yotta",
    "Ki": "kibi",
    "Mi": "mebi",
    "Gi": "gibi",
    "Ti": "tebi",
    "Pi": "pebi",
    "Ei": "exbi",
    "Zi": "zebi",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's spoken forms; ``kind`` is what it measures (``time``, ``data`` …)."""

    singular: str
    plural: str
    kind: str


@dataclass(frozen=True, slots=True)
class UnitSense:
    """One of the units that a symbol may stand for: how usual it is, up to which number, and what speaks for it."""

    kind: str
    unit: Unit
    weight: int
    most: int
    topic: str


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency's spoken forms; ``minor`` is empty where it has no coins below one."""

    singular: str
    plural: str
    minor: str
    minors: str


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What an abbreviation stands for; ``before`` is "", "name", "number" or "bare" (see the data file)."""

    spoken: str
    before: str


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that is looked up. ``classes`` are the word classes that context rules ask for, ``topics`` what
    speaks for a sense, ``senses`` the units that share a symbol."""

    units: dict[str, Unit]
    currencies: dict[str, Currency]
    abbreviations: dict[str, Abbreviation]
    acronyms: dict[str, str]
    symbols: dict[str, tuple[str, str]]
    states: dict[str, str]
    short_words: frozenset[str]
    classes: dict[str, frozenset[str]]
    topics: dict[str, frozenset[str]]
    senses: dict[str, tuple[UnitSense, ...]]
    listed: frozenset[str]

    def is_a(self, word_class: str, word: str) -> bool:
        """Whether a lower-case word (or a name as written) belongs to a class of ``words.tsv``."""
        return word in self.classes[word_class]


@lru_cache(maxsize=8)
def tables_for(style: Style) -> Tables:
    """The tables of a style: the package's data with the style's own entries on top."""
    base = _package_tables()
    if not (style.units or style.acronyms or style.abbreviations):
        return base
    units = {symbol: _unit(symbol, spoken) for symbol, spoken in style.units}
    abbreviations = {written: Abbreviation(spoken, "") for written, spoken in style.abbreviations}
    return Tables(
        units={**base.units, **units},
        currencies=base.currencies,
        abbreviations={**base.abbreviations, **abbreviations},
        acronyms={**base.acronyms, **dict(style.acronyms)},
        symbols=base.symbols,
        states=base.states,
        short_words=base.short_words,
        classes=base.classes,
        topics=base.topics,
        senses={symbol: senses for symbol, senses in base.senses.items() if symbol not in units},
        listed=base.listed | {written for written, _ in (*style.acronyms, *style.abbreviations)},
    )


def _unit(symbol: str, spoken: str) -> Unit:
    singular, slash, plural = spoken.partition("/")
    return Unit(singular, plural if slash else f"{singular}s", f"own:{symbol}")


def numbered_rows(name: str) -> Iterator[tuple[int, list[str]]]:
    """The fields of a table of the package's data, line by line, with the number of the line."""
    for number, line in enumerate((_DATA / name).read_text(encoding="utf-8").splitlines(), 1):
        if line and not (line.startswith("#") and not line.startswith("#\t")):
            yield number, line.split("\t")


def _rows(name: str) -> Iterator[list[str]]:
    return (row for _, row in numbered_rows(name))


@cache
def _package_tables() -> Tables:
    currencies = {
        written: Currency(*row[1:5]) for row in _rows("currencies.tsv") for written in row[0].split()
    }  # fmt: skip
    abbreviations = {row[0]: Abbreviation(row[1], row[2]) for row in _rows("abbreviations.tsv")}
    acronyms = {written: spoken for spoken, forms in _rows("acronyms.tsv") for written in forms.split()}
    units = _package_units()
    states = {form: name for name, forms in _rows("states.tsv") for form in forms.split()}
    return Tables(
        units=units,
        currencies=currencies,
        abbreviations=abbreviations,
        acronyms=acronyms,
        symbols=_package_symbols(),
        states=states,
        short_words=frozenset(word for row in _rows("short-words.txt") for word in row[0].split()),
        classes={**_word_lists("words.tsv"), "unitword": frozenset(_unit_words(units))},
        topics=_word_lists("topics.tsv"),
        senses=_unit_senses(),
        listed=frozenset((*_plain_looking(abbreviations, acronyms), *states)),
    )


def _word_lists(name: str) -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for list_name, words in _rows(name):
        lists.setdefault(list_name, set()).update(words.split())
    return {list_name: frozenset(words) for list_name, words in lists.items()}


def _unit_senses() -> dict[str, tuple[UnitSense, ...]]:
    senses: dict[str, list[UnitSense]] = {}
    for symbol, kind, singular, plural, measures, weight, most, topic in _rows("senses.tsv"):
        unit = Unit(singular, plural, measures)
        senses.setdefault(symbol, []).append(UnitSense(kind, unit, int(weight), int(most or 10**9), topic))
    return {symbol: tuple(listed) for symbol, listed in senses.items()}


def _unit_words(units: dict[str, Unit]) -> Iterator[str]:
    """Units as they are spelled out."""
    yield from (word for unit in units.values() for word in (unit.singular, unit.plural) if " " not in word)


def _plain_looking(abbreviations: dict[str, Abbreviation], acronyms: dict[str, str]) -> Iterator[str]:
    """Words that look like prose but have to be read: bare abbreviations, months, single roman numerals."""
    yield from (w.rstrip(".") for w, a in abbreviations.items() if a.before == "bare" or not w.endswith("."))
    yield from (word for word in acronyms if word.isalpha() and (word.islower() or word.istitle()))
    yield from (form for month in MONTHS for form in (month, month.lower(), month[:3], month[:3].lower(), "Sept"))
    yield from ("I", "V", "X", "N", "S", "E", "W", "sept", *_SHORT_FORMS)


def _package_units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for symbols, singular, plural, prefixes, kind in _rows("units.tsv"):
        for symbol in symbols.split():
            if not symbol.startswith("*"):
                units.setdefault(symbol, Unit(singular, plural, kind))
        symbol = symbols.split()[0].lstrip("*")
        for prefix in prefixes.split():
            name = _PREFIXES[prefix]
            units[prefix + symbol] = Unit(name + singular, name + plural, kind)
        for word in ("bit",) if "bit" in symbols.split() else ():
            units.update({p + word: Unit(_PREFIXES[p] + "bit", _PREFIXES[p] + "bits", kind) for p in prefixes.split()})
    return units


def _package_symbols() -> dict[str, tuple[str, str]]:
    symbols = {written: (spoken, rule) for written, spoken, rule in _rows("symbols.tsv")}
    capitals = {k.upper(): v for k, v in symbols.items() if v[1] == "greek" and k.upper() != k and k not in "µς"}
    return {**capitals, **symbols}
