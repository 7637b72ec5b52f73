"""The choices that a house may make differently. Everything else about the spoken form is the same for every show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from studio.kit.errors import ConfigurationError

_CHOICES: dict[str, tuple[str, ...]] = {
    "plus": ("more than", "over", "plus"),
    "approximately": ("about", "around", "roughly", "approximately"),
    "times": ("times", "x"),
    "big_o": ("O of", "big O of"),
    "slash": ("", "slash", "or"),
    "percentile": ("p", "percentile"),
    "version": ("version", "v"),
    "date_order": ("month-day", "day-month"),
    "emoji": ("name", "silent"),
}
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How the house speaks; the defaults are American English.

    Attributes:
        use_and: "one hundred and twenty-eight" instead of "one hundred twenty-eight".
        cents_and: "two dollars and five cents" instead of "two dollars five cents".
        plus: what ``50+`` becomes: "more than fifty", "over fifty" or "fifty plus".
        approximately: the word for ``~`` and ``≈``.
        times: the word after the number in ``3x``.
        big_o: how ``O(n)`` begins.
        slash: the word for a slash between words (``read/write``); empty means that it is silent.
        percentile: ``p99`` as "p ninety-nine" or as "ninety-ninth percentile".
        version: what the v of ``v2`` becomes.
        date_order: how ``3/4/2024`` is understood where both readings are possible.
        emoji: say an emoji's name, or pass over it.
        units: symbol → spoken singular, or "singular/plural" (``{"pod": "pod/pods"}``).
        acronyms: capitals → "word" (said as a word), "letters", or the spoken form itself.
        abbreviations: written form → spoken form (``{"tbd": "to be decided"}``).
    """

    use_and: bool = False
    cents_and: bool = False
    plus: str = "more than"
    approximately: str = "about"
    times: str = "times"
    big_o: str = "O of"
    slash: str = ""
    percentile: str = "p"
    version: str = "version"
    date_order: str = "month-day"
    emoji: str = "name"
    units: Pairs = ()
    acronyms: Pairs = ()
    abbreviations: Pairs = ()

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object], *, where: str | None = None) -> Style:
        """The house style with what ``style:`` of a ``studio.yaml`` changes.

        Args:
            mapping: setting → value; hyphens in names count as underscores. ``units``, ``acronyms`` and
                ``abbreviations`` are mappings of text to text, the others text or true/false as documented.
            where: the file to name in errors.

        Raises:
            ConfigurationError: an unknown setting (``unknown-style``) or a value it cannot take (``bad-style``).
        """
        known = {field.name: field for field in fields(cls)}
        changes: dict[str, object] = {}
        for key, value in mapping.items():
            name = str(key).replace("-", "_")
            if name not in known:
                raise ConfigurationError(
                    "unknown-style",
                    f"there is no style setting {key!r}",
                    where=where,
                    hint=f"Known: {', '.join(known)}.",
                )
            changes[name] = _checked(name, value, where)
        return replace(cls(), **changes)  # type: ignore[arg-type]


def _checked(name: str, value: object, where: str | None) -> object:
    if name in _CHOICES:
        if value in _CHOICES[name]:
            return value
        expected = "one of " + ", ".join(repr(choice) for choice in _CHOICES[name])
    elif name in ("use_and", "cents_and"):
        if isinstance(value, bool):
            return value
        expected = "true or false"
    else:
        if isinstance(value, Mapping) and _all_text(value.keys()) and _all_text(value.values()):
            return tuple(sorted(value.items()))
        expected = "a mapping of text to text"
    raise ConfigurationError("bad-style", f"style setting {name!r} is {value!r}; it takes {expected}", where=where)


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) and value for value in values)


HOUSE = Style()
