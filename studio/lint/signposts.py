"""The words by which a speaker tells listeners where they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.lint.context import Prose

_PHRASES = (
    r"now|next|first|second|third|finally|so far|let['’]?s|let us|let me|we(?:['’]ll|['’]ve| will| are going| have)|"
    r"welcome|today|tonight|imagine|picture|remember|recall|consider|suppose|meet|think (?:of|about)|before|after|then|"
    r"so|but|here is|here['’]s|this is|that is|that['’]s|to begin|to start|to see|in this (?:part|episode|section)|"
    r"earlier|a moment ago|back to|come back|turn to|move on|step back|time to|one more|last|"
    r"the (?:first|second|third|fourth|fifth|next|last|final|other|same) \w+"
)
SIGNPOST = re.compile(rf"\?|\b(?:{_PHRASES})\b", re.IGNORECASE)


def opening(prose: Prose, sentences: int = 2) -> str:
    """The first sentences of a block."""
    return " ".join(sentence.text for sentence in prose.sentences[:sentences])
