"""WebVTT captions and transcripts (.vtt), with ``<v Speaker>`` or names in the text.

The grammar is that of https://www.w3.org/TR/webvtt1/: blocks between blank lines, of which those that begin with NOTE,
STYLE or REGION are no cues; a cue has an identifier that may be left out, times and settings, and text with tags.
"""

from __future__ import annotations

import html
import re

from studio.importing.elements import Imported, Kept
from studio.importing.material import Material
from studio.importing.subtitles import Line, seconds, turns_of

_TIMES = re.compile(
    r"\s*(?:(\d{2,}):)?(\d{2}):(\d{2})\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,}):)?(\d{2}):(\d{2})\.(\d{3})(?:[ \t]+.*)?$"
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]+)*(?:[ \t]+(?P<name>[^<>]*))?>")
_TAG = re.compile(r"</?(?:c|i|b|u|ruby|rt|v|lang)(?:[.\s][^<>]*)?>|<(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}>")
_SILENT = re.compile(r"(?P<kind>NOTE|STYLE|REGION)(?:[ \t]|$)")


def likelihood(material: Material) -> int:
    """Sure where the first line says so."""
    return 100 if re.match(r"\s*WEBVTT(?:[ \t\n]|$)", material.text) else 0


def read(material: Material) -> Imported:
    """The text of the cues as turns."""
    found = Imported()
    lines: list[Line] = []
    for first, block in _blocks(material.lines):
        times = next((number for number, line in enumerate(block) if _TIMES.match(line)), None)
        kind = _SILENT.match(block[0])
        if kind and times is None:
            found.elements.append(Kept(first, kind["kind"], "\n".join(block)))
        elif times is not None:
            lines += _cue(first + times, block[times:])
        elif block[0].lstrip().startswith("WEBVTT"):
            title = re.sub(r"^\s*WEBVTT[ \t-]*", "", "\n".join(block)).strip()
            if title:
                found.elements.append(Kept(first, "header", title))
        else:
            found.elements.append(Kept(first, "outside of cues", "\n".join(block)))
    turns_of(lines, found)
    return found


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Number of the first line, and the lines, of each block; times begin a new one even without a blank line."""
    found: list[tuple[int, list[str]]] = []
    open_block = False
    for number, line in enumerate(lines, 1):
        if not line:
            open_block = False
        elif open_block and not (_TIMES.match(line) and any(map(_TIMES.match, found[-1][1]))):
            found[-1][1].append(line)
        else:
            found.append((number, [line]))
            open_block = True
    return found


def _cue(number: int, block: list[str]) -> list[Line]:
    parts = _TIMES.match(block[0])
    assert parts is not None  # the caller looked for it
    groups = parts.groups()
    start_s, end_s = seconds(*groups[:4]), seconds(*groups[4:])
    found: list[Line] = []
    speaker: str | None = None
    for offset, line in enumerate(block[1:], 1):
        at = 0
        for voice in [*_VOICE.finditer(line), None]:
            text = _plain(line[at : voice.start() if voice else len(line)])
            if text:
                found.append(Line(number + offset, start_s, end_s, speaker, text))
            if voice is not None:
                speaker, at = html.unescape(voice["name"] or "").strip() or None, voice.end()
    return found


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())
