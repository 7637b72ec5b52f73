"""``studio new``: a show that can be heard at once, and the skeleton of its next episode."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from studio.episode.cover import draw_cover
from studio.kit.errors import ConfigurationError
from studio.kit.files import write_atomically
from studio.settings.episodes import all_episodes
from studio.settings.show import BUILT_IN_VOICES, CONFIG_NAME
from studio.settings.workspace import Workspace

_TEMPLATES = Path(__file__).parent / "show_files"
#: Template → where it goes in the show.
_FILES = {
    "AGENTS.md": "AGENTS.md",
    "editorconfig": ".editorconfig",
    "gitignore": ".gitignore",
    "lexicon.yaml": "voices/lexicon.yaml",
    "vscode.json": ".vscode/settings.json",
    "workflow.yml": ".github/workflows/show.yml",
}
_VOICES = ("narrator", "guest")


class Framework(StrEnum):
    """What editorial pillars a new show has."""

    DIAMOND = "diamond"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NewShow:
    """A show that was made: its folder, the files that were written, and those that were there already and stayed."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {"folder": str(self.folder), "written": list(self.written), "kept": list(self.kept)}


@dataclass(frozen=True, slots=True)
class NewEpisode:
    """A script that was made."""

    id: str
    number: int
    script: Path

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {"episode": self.id, "number": self.number, "script": str(self.script)}


def check_free(folder: Path) -> None:
    """Refuse a place where no show can be made.

    Raises:
        ConfigurationError: ``show-exists``, ``not-a-folder``.
    """
    if (folder / CONFIG_NAME).exists():
        raise ConfigurationError(
            "show-exists", "there is a show already", where=str(folder), hint="Choose another folder."
        )
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError("not-a-folder", "this is a file", where=str(folder), hint="Choose another name.")


def title_of(folder: Path) -> str:
    """The title that a folder's name suggests: ``my-show`` gives ``My Show``."""
    words = re.split(r"[\s_-]+", folder.resolve().name.strip())
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or "My Show"


def new_show(folder: Path, *, title: str, author: str, framework: Framework = Framework.NONE) -> NewShow:
    """Make a show whose first episode can be rendered. Files that are there already stay as they are.

    Args:
        folder: need not exist.
        title: of the show.
        author: as directories show it.
        framework: its pillars.

    Raises:
        ConfigurationError: there is a show already, or a title or an author without a letter.
    """
    check_free(folder)
    for name, text in (("title", title), ("author", author)):
        if not text.strip():
            raise ConfigurationError("empty-value", f"the {name} is empty", hint=f"Say --{name} TEXT.")
    files: dict[str, bytes] = {place: (_TEMPLATES / name).read_bytes() for name, place in _FILES.items()}
    files |= {f"voices/{name}.yaml": (BUILT_IN_VOICES / f"{name}.yaml").read_bytes() for name in _VOICES}
    first = "first-episode-diamond.md" if framework is Framework.DIAMOND else "first-episode.md"
    files["scripts/ep01.md"] = (_TEMPLATES / first).read_bytes()
    files["assets/cover.png"] = draw_cover(title)
    # Last, since a folder with this file counts as a show.
    files[CONFIG_NAME] = _settings(title, author, framework).encode("utf-8")
    kept = tuple(place for place in files if (folder / place).exists())
    written = tuple(place for place in files if place not in kept)
    for place in written:
        write_atomically(folder / place, files[place])
    return NewShow(folder, written, kept)


def new_episode(workspace: Workspace, title: str) -> NewEpisode:
    """Write the script of the next episode: its front matter, and a section for each of the show's pillars.

    Raises:
        ConfigurationError: a title without a letter; ``script-exists``.
    """
    if not title.strip():
        raise ConfigurationError("empty-value", "the title is empty", hint='Say studio new episode "TITLE".')
    show = workspace.show
    number = 1 + max(_taken_numbers(workspace))
    name = f"ep{number:02d}"
    script = show.scripts / f"{name}.md"
    if script.exists():
        raise ConfigurationError("script-exists", "there is a script already", where=str(script), hint="Rename it.")
    sections = [(f"{pillar.short}: …", f" {{.{pillar.id}}}", pillar.name) for pillar in show.pillars]
    sections = sections or [("…", "", "The first chapter")]
    speaker = next(iter(show.speakers), "")
    words = " ".join(title.split())
    text = f"---\nid: {name}\nnumber: {number}\ntitle: {_quoted(words)}\nsummary: …\n---\n\n# {words}\n\n"
    text += f"{speaker}: Welcome.\n" if speaker else "Welcome.\n"
    for heading, marks, meaning in sections:
        text += f"\n## {heading}{marks}\n\n<!-- {meaning} -->\n"
    write_atomically(script, text.encode("utf-8"))
    return NewEpisode(name, number, script)


def _taken_numbers(workspace: Workspace) -> Iterator[int]:
    """Of the show's scripts, and of what its feed has: its scripts may have stayed with another tool; and 0."""
    yield 0
    yield from (_number(episode.id, episode.number) for episode in all_episodes(workspace.show))
    from studio.feed import rss  # XML is long to import
    from studio.feed.archives import read_joined
    from studio.feed.ledger import read_ledger

    ledger, items = read_ledger(workspace.public), rss.items(read_joined(workspace.public)[0])
    for record in (*ledger.records.values(), *ledger.of_items(items)):
        yield _number(record.id, record.number)


def _settings(title: str, author: str, framework: Framework) -> str:
    text = (_TEMPLATES / "studio.yaml").read_text(encoding="utf-8")
    values = {"@TITLE@": title, "@AUTHOR@": author, "@DESCRIPTION@": f"{title}, a podcast."}
    text = re.sub("|".join(values), lambda found: _quoted(values[found[0]]), text)
    if framework is Framework.DIAMOND:
        text += (_TEMPLATES / "framework-diamond.yaml").read_text(encoding="utf-8")
    return text


def _quoted(text: str) -> str:
    """A text as YAML takes it, plain where that is safe: two words or more, so that it is no `yes`."""
    if re.fullmatch(r"[A-Za-z]+( [A-Za-z]+)+", text):
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")


def _number(name: str, number: int | None) -> int:
    told = re.fullmatch(r"(?:ep|episode-?)0*(\d{1,9})", name)
    return number if number is not None else int(told[1]) if told else 0
