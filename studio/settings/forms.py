"""What texts have to look like: a form's name in declarations → what it is called, and what checks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from studio.settings.complaints import WrongError, shortened

if TYPE_CHECKING:
    from studio.settings.kinds import Reads


def _pattern(found: str, reading: Reads) -> str:
    try:
        re.compile(found)
    except (re.error, OverflowError, RecursionError) as error:
        message = f"`{shortened(found)}` is not a regular expression: {error}"
        raise WrongError(code="bad-pattern", message=message) from None
    return found


def _shaped(pattern: str, expected: str, code: str = "wrong-type") -> Callable[[str, Reads], str]:
    def check(found: str, reading: Reads) -> str:
        if not re.fullmatch(pattern, found):
            raise WrongError(expected.format(found=shortened(found)), code=code)
        return found

    return check


def _file_name(found: str, reading: Reads) -> str:
    reading.existing(found)
    return found


def _ipa(found: str, reading: Reads) -> str:
    return _pronounceable(found.strip("/"), ipa=found.strip("/"))


def _pronunciation(found: str, reading: Reads) -> str:
    from studio.speech.entries import sound_of

    sound = sound_of(found)
    return _pronounceable(found, ipa=sound.ipa or "", respelling=sound.respelling or "")


def _pronounceable(found: str, *, ipa: str = "", respelling: str = "") -> str:
    from studio.speech.entries import pronunciation_fault

    if fault := pronunciation_fault(ipa, respelling):
        raise WrongError(message=fault.message, hint=fault.hint)
    return found


def _picture(found: str, reading: Reads) -> str:
    """An address, or a file of the show; front matter does not know where that is, so a render looks for it."""
    if not re.match("https?://", found) and not reading.loose:
        reading.existing(found)
    return found


def _named(pattern: str, expected: str) -> Callable[[str, Reads], str]:
    """What a directory calls a show, taken out of the address of its page there as well."""

    def check(found: str, reading: Reads) -> str:
        named = re.fullmatch(pattern, found.strip())
        if named is None:
            raise WrongError(f"{expected}, not {shortened(found)!r}", code="not-in-directory")
        return next(part for part in named.groups() if part)

    return check


_RULES = {
    "daily": "FREQ=DAILY",
    "weekly": "FREQ=WEEKLY",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
    "yearly": "FREQ=YEARLY",
}
_RULE_PARTS = {
    "FREQ": "YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY",
    "INTERVAL": r"[1-9]\d{0,3}",
    "COUNT": r"[1-9]\d{0,5}",
    "UNTIL": r"\d{4}-?\d\d-?\d\d(?:T\d\d:?\d\d:?\d\d(?:\.\d+)?Z?)?",
    "BYDAY": r"(?:[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU),?)+",
    "WKST": "MO|TU|WE|TH|FR|SA|SU",
    **dict.fromkeys(
        ("BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND"),
        r"[+-]?\d{1,3}(?:,[+-]?\d{1,3})*",
    ),
}


def _recurrence(found: str, reading: Reads) -> str:
    """A recurrence rule (RFC 5545, 3.3.10), or a word that stands for one."""
    rule = _RULES.get(found.strip().lower(), found.strip().upper())
    parts = [part.partition("=") for part in rule.split(";")]
    names_given = [name for name, _, _ in parts]
    for name, _, value in parts:
        if name not in _RULE_PARTS or not re.fullmatch(_RULE_PARTS[name], value):
            shown = shortened(f"{name}={value}" if value else name, 40)
            raise WrongError(
                message=f"`{shown}` is no part of a recurrence rule",
                hint=f"Write {', '.join(_RULES)}, or a rule such as FREQ=WEEKLY;BYDAY=MO.",
            )
    if "FREQ" not in names_given or len(set(names_given)) < len(names_given) or {"COUNT", "UNTIL"} <= {*names_given}:
        raise WrongError(message=f"`{shortened(rule, 60)}` needs FREQ, each part once, and not both COUNT and UNTIL")
    return rule


def _feed_xml(place: str) -> Callable[[str, Reads], str]:
    def check(found: str, reading: Reads) -> str:
        from studio.settings.feedxml import checked_xml

        return checked_xml(found, place)

    return check


#: Form of a text → its name in the reference pages, and what checks it and gives what counts.
FORMS: Mapping[str, tuple[str, Callable[[str, Reads], str]]] = {
    "url": (
        "address",
        _shaped(r"https?://(?:localhost.*|[^\s/]+\.\S+)", "an http(s) address, not {found!r}", "not-a-url"),
    ),
    "colour": ("colour", _shaped("#[0-9a-fA-F]{6}", "a colour such as #1f77b4, not {found!r}", "bad-colour")),
    "identifier": (
        "identifier",
        _shaped("[A-Za-z0-9][A-Za-z0-9._-]{0,79}", "letters, digits, dots, hyphens and underscores"),
    ),
    "language": (
        "language",
        _shaped("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", "a language tag (BCP 47) such as en-US, not {found!r}"),
    ),
    "short": ("text, at most 128 characters", _shaped(r"(?s).{0,128}", "at most 128 characters")),
    "txt": ("text", _shaped(r"(?s).{1,4000}", "at most 4,000 characters")),
    "slug": (
        "slug",
        _shaped(r"(?!(?:yes|no|true|false)$)[a-z0-9][a-z0-9_-]{0,63}", "slugs of directories such as apple, or all"),
    ),
    "apple": (
        "number or address",
        _named(
            r"(?:id)?([1-9]\d{4,14})|https://(?:podcasts|itunes)\.apple\.com/(?:[^?#\s]*/)?id([1-9]\d{4,14})(?:[?#]\S*)?",
            "the show's number at Apple Podcasts, or https://podcasts.apple.com/…/id… of its page",
        ),
    ),
    "spotify": (
        "id or address",
        _named(
            r"([0-9A-Za-z]{22})|spotify:show:([0-9A-Za-z]{22})"
            r"|https://open\.spotify\.com/(?:intl-[a-z]+/)?show/([0-9A-Za-z]{22})/?(?:[?#]\S*)?",
            "the show's id at Spotify, or https://open.spotify.com/show/… of its page",
        ),
    ),
    "overcast": (
        "address",
        _named(r"(https://overcast\.fm/(?:itunes\d+|p\d+|\+)\S*)", "an address that begins with https://overcast.fm/"),
    ),
    "pocketcasts": (
        "address",
        _named(
            r"(https://(?:pca\.st|play\.pocketcasts\.com|pocketcasts\.com)/[^\s/]\S*)",
            "an address that begins with https://pca.st/ or https://pocketcasts.com/",
        ),
    ),
    "variable": (
        "environment variable",
        _shaped(
            "[A-Za-z_][A-Za-z0-9_]{0,79}", "the name of an environment variable such as PODPING_TOKEN, not a token"
        ),
    ),
    "uuid": (
        "UUID",
        _shaped(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}", "a UUID such as those of podcast:guid"),
    ),
    "picture": ("address or file", _picture),
    "rrule": ("rule", _recurrence),
    "channel-xml": ("XML", _feed_xml("channel")),
    "item-xml": ("XML", _feed_xml("item")),
    "pattern": ("pattern", _pattern),
    "file": ("file", _file_name),
    "ipa": ("IPA", _ipa),
    "pronunciation": ("pronunciation", _pronunciation),
}
