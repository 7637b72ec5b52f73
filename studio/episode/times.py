"""Sample counts as the times that chapters, captions and tags are written in.

Every product rounds the same sample count with :func:`milliseconds`, so that all of them agree to the digit.
"""

from __future__ import annotations


def milliseconds(samples: int, rate_hz: int) -> int:
    """Samples at ``rate_hz`` as the nearest millisecond, halves up; integer arithmetic, exact at any length."""
    return (samples * 2000 + rate_hz) // (2 * rate_hz)


def clock(ms: int, separator: str = ".") -> str:
    """Milliseconds as ``HH:MM:SS.mmm``, as WebVTT, Podlove chapters and (with a comma) SubRip write it."""
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{separator}{rest:03d}"


def short_clock(ms: int) -> str:
    """Milliseconds as ``MM:SS``, or ``H:MM:SS`` from one hour on, cut to whole seconds.

    It is the form that players turn into links.
    """
    seconds = ms // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes:02d}:{seconds % 60:02d}"
