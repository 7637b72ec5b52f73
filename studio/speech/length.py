"""How long it takes to say something that nobody has said yet: the one estimate, for every room that needs one."""

from __future__ import annotations

#: Spoken characters of a second, blanks among them, as the default voice speaks: about 165 words a minute.
CHARS_PER_SECOND = 15.0


def speaking_s(spoken: str) -> float:
    """Seconds that a text takes, without the pause behind it.

    Args:
        spoken: in spoken form; the written form of prose without figures is hardly shorter.
    """
    return len(spoken) / CHARS_PER_SECOND
