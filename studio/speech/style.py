"""The choices that a house may make differently. Everything else about the spoken form is the same for every show."""

from __future__ import annotations

from dataclasses import dataclass

from studio.model.fields import declared

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How the house speaks; the defaults are American English. Each field declares what it means."""

    use_and: bool = declared("“one hundred and twenty-eight” instead of “one hundred twenty-eight”.", False)
    cents_and: bool = declared("“two dollars and five cents” instead of “two dollars five cents”.", False)
    plus: str = declared(
        "What `50+` becomes: more than fifty, over fifty, fifty plus.",
        "more than",
        choices=("more than", "over", "plus"),
    )
    approximately: str = declared(
        "The word for `~` and `≈`.", "about", choices=("about", "around", "roughly", "approximately")
    )
    times: str = declared("The word after the number in `3x`.", "times", choices=("times", "x"))
    big_o: str = declared("How `O(n)` begins.", "O of", choices=("O of", "big O of"))
    slash: str = declared(
        "The word for a slash between words (`read/write`); empty means that it is silent.",
        "",
        choices=("", "slash", "or"),
    )
    percentile: str = declared(
        "`p99` as “p ninety-nine” or as “ninety-ninth percentile”.", "p", choices=("p", "percentile")
    )
    version: str = declared("What the v of `v2` becomes.", "version", choices=("version", "v"))
    date_order: str = declared(
        "How `3/4/2024` is understood, where both readings are possible.",
        "month-day",
        choices=("month-day", "day-month"),
    )
    emoji: str = declared("Say an emoji's name, or pass over it.", "name", choices=("name", "silent"))
    units: Pairs = declared("Symbol → spoken singular, or “singular/plural” (`{pod: pod/pods}`).", ())
    acronyms: Pairs = declared("Capitals → `word` (said as a word), `letters`, or the spoken form itself.", ())
    abbreviations: Pairs = declared("Written form → spoken form (`{tbd: to be decided}`).", ())


HOUSE = Style()
