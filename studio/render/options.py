"""How an episode is to be rendered, as far as it is not in the show or the script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from studio.audio.formats import Format
from studio.kit.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What a person asks of one render.

    Attributes:
        skip_unspeakable: leave out what cannot be spoken instead of refusing the script.
        allow_bad_takes: use takes that the quality checks found fault with, and warn of each.
        also: other formats to make beside the MP3.
        jobs: processes and threads to use; None for one per core. It changes no byte.
        final: let voices speak by what their files name under ``final``.
        listen: name of the recogniser that is to hear the takes; empty for none.
        cluster: address of the scheduler whose workers make the takes; empty for this machine. It changes no byte.
    """

    skip_unspeakable: bool = False
    allow_bad_takes: bool = False
    also: tuple[str, ...] = ()
    jobs: int | None = None
    final: bool = False
    listen: str = ""
    cluster: str = ""

    def facts(self) -> dict[str, str]:
        """What of it decides the product, for the record of a render's inputs."""
        return {
            "--skip-unspeakable": str(self.skip_unspeakable),
            "--allow-bad-takes": str(self.allow_bad_takes),
            "--final": str(self.final),
            "--also": ", ".join(sorted(self.also)) or "none",
            "--listen": self.listen or "nobody",
        }


def formats(names: Iterable[str]) -> tuple[str, ...]:
    """Names of formats, checked, each once.

    Raises:
        ConfigurationError: ``unknown-format``.
    """
    chosen = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    for name in chosen:
        if name not in tuple(Format):
            hint = f"Choose from {', '.join(Format)}."
            raise ConfigurationError("unknown-format", f"there is no format `{name}`", hint=hint)
    return chosen
