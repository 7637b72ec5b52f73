"""An amount in words: the number, its scale, unit, currency and rate, singular or plural."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.speech import numbers
from studio.speech.passage import Passage
from studio.speech.readers.common import YEARS, say_number
from studio.speech.tables import Currency, Unit, UnitSense


@dataclass(frozen=True, slots=True)
class Amount:
    """One number with what belongs to it; ``end`` is behind the last character taken.

    ``senses`` are the units that its symbol may stand for, the chosen one first, where there are several.
    """

    number: str
    end: int
    start: int = 0
    scale: str = ""
    unit: Unit | None = None
    currency: Currency | None = None
    kind: str = ""
    rate: str = ""
    senses: tuple[UnitSense, ...] = ()
    is_sure: bool = True

    @property
    def is_one(self) -> bool:
        """Whether its unit stands in the singular."""
        return self.number == "1" and not self.scale


def say_amount(passage: Passage, amount: Amount, adjunct: bool, *, with_unit: bool = True) -> str:
    """The words of an amount; ``adjunct`` where it stands before the noun that it describes."""
    spoken = say_number(passage, amount.number)
    if amount.scale:
        spoken = f"{spoken} {amount.scale}"
    if amount.currency and with_unit:
        spoken = _say_money(passage, amount, spoken, adjunct)
    elif amount.unit and with_unit:
        singular = adjunct or amount.is_one
        spoken = f"{spoken} {amount.unit.singular if singular else amount.unit.plural}"
    return spoken + (amount.rate if with_unit else "")


def _say_money(passage: Passage, amount: Amount, number: str, adjunct: bool) -> str:
    currency = amount.currency
    assert currency is not None
    main = currency.singular if adjunct or amount.is_one else currency.plural
    whole, _, fraction = amount.number.partition(".")
    fraction = fraction.rstrip("0")
    if amount.scale or not fraction or len(fraction) > 2 or not currency.minor:
        if not amount.scale and not fraction:
            number = say_number(passage, whole or "0")
            main = currency.singular if adjunct or whole == "1" else currency.plural
        return f"{number} {main}"
    cents = int(fraction.ljust(2, "0"))
    minor = f"{numbers.cardinal(cents)} {currency.minor if cents == 1 or adjunct else currency.minors}"
    if not whole.strip("0"):
        return minor
    units = f"{say_number(passage, whole)} {currency.singular if whole == '1' or adjunct else currency.plural}"
    return f"{units} {'and ' if passage.style.cents_and else ''}{minor}"


def say_range(passage: Passage, first: Amount, last: Amount, adjunct: bool) -> str:
    """Both ends; what only the last end names (unit, scale, currency) is said once, behind it."""
    if not (first.kind or last.kind or first.scale or last.scale):
        years = all(len(a.number) == 4 and a.number.isdigit() and int(a.number) in YEARS for a in (first, last))
        if years and int(first.number) < int(last.number):
            return f"{numbers.year(first.number)} to {numbers.year(last.number)}"
    shared = first.kind == "" or (first.currency and first.currency == last.currency and not last.unit)
    left = say_amount(
        passage, first, adjunct, with_unit=not shared or (first.kind == "currency" and last.kind == "currency")
    )
    if first.currency and not last.currency and not last.kind:
        left = say_amount(passage, first, adjunct, with_unit=False)
        last = replace(last, currency=first.currency, kind="currency")
    return f"{left} to {say_amount(passage, last, adjunct)}"


def plus_behind(passage: Passage, amount: Amount, adjunct: bool) -> str:
    """ "two hundred plus", with the unit behind the plus."""
    number = say_amount(passage, amount, adjunct, with_unit=False)
    return f"{number} plus{say_amount(passage, amount, adjunct)[len(number) :]}"
