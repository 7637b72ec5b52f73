"""Link definitions, ``[paper]: https://…``, told apart from an answer such as ``[GUEST]: Yes.``."""

from __future__ import annotations

import re

_DEFINITION = re.compile(
    r"\[(?:[^\[\]\\]|\\.){1,999}\]:\s*"
    r"(?:<|#|/|\.{1,2}/|[A-Za-z][\w+.-]*:\S|www\.|[\w%-]+(?:[./][\w%-]+)*\.[a-z]{2,5}(?:[/?#]\S*)?(?:\s|$))"
)


def is_definition(text: str, at: int = 0) -> bool:
    """Whether a link definition whose destination looks like one begins at ``at``."""
    return text.startswith("[", at) and _DEFINITION.match(text, at) is not None
