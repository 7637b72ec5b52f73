"""Stage directions and production lines as authors really write them: recognised, so that they are never spoken."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from studio.script.speakers import TIME

_SOUND_WORDS = (
    r"sfx|sound|sounds|audio|music|musical|theme|intro|outro|jingle|stinger|bumper|pause|pauses|beat|silence|laughs?|"
    r"laughing|laughter|chuckles?|sighs?|applause|clears throat|fade|fades|fading|cut to|transition|ambient|ambience|"
    r"dramatic|cue|voice ?over|whispers?|whispering"
)
_HEARD = (
    r"sfx|noises?|sounds?|music|musical|melody|song|singing|laugh\w*|giggl\w*|chuckl\w*|snicker\w*|applau\w*|clapping|"
    r"cheer\w*|crosstalk|cross-talk|inaudible|unintelligible|indistinct|indecipherable|pauses?|beat|silence|sigh\w*|"
    r"cough\w*|sneez\w*|sniff\w*|snort\w*|groan\w*|gasp\w*|sob\w*|crying|weeping|scream\w*|shout\w*|yell\w*|whisper\w*|"
    r"mumbl\w*|mutter\w*|murmur\w*|clears? (?:his |her |their )?throat|clearing throat|beep\w*|bleep\w*|jingle|stinger|"
    r"interlude|transition|fade\w*|fading|footsteps|knock\w*|ringing|rings|static|muffled|off[- ]?mic|overlapping|"
    r"(?:in the )?background|ambient|ambience|thunder|whistl\w*|humming|hums|snaps|typing|smil\w+|grin\w*|nods|nodding|"
    r"shrugs|shrugging|winks|winking|exhales|inhales|gulps|intro|outro|voice ?over|voiceover"
)
_ACTION = (
    r"(?:laugh|giggle|chuckle|snicker|sigh|cough|sneeze|sniff|snort|groan|gasp|sob|scream|shout|yell|whisper|mumble|mutter|"
    r"smile|grin|nod|shrug|wink|pause|exhale|inhale|gulp|hum|whistle|cheer|applaud)(?:s|es|ing)?|laughing|giggling|"
    r"chuckling|smiling|pausing|exhaling|inhaling|whistling|mumbling|sneezing|winking|humming|nodding|shrugging|grinning|"
    r"sobbing|crying|weeping|laughter|applause|crosstalk|inaudible|unintelligible|indistinct|beat|pause|silence|"
    r"music|sound effects?|clears? (?:his |her |their )?throat|clearing throat|off[- ]?mic|voice ?over|v\.o\.|o\.s\."
)
_MANNER = (
    r"\w+ly|again|out loud|together|a (?:little|bit|lot)|in (?:the )?background|off[- ]?mic|plays|playing"
    r"|(?:fades|fading)(?: (?:in|out|up))?"
)
_STAGE = re.compile(
    rf"(?:(?:{_MANNER}|both|all|long|short|brief)[ ])*(?:{_ACTION})(?:,?[ ](?:{_MANNER}|and (?:{_ACTION})))*",
    re.IGNORECASE,
)
_STARTS_WITH_SOUND = re.compile(rf"(?:{_SOUND_WORDS})\b", re.IGNORECASE)
_HOLDS_SOUND = re.compile(rf"\b(?:{_HEARD})\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(?P<inside>[^\[\]]{2,})\](?P<after>[.!]?$|[^(\[{:].*$)")
_WHOLLY_EMPHASISED = re.compile(r"([*_]{1,3})[^*_]+\1")
_PARENTHESISED = re.compile(r"\((?P<inside>[^()]+)\)[.!]?$")
_NO_DIRECTION = re.compile(r"[\d\s,–-]+$|[@^!]|[xX ]$")
_DURATION = re.compile(
    r"(?:(?:total|estimated|approximate|target|running)\s+)*(?:duration|runtime|running time|run time|length)\s*:\s*\S",
    re.IGNORECASE,
)
_STAMP = re.compile(rf"{TIME}(?:\s*(?:-->|[-–—])\s*{TIME}.*)?$")
_SCENE = re.compile(
    r"(?:INT|EXT|INT\.?/EXT|I/E)[. ].{2,}$"
    r"|(?:FADE|CUT|DISSOLVE|SMASH CUT|MATCH CUT)(?: [A-Z]+)*[:.]$|WEBVTT(?: .*)?$|TOC$"
)
_TAGS = re.compile(r"#[A-Za-z][\w/-]*(?:[ ,]+#[A-Za-z][\w/-]*)*$")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
_LONGEST = 300
_NO_SPACE_BEFORE = " ,.;:!?"
_FIRSTS = "*_[(#0123456789DEIFCSMWRATLdetrla"

_INLINE = re.compile(
    r"\[(?P<brackets>[^\[\]\n]{2,80})\](?![(\[{:])|\((?P<round>[^()\n]{3,60})\)"
    r"|^(?P<stamp>\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?)(?=[ \t])",
    re.MULTILINE,
)
_IN_BRACKETS = re.compile(rf"(?:{TIME})(?:\s*[-–]\s*(?:{TIME}))?|[a-z]+ly", re.IGNORECASE)
_LONG_STAMP = re.compile(r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?")
_WEB = re.compile(r"\bwww\.[\w-]+\.[^\s<>\"“”]*[\w/]")


def without_emphasis(text: str) -> str:
    """A text without the marks of emphasis around its words."""
    return _EMPHASIS.sub("", text).strip()


def direction_of(line: str, references: Collection[str] = ()) -> str | None:
    """What a whole line is a direction for (``sound``, ``duration``, ``time``, ``tags``), or None where it is text.

    ``references`` are the labels of link definitions in capitals: ``[Raft]`` may be a link.
    """
    stripped = line.strip()
    if not stripped or len(stripped) > _LONGEST or stripped[0] not in _FIRSTS:
        return None
    is_emphasised = _WHOLLY_EMPHASISED.fullmatch(stripped) is not None
    plain = without_emphasis(stripped)
    if _DURATION.match(plain.strip("[]")) and len(plain) < 80 and (is_emphasised or stripped[0] not in _FIRSTS):
        return "duration"
    if _TAGS.match(stripped) and stripped[1:2].islower():
        return "tags"
    if _STAMP.match(plain):
        return "time"
    return "sound" if _SCENE.match(stripped) or _is_sound(plain, references, is_emphasised) else None


def _is_sound(plain: str, references: Collection[str], is_emphasised: bool) -> bool:
    bracketed = _BRACKETED.match(plain)
    if bracketed and (is_emphasised or len(bracketed["after"]) <= 1):
        inside = bracketed["inside"]
        if inside.upper() in references or _NO_DIRECTION.match(inside):
            return False
        is_sentence = inside[0].isupper() and inside.endswith((".", "?", "!"))
        return is_emphasised or not is_sentence or _HOLDS_SOUND.search(inside) is not None
    parenthesised = _PARENTHESISED.match(plain)
    if parenthesised:
        inside = parenthesised["inside"]
        return bool(_STARTS_WITH_SOUND.match(inside) or _STAGE.fullmatch(inside))
    return is_emphasised and bool(_STAGE.fullmatch(plain.rstrip(".")))


def silent_stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where directions and addresses stand inside the characters ``[start, end)`` of running text.

    Yields their places, and whether it is an address.
    """
    for match in _INLINE.finditer(text, start, end):
        if _is_inline_direction(match):
            begin, after = match.start(), text[match.end() : match.end() + 1]
            # “Well [laughs], yes” has no space before its comma.
            yield begin - (begin > start and text[begin - 1] == " " and after in _NO_SPACE_BEFORE), match.end(), False
    if "www." in text:
        for match in _WEB.finditer(text, start, end):
            yield *match.span(), True


def _is_inline_direction(match: re.Match[str]) -> bool:
    if match["stamp"]:
        return True
    if match["brackets"]:
        inside = match["brackets"].strip()
        return bool(_IN_BRACKETS.fullmatch(inside) or _HOLDS_SOUND.search(inside))
    return bool(_STAGE.fullmatch(match["round"].strip()) or _LONG_STAMP.fullmatch(match["round"].strip()))
