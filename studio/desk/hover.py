"""What stands behind a place of a script: how it is spoken and pronounced, a finding's rule, a cue's sound."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.actions.lint import explain_rule
from studio.desk.analysis import Analysis, Passage
from studio.kit.errors import ConfigurationError
from studio.model.script import CueKind
from studio.model.source import Span

_DISABLE = re.compile(r"studio:\s*disable(?:-file)?\s*=\s*(?P<rules>[\w, -]*?)(?=\s*(?:--|$))")
_EXAMPLES = re.compile(r"\n#+ (?:Bad|Good)\n.*?(?=\n#+ |\Z)", re.DOTALL)
_SOUND_WORDS = {CueKind.BED: "bed", CueKind.STINGER: "stinger", CueKind.BUMPER: "bumper"}


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown about a span."""

    span: Span
    markdown: str


def hover(analysis: Analysis, offset: int) -> Hover | None:
    """What is to be known about the place ``offset``; None where that is nothing."""
    spans, parts = [], []
    for found in analysis.findings:
        if found.span.start <= offset <= found.span.end and (page := _rule(found.code)):
            spans.append(found.span)
            parts.append(page)
    if passage := analysis.passage_at(offset):
        spans.append(passage.segment.span)
        parts.insert(0, _spoken(passage))
    for about in (_cue(analysis, offset), _disabled(analysis, offset)):
        if about:
            spans.append(about.span)
            parts.append(about.markdown)
    return Hover(spans[-1], "\n\n---\n\n".join(dict.fromkeys(parts))) if parts else None


def _spoken(passage: Passage) -> str:
    segment = passage.segment
    who = f"{segment.speaker}, voice" if segment.speaker else "Voice"
    lines = [
        f"**Spoken** — {_escaped(segment.spoken)}",
        f"{who} `{segment.voice}`, segment {segment.number}, about {passage.length_s:.1f} s",
    ]
    if segment.pronunciations:
        lines.append("**Pronounced**")
        said = []
        for one in segment.pronunciations:
            sound = f"/{one.ipa.strip('/')}/" if one.ipa else f"“{one.respelling}”"
            where = one.where or "studio's vocabulary"
            said.append(f"- {_escaped(segment.spoken[one.start : one.end])}: {sound} ({where})")
        lines.append("\n".join(dict.fromkeys(said)))
    return "\n\n".join(lines)


def _rule(code: str) -> str | None:
    """The page of a rule less its examples; None for a code that has none."""
    try:
        return _EXAMPLES.sub("", explain_rule(code)).strip()
    except ConfigurationError:
        return None


def _cue(analysis: Analysis, offset: int) -> Hover | None:
    for section in analysis.script.sections:
        for block in section.blocks:
            if block.cue and block.cue.name and block.span.start <= offset <= block.span.end:
                asset = analysis.show.assets.get(block.cue.name)
                if asset is None:
                    return None
                what = _SOUND_WORDS.get(asset.kind, asset.kind.value)
                name = asset.path.name
                text = f"**{block.cue.name}** — {what}, `{name}`, {asset.gain_db:+g} dB, fades {asset.fade_s:g} s"
                return Hover(block.span, text)
    return None


def _disabled(analysis: Analysis, offset: int) -> Hover | None:
    """The rules that a comment on this line disables."""
    source = analysis.source
    line = source.location(offset).line
    start = source.line_starts[line - 1]
    for match in _DISABLE.finditer(source.line_text(line)):
        span = Span(start + match.start(), start + match.end())
        pages = [page for rule in match["rules"].split(",") if (page := _rule(rule.strip()))]
        if span.start <= offset <= span.end and pages:
            return Hover(span, "\n\n---\n\n".join(pages))
    return None


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
