"""A listener before a real browser: a page, and everything that went wrong on it."""

from __future__ import annotations

import shutil
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
"""How Chromium is started: without the sandbox, which containers do not have, and free to play."""

_LOADED = """() => {
  const audio = document.querySelector('audio');
  return !audio || !audio.getAttribute('src') || audio.readyState >= 1;
}"""


class Listener:
    """A page of its own; ``complaints`` and ``requests`` tell what the browser said and fetched."""

    def __init__(self, browser: object, **options: object) -> None:
        self.context = browser.new_context(**options)  # type: ignore[attr-defined]
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on(
            "console", lambda message: self.complaints.append(f"{message.text} {message.location['url']}".strip())
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, page: Path | str, fragment: str = "") -> Listener:
        """Go to a file or an address, and wait until its sound is known."""
        self.page.goto((page.as_uri() if isinstance(page, Path) else page) + fragment)
        self.page.wait_for_function(_LOADED)
        return self

    def until(self, condition: str) -> None:
        """Wait until something is true of the sound, which is called ``audio``."""
        self.page.wait_for_function(f"() => {{ const audio = document.getElementById('audio'); return {condition}; }}")

    def middle(self, selector: str, x: float = 0.5) -> tuple[float, float]:
        """A point on an element: halfway down, and a share of its width from its left edge."""
        box = self.page.locator(selector).bounding_box()
        return box["x"] + box["width"] * x, box["y"] + box["height"] / 2
