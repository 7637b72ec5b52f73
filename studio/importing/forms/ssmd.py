"""SSMD (.ssmd): ``@voice: name`` begins a turn, ``...1s`` is silence, ``[x](sub: y)`` a reading.

After https://github.com/holgern/ssmd, SPECIFICATION.md, and the older form of machisuji/ssmd.
"""

from __future__ import annotations

import re

from studio.importing.elements import Element, Heading, Imported, Kept, Pause, Speech
from studio.importing.material import Material
from studio.importing.plain import ADDRESS, LONGEST_PAUSE_S, comment, linked

_VOICE = re.compile(r"@voice(?::[ \t]*(?P<bare>[^,\n]+?)|\([ \t]*(?P<inside>[^,()\n]+?))[ \t]*(?:,[^\n]*)?\)?[ \t]*$")
_DIV = re.compile(r"""<div\b(?P<attributes>[^<>]*)>[ \t]*$|</div>[ \t]*$""")
_DIV_VOICE = re.compile(r"""voice(?:-name)?\s*=\s*["']?(?P<name>[^"'\s>]+(?: [^"'\s=>]+)*)["']?""")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]*(?P<text>.*\S)[ \t]*$")
_BREAK = re.compile(r"(?<!\.)\.\.\.(?:(?P<number>\d+(?:\.\d+)?)(?P<unit>ms|s)?|(?P<strength>[nwcsp]))(?![\w.])")
_BREAKS_S = {"s": 0.5, "p": 1.0}
_ANNOTATED = re.compile(
    r"\[(?P<text>[^\[\]\n]*)\](?:\((?P<round>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)|\{(?P<curly>[^{}\n]*)\})"
)
_PAIR = re.compile(
    r"""(?P<key>[A-Za-z][\w-]*)\s*[:=]\s*(?P<value>"[^"]*"|'[^']*'|[^,]*?)(?=\s*(?:,|\s[A-Za-z-]+=|$))"""
)
_SOUND = re.compile(r"\S+\.(?:mp3|wav|ogg|oga|opus|m4a|aac|flac)\b|https?://\S+", re.IGNORECASE)
_MARK = re.compile(r"(?<![\w@])@(?!voice\b)[A-Za-z][\w-]*[ \t]?")
_SHADES = re.compile(
    r"(?<![\w+^<>~-])(?P<mark>~~|--|\+\+|\^\^|__|<<|>>|[-+^<>~])(?=\S)(?P<text>[^\n]{1,300}?)(?<=\S)(?P=mark)(?!\w)"
)
_TOKEN = re.compile(
    f"(?P<annotated>{re.sub(r'[?]P<[a-z]+>', '?:', _ANNOTATED.pattern)})"
    f"|(?P<address>{ADDRESS.pattern})|(?P<at>{_MARK.pattern})",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[\\`\[\]<>{}$~^|]|==|\+\+|%%|&(?=#?\w+;)")
_SPELLED = frozenset(("character", "characters", "spell-out", "digits"))
_READ_AS = {"cardinal": "number", "number": "number", "ordinal": "ordinal", "date": "date"}
_READINGS = ("sub", "alias")
_SAMPLE = re.compile(
    r"^@voice[:( ]|^<div voice|\]\((?:sub|as|ph|ipa|vrp|ext): |\]\{(?:sub|as|ph|ipa)=|\.\.\.(?:\d+m?s|[spc])\b",
    re.MULTILINE,
)


def likelihood(material: Material) -> int:
    """High by the suffix, or by marks of its own."""
    return 92 if material.suffix == ".ssmd" else 78 if _SAMPLE.search(material.text) else 0


def read(material: Material) -> Imported:
    """Paragraphs and their voices; what only shades the voice is left out, and told."""
    found, lines = Imported(), material.lines
    start = _front_matter(lines, found)
    voice: str | None = None
    outer: list[str | None] = []
    paragraph: list[str] = []
    shades = [0]
    for number, line in enumerate([*lines[start:], ""], start + 1):
        text = line.strip()
        directive, div, heading = _VOICE.match(text), _DIV.match(text), _HEADING.match(text)
        if text and not (directive or div or heading):
            paragraph.append(text)
            continue
        if paragraph:
            found.elements += _speech(" ".join(paragraph), number - len(paragraph), voice, shades)
            paragraph = []
        if directive:
            voice = (directive["bare"] or directive["inside"]).strip("\"' ")
        elif div and div["attributes"] is not None:
            outer.append(voice)
            named = _DIV_VOICE.search(div["attributes"])
            voice = named["name"] if named else voice
        elif div:
            voice = outer.pop() if outer else None
        elif heading:
            found.elements.append(
                Heading(number, _markdown(heading["text"], number, [], shades), max(2, len(heading["marks"])))
            )
    if shades[0]:
        found.doubts.append((0, f"{shades[0]} changes of volume, rate, pitch, emphasis or language are left out"))
    return found


def _front_matter(lines: list[str], found: Imported) -> int:
    """Keep what stands between ``---`` on top; where the text begins."""
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        return 0
    end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    for number, line in enumerate(lines[1:end], 2):
        title = re.match(r"title:\s*[\"']?(?P<title>.*?)[\"']?\s*$", line)
        if title:
            found.title = title["title"]
        elif line.strip():
            found.elements.append(Kept(number, "metadata", line.strip()))
    return end + 1


def _speech(text: str, line: int, voice: str | None, shades: list[int]) -> list[Element]:
    found: list[Element] = []
    at = 0
    for match in [*_BREAK.finditer(text), None]:
        if match is not None and _length(match) is None:
            continue
        kept: list[Element] = []
        part = _markdown(_without_weak(text[at : match.start() if match else len(text)]), line, kept, shades)
        if re.search(r"\w", re.sub(r"<!--.*?-->", "", part)):
            found.append(Speech(line, part, voice))
        elif part.strip(" .,"):
            kept = [Kept(line, "mark", part)]
        found += kept
        if match is not None:
            length_s = _length(match) or 0
            found.append(Pause(line, length_s) if length_s <= LONGEST_PAUSE_S else Kept(line, "pause", match[0]))
            at = match.end()
    return found


def _length(match: re.Match[str]) -> float | None:
    """Seconds of a break; None for one no longer than a comma's, which the text makes anyway."""
    if match["strength"]:
        return _BREAKS_S.get(match["strength"])
    number = float(match["number"])
    seconds = number if match["unit"] == "s" else number / 1000
    return seconds or None


def _without_weak(text: str) -> str:
    return re.sub(r"\s*\.\.\.(?:[nwc]|0)(?![\w.])", "", text)


def _markdown(text: str, line: int, kept: list[Element], shades: list[int]) -> str:
    parts: list[str] = []
    at = 0
    for token in _TOKEN.finditer(text):
        parts.append(_shaded(text[at : token.start()], shades))
        at = token.end()
        if token["address"]:
            kept.append(Kept(line, "address", token[0], in_place=True))
            parts.append(linked(token[0]))
        elif token["at"]:
            kept.append(Kept(line, "mark", token[0].strip(), in_place=True))
            parts.append(comment(token[0]) + " ")
        else:
            parts.append(_annotated(token[0], line, kept, shades))
    parts.append(_shaded(text[at:], shades))
    return " ".join("".join(parts).split())


def _shaded(text: str, shades: list[int]) -> str:
    """Text less the signs that make it louder, slower, higher; what is silent there stays as a comment."""

    def bare(match: re.Match[str]) -> str:
        shades[0] += 1
        return match["text"]

    while _SHADES.search(text):
        text = _SHADES.sub(bare, text)
    return _PLAIN.sub(lambda found: "".join("\\" + char for char in found[0]), text)


def _annotated(token: str, line: int, kept: list[Element], shades: list[int]) -> str:
    match = _ANNOTATED.match(token)
    assert match is not None  # it is what the token was found by
    text, inside = match["text"], (match["round"] if match["round"] is not None else match["curly"]).strip()
    if _SOUND.match(inside) or inside.startswith("src="):
        kept.append(Kept(line, "sound", token, in_place=True))
        return comment(token)
    values = {pair["key"].lower(): pair["value"].strip("\"' ") for pair in _PAIR.finditer(inside)}
    plain = _PLAIN.sub(lambda found: "".join("\\" + char for char in found[0]), text)
    reading = next((values[key] for key in _READINGS if key in values), "")
    kind = values.get("as", values.get("interpret-as", "")).lower()
    if reading:
        return f'[{plain}]{{say="{reading.replace(chr(34), chr(39))}"}}'
    if kind in _SPELLED:
        return f"[{plain}]{{spell}}"
    if kind in _READ_AS:
        return f"[{plain}]{{as={_READ_AS[kind]}}}"
    is_language = re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?", inside) is not None
    if (
        not (values or is_language)
        or "ph" in values
        or "ipa" in values
        or "sampa" in values
        or kind
        or "voice" in values
        or "ext" in values
    ):
        kept.append(Kept(line, "annotation", token, in_place=True))
        return f"{plain} {comment(token)}"
    shades[0] += 1
    return plain
