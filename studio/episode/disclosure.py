"""What listeners are told of synthetic voices, and what is kept of it with the episode.

Told means: a line in the notes, on the page, in the feed and in the tag. It is spoken where the show asks for that;
otherwise it is kept why it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from studio.episode.wording import words
from studio.model.publishing import Disclosure, SpokenAt
from studio.model.script import Episode
from studio.model.show import Show, Voice

WRITTEN = "it is written in the notes, on the page, in the feed and in the tag"


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The answer of one episode.

    Attributes:
        synthetic: whether a machine speaks in it.
        text: the line that tells it; empty where listeners are not told.
        spoken: where the narrator says it, ``start`` or ``end``; empty where he does not.
        sentence: what he says there.
        reason: why it is not spoken, or not told at all.
        imitated: voice that imitates a person → who agreed to that.
        recorded: how many takes are recordings.
        recordings: whose they are, and that they agreed.
    """

    synthetic: bool
    text: str = ""
    spoken: str = ""
    sentence: str = ""
    reason: str = ""
    imitated: Mapping[str, str] = field(default_factory=dict)
    recorded: int = 0
    recordings: str = ""

    @property
    def answer(self) -> str:
        """What feed and tag say: ``yes: …``, ``no``, or ``unstated: …`` with the reason."""
        if self.text:
            return f"yes: {self.text}"
        return f"unstated: {self.reason}" if self.synthetic else "no"

    @property
    def doubt(self) -> str:
        """What has to be said before the episode can be published; empty where all is."""
        if not self.recorded or self.recordings.strip():
            return ""
        takes = "one take is a recording" if self.recorded == 1 else f"{self.recorded} takes are recordings"
        return f"{takes}: to be published, `disclosure: {{recordings: …}}` has to say whose, and that they agreed"

    def as_json(self) -> dict[str, Any]:
        """The record for the manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Disclosed:
        """The record of a manifest.

        Raises:
            KeyError, TypeError: it is none.
        """
        return cls(
            synthetic=values["synthetic"] is True,
            text=str(values["text"]),
            spoken=str(values["spoken"]),
            sentence=str(values["sentence"]),
            reason=str(values["reason"]),
            imitated={str(voice): str(consent) for voice, consent in values["imitated"].items()},
            recorded=int(values["recorded"]),
            recordings=str(values["recordings"]),
        )


def asked_for(episode: Episode, show: Show) -> Disclosure:
    """What an episode and its show ask for; what neither says is None."""
    own = {one.name: getattr(episode.disclosure, one.name) for one in fields(Disclosure)}
    return replace(show.disclosure, **{name: value for name, value in own.items() if value is not None})


def sentence_of(episode: Episode, show: Show) -> str:
    """What the narrator says of the voices; empty where nothing is to be spoken."""
    asked = asked_for(episode, show)
    if asked.tell is False or asked.spoken in (None, SpokenAt.NOWHERE):
        return ""
    return asked.sentence or asked.text or words(show.language)["synthetic"]


def disclosed(episode: Episode, show: Show, takes: Iterable[Voice | None]) -> Disclosed:
    """The answer of an episode.

    Args:
        episode, show: what is asked for.
        takes: the voice of each take; None for a recording.
    """
    voices = list(takes)
    asked, recorded = asked_for(episode, show), voices.count(None)
    synthetic, sentence = recorded < len(voices), sentence_of(episode, show)
    text = asked.text or (words(show.language)["partly_synthetic" if recorded else "synthetic"] if synthetic else "")
    if asked.tell is False:
        text = ""
    reason = "" if sentence else asked.reason or (WRITTEN if text else "people speak, and no machine")
    return Disclosed(
        synthetic=synthetic,
        text=text,
        spoken=str(asked.spoken) if sentence else "",
        sentence=sentence,
        reason=reason,
        imitated={voice.name: voice.consent for voice in voices if voice is not None and voice.imitates},
        recorded=recorded,
        recordings=asked.recordings or "",
    )
