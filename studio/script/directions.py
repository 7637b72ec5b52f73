"""Stage directions and production lines as authors really write them: recognised, so that they are never spoken."""

from __future__ import annotations

import re

_SOUND_WORDS = (
    r"sfx|sound|sounds|audio|music|musical|theme|intro|outro|jingle|stinger|bumper|pause|pauses|beat|silence|laughs?|"
    r"laughing|laughter|chuckles?|sighs?|applause|clears throat|fade|fades|fading|cut to|transition|ambient|ambience|"
    r"dramatic|cue|voice ?over|whispers?|whispering"
)
_STARTS_WITH_SOUND = re.compile(rf"(?:{_SOUND_WORDS})\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(?P<inside>[^\[\]]+)\](?P<after>[^(\[{:].*|)$")
_PARENTHESISED = re.compile(r"\((?P<inside>[^()]+)\)[.!]?$")
_DURATION = re.compile(
    r"(?:(?:total|estimated|approximate|target|running)\s+)*(?:duration|runtime|running time|run time|length)\s*:\s*\S",
    re.IGNORECASE,
)
_METADATA_KEYS = (
    r"series|season|episode|(?:(?:total|estimated|target)\s+)?(?:duration|runtime|length)|format|style|difficulty|level|"
    r"(?:target )?audience|prerequisites?|author|date|published|release date|host|tier|topics?|tags"
)
_METADATA = re.compile(rf"(?P<key>{_METADATA_KEYS})\s*:\s*(?P<value>\S.*)$", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
_LONGEST = 300

_INLINE_DIRECTION = re.compile(
    r"\[(?:sfx|sound|music|pause|beat|silence|laughs?|laughter|chuckles?|sighs?|applause)\b[^\[\]\n]{0,80}\](?![(\[{:])",
    re.IGNORECASE,
)


def direction_of(line: str) -> str | None:
    """What a whole line is a direction for (``sound``, ``duration``), or None where it is text to be spoken."""
    stripped = line.strip()
    if not stripped or len(stripped) > _LONGEST or stripped[0] not in "*_[(DdEeTtRrLlAa":
        return None
    emphasised = stripped[0] in "*_"
    plain = _EMPHASIS.sub("", stripped).strip()
    bracketed = _BRACKETED.match(plain)
    if bracketed and (emphasised or (not bracketed["after"].strip() and _STARTS_WITH_SOUND.match(bracketed["inside"]))):
        return "duration" if _DURATION.match(bracketed["inside"]) else "sound"
    parenthesised = _PARENTHESISED.match(plain)
    if parenthesised and _STARTS_WITH_SOUND.match(parenthesised["inside"]):
        return "sound"
    wholly_emphasised = emphasised and stripped[-1] in "*_"
    if _DURATION.match(plain) and len(plain) < 80 and (wholly_emphasised or stripped[0] not in "*_"):
        return "duration"
    return None


def metadata_of(line: str) -> tuple[str, str] | None:
    """Key and value of a production line such as ``**Series**: …``, which only counts near the top of a script."""
    stripped = line.strip()
    if not stripped.startswith("**") or len(stripped) > _LONGEST:
        return None
    match = _METADATA.match(_EMPHASIS.sub("", stripped).strip())
    return (match["key"].lower(), match["value"].strip()) if match else None


def inline_directions(text: str) -> list[tuple[int, int]]:
    """Where ``[laughs]`` and its like stand inside running text."""
    return [match.span() for match in _INLINE_DIRECTION.finditer(text)] if "[" in text else []
