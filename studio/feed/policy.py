"""The content-security policy that pages of a feed folder work under: nothing from elsewhere, nothing inline."""

from __future__ import annotations

_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


def policy_for(name: str) -> str:
    """The value of ``Content-Security-Policy`` for a file.

    Args:
        name: the file's name; only the small player may be shown on other people's pages.
    """
    return f"{_OWN}; frame-ancestors {'*' if name == 'embed.html' else chr(39) + 'self' + chr(39)}"
