"""Write the reference pages that come from the code: commands, configuration, linter rules, script language.

python docs/generate.py            write the pages
python docs/generate.py --check    exit 1 and name the pages that are not current
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from studio.cli import COMMON, app
from studio.lint.explain import rules_page
from studio.script import PROBLEM_KINDS, language_page
from studio.settings.show import load_show
from studio.settings.yamlfile import YamlMap, compose_mapping, read_text

DOCS = Path(__file__).parent
GENERATED = "<!-- made by docs/generate.py from the code: change it there -->\n"

#: Setting → meaning. A dot separates levels, an asterisk stands for a name of the author's own.
MEANINGS = {
    "studio.yaml": {
        "title": "Title of the podcast.",
        "author": "Author as directories show it.",
        "email": "Address for directories and feedback; some directories ask for one.",
        "language": "Language of the show (BCP 47).",
        "description": "What the show is about, at most 4,000 bytes.",
        "site": "The show's web page.",
        "artwork": "Cover, square, 1400 to 3000 pixels, JPEG or PNG without transparency.",
        "feed.url": "Where the feed will be found; part of the show's identity, so choose it once.",
        "feed.categories": "Apple's categories, exact spelling, `Category > Subcategory`.",
        "feed.explicit": "Whether directories are to warn.",
        "feed.copyright": "Copyright or licence line.",
        "feed.funding.url": "Where listeners can support the show.",
        "feed.funding.text": "What the link to it says, at most 128 characters.",
        "pillars.*.name": "A recurring editorial theme; it stands on every chapter that carries it.",
        "pillars.*.short": "Short name for chapter titles.",
        "pillars.*.colour": "Colour on pages and strips.",
        "pillars.*.wording": "Regular expressions, case-insensitive: a heading or bold lead label that matches "
        "carries the pillar.",
        "marks.*.name": "A thing that the framework counts, marked `{.name}` in a script.",
        "marks.*.pillar": "The pillar that it belongs to.",
        "narrator": "Voice (a file of `voices/`) of all text without a speaker.",
        "speakers.*": "Speaker's name in scripts → voice.",
        "lexicons": "Lexicon files, later ones win.",
        "sounds.*.file": "A sound that cues can name.",
        "sounds.*.kind": "`bed` (music under speech), `stinger` (seconds-long punctuation) or `bumper`.",
        "sounds.*.gain_db": "Loudness against that of the voices, decibels; of a bed while nobody speaks.",
        "sounds.*.fade_s": "Fade in and out, seconds.",
        "style": "Choices of [spoken style](spoken-style.md), and units, acronyms and abbreviations of the show's own.",
        "pauses.sentence_s": "Silence after a sentence, seconds.",
        "pauses.paragraph_s": "Silence after a paragraph.",
        "pauses.section_s": "Silence before a section.",
        "pauses.part_s": "Silence before a part (heading of level 1 or 2).",
        "pauses.speaker_s": "Least silence between two speakers.",
        "pauses.end_s": "Silence at the end.",
        "ducking.depth_db": "By how much a bed gives way to speech, decibels.",
        "ducking.attack_s": "How long before speech it begins to give way, seconds.",
        "ducking.hold_s": "How long it stays down after speech.",
        "ducking.release_s": "How long it takes to come back.",
        "loudness.target_lufs": "Integrated loudness of the episode (ITU-R BS.1770-4).",
        "loudness.tolerance_lu": "How far `studio verify` lets it be off.",
        "loudness.ceiling_dbtp": "Highest true peak of the decoded MP3.",
        "encoding.channels": "1 (mono) or 2 (stereo).",
        "encoding.bitrate_kbps": "Constant bit rate of the MP3.",
        "lint": "Options of the [linter's rules](rules.md).",
    },
    "voices/NAME.yaml": {
        "engine": "Engine that speaks, as `studio doctor` names it.",
        "description": "What the voice is like.",
        "language": "Language of the voice (BCP 47).",
        "gain_db": "Level change in decibels, before loudness is matched.",
        "pan": "Place in stereo, -1 left to 1 right; not heard in mono.",
        "fallback": "Voice to use where this one cannot speak.",
        "lexicons": "Lexicon files for this voice alone.",
        "licence": "Licence of the voice or model (SPDX).",
        "attribution": "Who has to be named.",
        "settings.*": "Passed to the engine, which refuses what it does not know.",
    },
}

#: What a program that calls a command can rely on.
JSON = """\
With `--format json` a command prints one JSON value on standard output and nothing else. Warnings are in it, as
`warnings`, where it is an object; beside a list they stay on standard error. A failure of any kind, a wrong command
line among them, is such a value, too, with the exit code that it has in text:

    {"error": {"code": "unknown-episode", "message": "…", "where": {"path": "…", "line": 3, "column": 1}, "hint": "…"}}

`where` and `hint` are `null` where there is none; a script that the linter refuses lists its findings as
`diagnostics`. Completion for your shell: `studio --install-completion`."""

#: Defaults that are no constants.
OTHER_DEFAULTS = {"pillars.*.short": "the name"}


class NotingMap(YamlMap):
    """A mapping that notes every setting that is asked for, with what it may be."""

    notes: dict[str, tuple[str, str]]

    def text(self, key: str, default: str | None = None) -> str:
        self._note(key, "text", default)
        return super().text(key, default)

    def number(self, key: str, default: float | None = None, *, low: float, high: float) -> float:
        self._note(key, f"number, {low:g} to {high:g}", default)
        return super().number(key, default, low=low, high=high)

    def flag(self, key: str, default: bool) -> bool:
        self._note(key, "true or false", default)
        return super().flag(key, default)

    def choice(self, key: str, options: Sequence[Any], default: Any = None) -> Any:
        self._note(key, "one of " + ", ".join(map(str, options)), default)
        return super().choice(key, options, default)

    def texts(self, key: str) -> tuple[str, ...]:
        self._note(key, "list of texts", "")
        return super().texts(key)

    def free(self, key: str) -> dict[str, object]:
        self._note(key, "settings", "")
        return super().free(key)

    def scalars(self, key: str) -> dict[str, Any]:
        self._note(f"{key}.*", "text, number or flag", "")
        return super().scalars(key)

    def _note(self, key: str, kind: str, default: object) -> None:
        shown = "required" if default is None else "–" if default == "" else f"`{_yaml(default)}`"
        name = self._general(key)
        self.notes.setdefault(name, (kind, OTHER_DEFAULTS.get(name, shown)))

    def _general(self, key: str) -> str:
        name = f"{self._label}{key}"
        name = re.sub(r"^(pillars|marks|sounds)\.[^.]+\.", r"\1.*.", name)
        return re.sub(r"^speakers\.[^.*]+$", "speakers.*", name)


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def noted_settings() -> dict[str, dict[str, tuple[str, str]]]:
    """File → setting → (kind, default), as the code reads them from this repository's own show."""
    notes: dict[str, dict[str, tuple[str, str]]] = {name: {} for name in MEANINGS}

    def read(path: Path, shown: str) -> YamlMap:
        of_file = notes["studio.yaml" if shown == "studio.yaml" else "voices/NAME.yaml"]
        kind = type("Noting", (NotingMap,), {"notes": of_file})
        source = read_text(path, shown)
        made: YamlMap = kind(shown, compose_mapping(source), "")
        return made

    load_show(DOCS.parent, read=read)
    return notes


def configuration_page() -> str:
    """Every setting with its kind, default and meaning."""
    lines = [GENERATED, "# Configuration", ""]
    lines += ["`studio.yaml` stands at the root of a show, a file per voice in `voices/`. An unknown key is an error."]
    for file, settings in noted_settings().items():
        unknown = sorted(set(settings) ^ set(MEANINGS[file]))
        if unknown:
            sys.exit(f"docs/generate.py: {file}: no meaning for, or no longer read: {', '.join(unknown)}")
        lines += ["", f"## `{file}`", "", "| setting | is | default | meaning |", "|---|---|---|---|"]
        lines += [
            f"| `{name}` | {settings[name][0]} | {settings[name][1]} | {meaning} |"
            for name, meaning in MEANINGS[file].items()
        ]
    return "\n".join(lines) + "\n"


def cli_page() -> str:
    """Every command with its arguments, options and an example."""
    lines = [GENERATED, "# Commands", ""]
    lines += [
        "Exit codes: 0 clean; 1 findings, or something could not be made; 2 wrong usage or configuration; 130 Ctrl-C."
    ]
    lines += ["", "Every command has these, too:", "", "| | meaning |", "|---|---|"]
    lines += [*_parameters(COMMON), "| `-h`, `--help` | Show how the command is used. |", "", JSON]
    root: Any = typer.main.get_command(app)
    for name, command in sorted(_commands(root, "studio")):
        lines += ["", f"## `{name}`", "", " ".join(command.help.split()), ""]
        lines += [f"    {command.epilog.removeprefix('Example: ')}", ""]
        own = [parameter for parameter in command.params if parameter not in COMMON]
        lines += ["| | meaning |", "|---|---|", *_parameters(own)]
    return "\n".join(lines) + "\n"


def _commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}")


def _parameters(parameters: Sequence[Any]) -> Iterator[str]:
    for parameter in parameters:
        if parameter.name == "help":
            continue
        names = [parameter.metavar or parameter.name.upper()]
        if parameter.param_type_name == "option":
            names = [*parameter.opts, *parameter.secondary_opts]
        meaning = " ".join((parameter.help or "").split()).replace("|", "\\|")
        shown = ", ".join(f"`{name}`" for name in names).replace("|", "\\|")
        yield f"| {shown} | {meaning} |"


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "configuration.md": configuration_page,
    "rules.md": lambda: GENERATED + rules_page(PROBLEM_KINDS),
    "script-language.md": lambda: GENERATED + language_page(),
}


def main() -> None:
    """Write or check the pages."""
    stale = []
    for name, make in PAGES.items():
        page, path = make(), DOCS / name
        if not path.is_file() or path.read_text(encoding="utf-8") != page:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(page, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"not current: {', '.join(stale)}; run python docs/generate.py")


if __name__ == "__main__":
    main()
