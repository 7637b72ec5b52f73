"""What is drawn with characters and makes no sound: rules, bullets, faces."""

from __future__ import annotations

import re

from studio.speech.passage import Passage, Reading

_ORNAMENT = re.compile(r"[\u2500-\u25b5\u25b8-\u25b9\u25bb-\u25ff•●○◦‣⁃■□▪▫◆◇★☆\ufe0e\ufe0f\u200b\u20e3`*_~=#|\\-]+")
_EMOTICON = re.compile(r"(?:[:;]['’]?-?[()DPp]|[:;]-[/|*])(?=[\s.,!?)]|\Z)")


def read_rule(passage: Passage, start: int) -> Reading | None:
    """Lines and bullets drawn with characters make no sound: ``-----``, ``═════``, ``•``."""
    found = _ORNAMENT.match(passage.text, start)
    if not found:
        return None
    run = found[0]
    if not run.isascii():
        drawn = [c for c in run if not c.isascii()]
        return (
            Reading(found.end(), "", "ornament")
            if len(drawn) == len(run) or len(run) > 2
            else Reading(start + 1, "", "ornament")
        )
    if (len(run) > 2 and run[0] * len(run) == run) or "---" in run or "===" in run:
        return Reading(found.end(), "", "ornament")
    return None


def read_emoticon(passage: Passage, start: int) -> Reading | None:
    """A face drawn with punctuation makes no sound: ``;-)``."""
    found = _EMOTICON.match(passage.text, start) if not passage.char(start - 1).strip() else None
    return Reading(found.end(), "", "emoji") if found else None
