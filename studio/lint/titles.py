"""What stands in headings and does not belong into a chapter's title."""

from __future__ import annotations

import re

TIMING = re.compile(
    r"\s*[(\[]\s*(?:~|about\s+)?\d+(?:[-–]\d+)?\s*(?:min(?:ute)?s?|sec(?:ond)?s?|hours?|hrs?)\s*[)\]]", re.IGNORECASE
)
EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001faff\u2600-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55]"
    "[\ufe0f\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*)+"
)


def bare_title(title: str) -> str:
    """A title without emoji and durations, which have rules of their own."""
    return " ".join(EMOJI.sub("", TIMING.sub("", title)).split())
