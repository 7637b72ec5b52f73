"""Numbers that measure: quantities with units, rates, percentages, multipliers, money, bounds and ranges of them.

One small parser for all of them, since they combine freely: ``~$5-10M+``, ``<10ms``, ``30-50%``, ``$0.023/GB``.
"""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re
from dataclasses import replace

from studio.speech.passage import Alternative, Passage, Reading
from studio.speech.readers.amount_words import Amount, plus_behind, say_amount, say_range
from studio.speech.readers.common import NUMBER_AT, SPACE, bare, operand
from studio.speech.readers.nouns import is_adjunct, is_plural_noun
from studio.speech.readers.units import find_unit, unit_senses
from studio.speech.tables import Unit

_SCALES = {
    "K": "thousand",
    "k": "thousand",
    "M": "million",
    "MM": "million",
    "mn": "million",
    "B": "billion",
    "bn": "billion",
    "Bn": "billion",
    "T": "trillion",
    "tn": "trillion",
}
_MONEY_SCALES = {**_SCALES, "m": "million", "b": "billion", "t": "trillion", "mm": "million"}
_SCALE_WORD = re.compile(rf"{SPACE}(thousand|million|billion|trillion|quadrillion)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:([~≈≃∼≅](?! ?[0-2]?\d:[0-5]\d(?![\d:])))|(<=|>=|=<|[<>≤≥⩽⩾])|(±|\+/-)|([-−–+]))"
    r"[ \u00a0]?(?=[\d.½¼¾⅓⅔$€£¥₩₹₽₺₿₪₫₴~≈±+−-])"
)
_MONEY = re.compile(r"(US|CA|AU|NZ|HK|[ACR])?([$€£¥₩₹₽₺₿₪₫₴])[ \u00a0]?(?=[\d.])")
_TOKEN = re.compile(r"[A-Za-zµμΩ°℃℉]{1,12}")
_POWER = re.compile(r"\^?([23²³])(?!\d|\.\d)")
_PERCENT = re.compile(rf"{SPACE}?([%％٪‰])")
_TIMES = re.compile(r"[xX×](?![\w²³^])(?:(?=[-–]\d[\d.]{0,8}[xX×](?!\w))|(?! ?[-+*/=<>−·] ?[\w(]))")
_PER = re.compile(r"/([A-Za-zµμ]{1,16})(?![A-Za-z_]|\.\w)([23²³]?)")
_WORD_RATE = re.compile(rf"{SPACE}([a-z]{{3,20}}s?|[A-Z]{{2,5}}s?)(?=/)")
_RANGE = re.compile(rf"({SPACE}?)([-–—−‐‑]|\.\.\.?|…)({SPACE}?)(?=[~$€£¥₩₹]?\.?\d)")
_PLUS = re.compile(r"\+(?![\w(+])")
_PLUS_UNIT = re.compile(r"\+[ \u00a0]?(?=[A-Za-zµμ%])(?![xX]\b)")
_CODE = re.compile(r"[ \u00a0]?([A-Z]{3}|[¢€£](?!\d))(?![A-Za-z0-9])")
_MONEY_SCALE = re.compile(r" ([KMBT]|[bmt]n)\b")
_PER_TIME = re.compile(r"-(month|hour|day|year|second)\b")
_JOINED = re.compile(r"[-–][\dA-Za-z]")
_LEAD_WORDS = {
    "<": "less than",
    ">": "greater than",
    "±": "plus or minus",
    "+/-": "plus or minus",
    "+": "plus",
    **dict.fromkeys(("<=", "=<", "≤", "⩽"), "less than or equal to"),
    **dict.fromkeys((">=", "≥", "⩾"), "greater than or equal to"),
    **dict.fromkeys("-−–", "minus"),
}
_BYTE_HEADS = frozenset("header line struct key value packet block cache sector page record chunk buffer field".split())
_UNIT_WORD = re.compile(r"([A-Za-zµμ]{2,5}?)(s?)(?![A-Za-z0-9_'’])")
_HYPHENED_UNIT = re.compile(r"\d-[A-Za-z]")
_DOTTED_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_PAGE_SIZES = frozenset(("4", "8", "16", "32", "64"))
_SHORTENED = frozenset(
    "oz lb lbs ft in hr hrs min mins sec secs tsp tbsp yd yds mi gal pt qt wk wks yr yrs mo mos".split()
)
_SPOKEN_ALONE = frozenset("lbs kgs kg cm mm km oz mph kph ft sq yds kWh KM".split())
_UNIT_KINDS = frozenset(("data", "rate", "frequency"))


def read_amount(passage: Passage, start: int) -> Reading | None:
    """The longest amount at ``start``: leading signs and bounds, one number or a range, and a trailing plus."""
    lead, lead_kind, position = leads(passage, start)
    if start and passage.char(start - 1) == "." and passage.is_wordy(start - 2):
        return None
    first = _amount(passage, position)
    if first is None:
        return None
    last, joint = first, ""
    if found := _RANGE.match(passage.text, first.end):
        second = _amount(passage, found.end(), range_end=True)
        if second and _is_range(passage, found, first, second):
            last, joint = second, " to "
    plus = _PLUS.match(passage.text, last.end)
    if not last.kind and (inner := _PLUS_UNIT.match(passage.text, last.end)):
        measured = _with_rates(passage, _with_unit(passage, replace(last, end=inner.end() - (inner[0] != "+"))))
        if measured.kind and not passage.is_wordy(measured.end):
            last, plus = measured, inner
    end = max(plus.end(), last.end) if plus and last.kind else plus.end() if plus else last.end
    if not (lead_kind or last.kind or first.kind or last.scale or joint or plus):
        return None
    if plus and not last.kind and passage.tables.is_a("product", passage.previous_word(start)):
        return None
    adjunct = is_adjunct(passage, start, end) if last.unit or last.currency or first.currency else False
    adjunct = adjunct or (last.unit is not None and bool(_HYPHENED_UNIT.search(passage.text, start, end)))
    rule = last.kind or first.kind or ("range" if joint else "bound" if plus else lead_kind or "magnitude")
    if rule in ("range", "magnitude") and (plus or lead_kind in ("bound", "approximate")):
        rule = "bound" if plus else lead_kind

    def say(amount: Amount) -> str:
        spoken = say_range(passage, first, amount, adjunct) if joint else say_amount(passage, amount, adjunct)
        if plus and passage.style.plus == "plus":
            spoken = f"{spoken} plus" if joint else plus_behind(passage, amount, adjunct)
        elif plus and passage.previous_word(start).lower() not in ("than", "over"):
            spoken = f"{passage.style.plus} {spoken}"
        return lead + spoken

    others = tuple(Alternative(sense.kind, say(replace(last, unit=sense.unit))) for sense in last.senses)
    return Reading(end, say(last), rule, others, last.is_sure)


def read_unit(passage: Passage, start: int) -> Reading | None:
    """A unit that no number stands before: "per GB", "measured in ms", "hundreds of TBs"."""
    found = _UNIT_WORD.match(passage.text, start)
    if not found or passage.is_joined(start) or found[0] in passage.tables.acronyms:
        return None
    before = passage.previous_word(start).lower()
    whole = passage.tables.units.get(found[0])
    if whole and found[0] in _SPOKEN_ALONE and before in ("in", "to", "of", "per", "many"):
        return Reading(found.end(), whole.singular if before == "per" else whole.plural, "unit")
    unit = passage.tables.units.get(found[1])
    if not unit or (unit.kind not in _UNIT_KINDS and found[1] not in ("ms", "ns", "µs", "μs", "us", "kWh")):
        return None
    if found[1].islower() and not (before in ("per", "in", "of") and found[1] in ("ms", "ns")):
        return None
    singular = not found[2] and (before in ("per", "a", "one", "each", "every"))
    rates = _with_rates(passage, Amount("2", found.end(), unit=unit, kind="quantity"))
    return Reading(rates.end, (unit.singular if singular else unit.plural) + rates.rate, "unit")


def unit_after(passage: Passage, end: int, *, is_one: bool = False) -> tuple[str, int]:
    """The unit (with rates) behind a number that ends at ``end``: ("" or " seconds", where it ends)."""
    amount = _with_rates(passage, _with_unit(passage, Amount("2", end), is_ambiguous=False))
    if not amount.unit or passage.is_wordy(amount.end):
        return "", end
    return f" {amount.unit.singular if is_one else amount.unit.plural}{amount.rate}", amount.end


def leads(passage: Passage, start: int) -> tuple[str, str, int]:
    """Signs and bounds before a number: their words ("minus "), their kind, and where the number begins."""
    words, kind, position = "", "", start
    for _ in range(3):
        found = _LEAD.match(passage.text, position)
        if not found:
            break
        approx, bound, plus_minus, sign = found.groups()
        if approx and found[0] != approx and approx != "~" and operand(passage, start, -1):
            break
        after_operand = passage.is_wordy(position - 1) or passage.char(position - 1) in (")", "]")
        if sign and position == start and (after_operand or found.end() - found.start() > 1):
            break
        if plus_minus and position == start and (after_operand or passage.is_wordy(position - 2)):
            break
        if approx and passage.tables.is_a("approximate", passage.previous_word(start).lower()):
            position = found.end()
            kind = "approximate"
            continue
        if bound and passage.tables.is_a("bounded", passage.previous_word(start).lower()):
            kind, position = "bound", found.end()
            continue
        words += f"{passage.style.approximately if approx else _LEAD_WORDS[found[0].strip()]} "
        kind = "bound" if bound else kind or ("approximate" if approx else "signed")
        position = found.end()
    return words, kind, position


def _amount(passage: Passage, start: int, *, range_end: bool = False) -> Amount | None:
    text, tables = passage.text, passage.tables
    money = _MONEY.match(text, start)
    if range_end and not money and passage.char(start) == "~":
        start += 1
    found = NUMBER_AT.match(text, money.end() if money else start)
    if not found or (not money and passage.is_joined(start) and not range_end):
        return None
    number = bare(found[0])
    if money and money[2] == "€" and _DOTTED_THOUSANDS.fullmatch(number):
        number = number.replace(".", "")
    amount = Amount(number, found.end(), start)
    if money:
        symbol = (money[1] or "") + money[2]
        currency = tables.currencies.get(symbol) or tables.currencies[money[2]]
        amount = replace(amount, currency=currency, kind="currency")
    amount = _with_scale(passage, amount, bool(money))
    if not money:
        amount = _with_unit(passage, amount)
    if amount.currency is None or money:
        amount = _with_code(passage, amount)
    amount = _with_rates(passage, amount)
    after = passage.char(amount.end)
    if (after.isalnum() or after in ("_", "^", "⁻")) and not (amount.kind and after in "²³"):
        return None
    return amount


def _with_scale(passage: Passage, amount: Amount, money: bool) -> Amount:
    if word := _SCALE_WORD.match(passage.text, amount.end):
        return replace(amount, scale=word[1], end=word.end())
    token = _TOKEN.match(passage.text, amount.end)
    if not token:
        spaced = _MONEY_SCALE.match(passage.text, amount.end)
        if spaced and (money or is_plural_noun(passage, passage.next_word(spaced.end()).lower())):
            return replace(amount, scale=_MONEY_SCALES[spaced[1]], end=spaced.end())
        return amount
    scale = (_MONEY_SCALES if money else _SCALES).get(token[0])
    if not scale or passage.is_wordy(token.end()):
        return amount
    noun = passage.next_word(token.end()).lower()
    if token[0] == "K" and amount.number in _PAGE_SIZES and noun.removesuffix("s") in ("page", "block", "sector"):
        return amount
    if token[0] in "Kk" and amount.number in ("5", "10") and noun in ("run", "race", "runner", "runners", "walk"):
        return amount
    is_video = passage.char(token.end()) == "@" or passage.tables.is_a("video", noun)
    if token[0] in "Kk" and amount.number in ("4", "8", "2", "5") and is_video:
        return amount
    if (
        token[0] == "B"
        and noun.removesuffix("s") in _BYTE_HEADS
        and amount.number.isdigit()
        and int(amount.number) % 8 == 0
    ):
        return amount
    return replace(amount, scale=scale, end=token.end())


def _with_unit(passage: Passage, amount: Amount, *, is_ambiguous: bool = True) -> Amount:
    text, end = passage.text, amount.end
    if percent := _PERCENT.match(text, end):
        word = "percent" if percent[1] != "‰" else "per mille"
        return replace(amount, unit=Unit(word, word, "percent"), kind="percent", end=percent.end())
    if not amount.scale and (times := _TIMES.match(text, end)) and not _is_station(passage, amount.start, times):
        word = passage.style.times
        return replace(amount, unit=Unit(word, word, "times"), kind="multiplier", end=times.end())
    gap = 1 if passage.char(end) in " \u00a0\u2009\u202f" and passage.char(end) else 0
    hyphen = passage.char(end) == "-"
    token = _TOKEN.match(text, end + (1 if hyphen else gap))
    if not token:
        return amount
    unit = find_unit(passage, token, gap, hyphen)
    if unit is None:
        return amount
    stop = token.end()
    if unit.kind == "length" and (power := _POWER.match(text, stop)):
        word = "square" if power[1] in "2²" else "cubic"
        unit = Unit(f"{word} {unit.singular}", f"{word} {unit.plural}", "area")
        return replace(amount, unit=unit, kind="quantity", end=power.end())
    if token[0] in _SHORTENED and passage.char(stop) == "." and not passage.ends_sentence(stop + 1):
        stop += 1
    amount = replace(amount, unit=unit, kind="quantity", end=stop)
    if passage.char(stop) == "/" or amount.scale or not is_ambiguous:
        return amount
    senses, sure = unit_senses(passage, amount.start, amount, token, gap)
    if not senses:
        return amount
    kind = "magnitude" if senses[0].unit.kind == "magnitude" else "quantity"
    return replace(
        amount, unit=senses[0].unit, kind=kind, senses=tuple(senses) if len(senses) > 1 else (), is_sure=sure
    )


def _is_station(passage: Passage, start: int, times: re.Match[str]) -> bool:
    """Whether a capital X behind a number is part of a name: "on 97X"."""
    named = times[0] == "X" and passage.previous_word(start).lower() in ("on", "station", "radio", "model")
    return named and not passage.next_word(times.end())


def _with_code(passage: Passage, amount: Amount) -> Amount:
    found = _CODE.match(passage.text, amount.end)
    currency = passage.tables.currencies.get(found[1]) if found else None
    if not found or not currency or amount.unit:
        return amount
    return replace(amount, currency=currency, kind="currency", end=found.end())


def _with_rates(passage: Passage, amount: Amount) -> Amount:
    """``/s``, ``/GB/month``; also after a word that is counted (``500 tokens/s``)."""
    if not amount.kind and (word := _WORD_RATE.match(passage.text, amount.end)):
        per = _PER.match(passage.text, word.end())
        unit = passage.tables.units.get(per[1]) if per else None
        singular = per is not None and per[1].islower() and len(per[1]) > 2 and not per[1].endswith("s")
        if per and word[1].islower() and ((unit and unit.kind == "time") or (singular and word[1].endswith("s"))):
            amount = replace(amount, unit=Unit(word[1], word[1], "count"), kind="rate", end=word.end())
    while found := _PER.match(passage.text, amount.end):
        unit = passage.tables.units.get(found[1])
        name = unit.singular if unit else found[1] if found[1].islower() and len(found[1]) > 2 else ""
        measured = amount.kind or amount.scale or name == found[1]
        if not name or not (measured or (unit and unit.kind in ("time", "area", "length", "data"))):
            break
        if found[2]:
            square = found[2] in "2²"
            if unit and unit.kind == "length":
                name = f"{'square' if square else 'cubic'} {name}"
            else:
                name += " squared" if square else " cubed"
        amount = replace(amount, rate=f"{amount.rate} per {name}", kind=amount.kind or "rate", end=found.end())
        if month := _PER_TIME.match(passage.text, amount.end):
            amount = replace(amount, rate=f"{amount.rate} {month[1]}", end=month.end())
    if amount.rate and amount.kind in ("quantity", ""):
        amount = replace(amount, kind="rate")
    return amount


def _is_range(passage: Passage, joint: re.Match[str], first: Amount, second: Amount) -> bool:
    """Whether two amounts with a dash between are a range, and not a date, a phone number, a sum or a name."""
    if bool(joint[1]) != bool(joint[3]):
        return False
    if _JOINED.match(passage.text, second.end) and not second.kind:
        return False
    if joint[1] and joint[2] in "-−" and not second.kind:
        return False
    return bool(not first.kind or first.currency or second.kind or second.scale)
