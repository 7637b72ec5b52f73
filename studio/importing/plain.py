"""Plain text → Markdown that the script's parser reads as the very same words."""

from __future__ import annotations

import re

from studio.importing.elements import Element, Kept, Pause, Speech
from studio.script.directions import silent_stretches
from studio.script.speakers import labels

#: What begins or ends a mark somewhere in a line; an underscore between letters does not.
_MARKS = re.compile(r"[\\`*\[\]<>{}$~^|]|(?<![^\W_])_|_(?![^\W_])|==|\+\+|%%|&(?=#?\w+;)|:(?=[a-z][\w+-]{1,30}:)")
#: What begins a block where it stands first.
_FIRST = re.compile(
    r"(?:#{1,6}(?=\s|$|\w)|>|[-+](?=\s|$)|:{2,}|[-=]{2,}(?=\s*$)|%%|@)|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)"
)
ADDRESS = re.compile(r"(?:https?://[\w-]|www\.[\w-]+\.\w)[^\s<>\"“”\[\]`]*[\w/#=&-]", re.IGNORECASE)
"""An address of the web in running text."""

_WORD = re.compile(r"[^\W_]")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
PAUSE = re.compile(
    r"[\[(]\s*(?P<size>short|brief|long|medium|dramatic)?\s*(?P<word>pause|beat|silence|break|wait)\s*"
    r"(?:[:=,-]?\s*(?:for\s+)?(?P<number>\d{1,5}(?:\.\d+)?)\s*(?P<unit>ms|milliseconds?|s|secs?|seconds?)?\.?)?\s*[\])]",
    re.IGNORECASE,
)
_SIZES_S = {"short": 0.5, "brief": 0.5, "long": 2.0, "dramatic": 2.0}
_WORDS_S = {"beat": 0.5}
_DEFAULT_PAUSE_S = 1.0
LONGEST_PAUSE_S = 10.0
"""What is longer is kept as a comment: as a rule it was meant as milliseconds."""


def escaped(text: str) -> str:
    """Plain text as Markdown of one line, wherever in a line it stands."""
    return _inner(" ".join(text.split()))


def guarded(markdown: str) -> str:
    """Markdown without a label of its own in front: the colon of ``Note: …`` begins nobody's turn."""
    label = next(iter(labels(markdown)), None)
    if label is None or ":" not in markdown[: label.end]:
        return markdown
    at = markdown.rindex(":", 0, label.end)
    return f"{markdown[:at]}\\{markdown[at:]}"


def fully_escaped(text: str) -> str:
    """Plain text with every sign of punctuation escaped, for where less was not enough."""
    return without_formulas(_PUNCTUATION.sub(r"\\\1", " ".join(text.split())))


def without_formulas(markdown: str) -> str:
    """Markdown whose escaped brackets begin no formula, as ``\\[…\\]`` and ``\\(…\\)`` would."""
    return markdown.replace("\\[", "&#91;").replace("\\(", "&#40;")


def comment(text: str) -> str:
    """A comment of the script that says this."""
    safe = re.sub(r"-(?=->|-!>|-$)", "- ", " ".join(text.split())).replace("--", "- -")
    return f"<!-- {safe} -->"


def pause_of(match: re.Match[str]) -> float:
    """The length in seconds of ``[PAUSE 1s]``, ``(beat)``, ``[short pause]``; a number without a unit is in seconds."""
    if match["number"]:
        number = float(match["number"])
        in_ms = (match["unit"] or "").lower().startswith("m") or (not match["unit"] and number >= 100)
        return number / 1000 if in_ms else number
    return _SIZES_S.get((match["size"] or "").lower(), _WORDS_S.get(match["word"].lower(), _DEFAULT_PAUSE_S))


def spoken(text: str, line: int, speaker: str | None = None, direction: str = "") -> list[Element]:
    """A paragraph of plain text as elements: its pauses apart, its directions as comments in place, and listed.

    Args:
        text: one paragraph.
        line: of the source.
        speaker: whose it is.
        direction: how it is said.
    """
    found: list[Element] = []
    at = 0
    for match in PAUSE.finditer(text):
        found += _without_pauses(text[at : match.start()], line, speaker, direction)
        found.append(pause(match, line))
        at = match.end()
    return found + _without_pauses(text[at:], line, speaker, direction)


def pause(match: re.Match[str], line: int) -> Pause | Kept:
    """A pause as it was written, or a comment for one that nobody can have meant."""
    length_s = pause_of(match)
    return Pause(line, length_s) if 0 < length_s <= LONGEST_PAUSE_S else Kept(line, "pause", match[0])


def _without_pauses(text: str, line: int, speaker: str | None, direction: str) -> list[Element]:
    before: list[Element] = []
    inside: list[Element] = []
    markdown = said = ""
    at = 0
    for start, end, is_address in _asides(text):
        if start < at:
            continue
        markdown, said = f"{markdown}{_inner(text[at:start])}", f"{said}{text[at:start]}"
        aside, at = text[start:end].strip(), end
        if is_address:
            markdown, said = f"{markdown}{linked(aside)}", f"{said}{host_of(aside)}"
            inside.append(Kept(line, "address", aside, in_place=True))
        elif _WORD.search(said):
            markdown = f"{markdown} {comment(aside)}"
            inside.append(Kept(line, "direction", aside, in_place=True))
        else:  # what a paragraph begins with would be a block of its own
            before.append(Kept(line, "direction", aside))
    markdown, said = f"{markdown}{_inner(text[at:])}", f"{said}{text[at:]}"
    if not _WORD.search(said):
        return [Kept(line, "direction", text.strip())] if text.strip() else []
    return [*before, Speech(line, " ".join(markdown.split()), speaker, direction, " ".join(said.split())), *inside]


def _asides(text: str) -> list[tuple[int, int, bool]]:
    """Where directions and addresses stand, and whether it is an address."""
    addresses = [(match.start(), match.end(), True) for match in ADDRESS.finditer(text)]
    directions = [stretch for stretch in silent_stretches(text, 0, len(text)) if not stretch[2]]
    return sorted([*addresses, *directions])


def linked(address: str) -> str:
    """An address as a link that is spoken as its host; ``www.`` alone is one of the web."""
    target = address if "://" in address else f"https://{address}"
    return f"[{host_of(address)}](<{target}>)"


def host_of(address: str) -> str:
    """``example.com`` of ``https://www.example.com/path?query``."""
    return re.split(r"[/?#:]", address.partition("://")[2] or address, maxsplit=1)[0].removeprefix("www.")


def _inner(text: str) -> str:
    return _MARKS.sub(lambda found: "".join("\\" + char for char in found[0]), text)


def first_escaped(line: str) -> str:
    """Markdown of one line whose beginning begins no block: no list, no heading, no rule."""
    first = _FIRST.match(line)
    if first is None:
        return line
    at = first.start("dot") if first["dot"] else 0
    return f"{line[:at]}\\{line[at:]}"
