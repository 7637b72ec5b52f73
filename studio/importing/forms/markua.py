"""Markua (Leanpub): Markdown with ``{aside}`` and ``A>`` blocks, attribute lists, directives and ``%%`` comments.

After the Markua specification, version 0.30 (https://markua.com).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.importing.elements import Element, Imported, Kept
from studio.importing.material import Material
from studio.importing.turns import Habits, read_turns

_DIRECTIVE = re.compile(r"\{(?:frontmatter|mainmatter|backmatter|pagebreak|startindex|endindex)\}$")
_WRAPPER = re.compile(
    r"\{/?(?:aside|blurb|blockquote|center|figure|caption|discussion|error|information|question|tip|warning)(?:,[^{}]*)?\}$"
)
_ATTRIBUTES = re.compile(r"\{[^{}]*\}$")
_BLURB = re.compile(r"[ABCDEIQTWX]>(?:[ \t]|$)")
_COMMENT = re.compile(r"%%(?!%)")
_INDEX = re.compile(r"\{i:[ \t]*[\"“][^{}]*\}")
_CROSSLINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]\n]+)\]\(#[^()\s]*\)")
_MATHS = re.compile(r"`(?P<formula>[^`\n]+)`\$")
_SAMPLE = re.compile(
    r"^(?:\{(?:class: *part|frontmatter|mainmatter|backmatter|aside|blurb)[^{}\n]*\}|[ABCDEIQTWX]> |%% )", re.MULTILINE
)


def likelihood(material: Material) -> int:
    """High by the suffix, or by marks that no other Markdown has."""
    return 90 if material.suffix == ".markua" else 72 if _SAMPLE.search(material.text) else 0


def read(material: Material) -> Imported:
    """The text of the book, which has no speakers."""
    kept: list[Element] = []
    lines = list(_markdown(material.lines, kept))
    found = read_turns(lines, Habits(forms=(), is_markdown=True))
    found.elements = sorted([*found.elements, *kept], key=lambda one: one.line)
    return found


def _markdown(lines: list[str], kept: list[Element]) -> Iterator[str]:
    """The lines as plain Markdown; ``kept`` gets what they lose."""
    is_code = False
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        is_code ^= stripped.startswith(("```", "~~~"))
        if is_code or stripped.startswith(("```", "~~~")):
            yield line
        elif _DIRECTIVE.match(stripped) or _WRAPPER.match(stripped):
            yield ""
        elif _ATTRIBUTES.match(stripped):
            kept.append(Kept(number, "attributes", stripped))
            yield ""
        elif _COMMENT.match(stripped):
            kept.append(Kept(number, "comment", stripped))
            yield ""
        else:
            yield _inline(_BLURB.sub("", stripped, count=1), number, kept)


def _inline(line: str, number: int, kept: list[Element]) -> str:
    for entry in _INDEX.findall(line):
        kept.append(Kept(number, "index entry", entry))
    line = _INDEX.sub("", line)
    return _MATHS.sub(r"$\g<formula>$", _CROSSLINK.sub(r"\g<text>", line))
