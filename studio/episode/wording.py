"""What listeners read besides what the author wrote, in the languages that this file knows.

A language is a column here and nothing else; a show in any other reads English.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("en", "de", "fr", "es")

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_DATES = {
    "en": "{day} {month} {year}",
    "de": "{day}. {month} {year}",
    "fr": "{day} {month} {year}",
    "es": "{day} de {month} de {year}",
}

#: Key → its wording in :data:`LANGUAGES`.
_TABLE: Mapping[str, tuple[str, str, str, str]] = {
    "synthetic": (
        "The voices in this episode are synthetic.",
        "Die Stimmen in dieser Folge sind synthetisch.",
        "Les voix de cet épisode sont synthétiques.",
        "Las voces de este episodio son sintéticas.",
    ),
    "partly_synthetic": (
        "Some of the voices in this episode are synthetic.",
        "Einige der Stimmen in dieser Folge sind synthetisch.",
        "Certaines des voix de cet épisode sont synthétiques.",
        "Algunas de las voces de este episodio son sintéticas.",
    ),
}


def words(language: str) -> Mapping[str, str]:
    """Key → wording; ``{}`` in one stands for a number or a name.

    Args:
        language: BCP 47; its region does not matter.
    """
    column = LANGUAGES.index(known_language(language))
    return MappingProxyType({key: row[column] for key, row in _TABLE.items()})


def long_date(moment: datetime.datetime, language: str) -> str:
    """``2 March 2026``, ``2. März 2026`` …; the same on every machine."""
    known = known_language(language)
    months = _MONTHS[known].split()
    return _DATES[known].format(day=moment.day, month=months[moment.month - 1], year=moment.year)


def known_language(language: str) -> str:
    """The language of :data:`LANGUAGES` in which a show's listeners read; English for any other."""
    name = language.partition("-")[0].lower()
    return name if name in LANGUAGES else LANGUAGES[0]
