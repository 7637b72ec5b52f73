"""Write what comes from the code: commands, configuration and its JSON schemas, linter rules, script language.

python docs/generate.py            write the pages
python docs/generate.py --check    exit 1 and name the pages that are not current
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from studio.cli import COMMON, app
from studio.engines.coqui import CoquiOptions
from studio.engines.espeak import EspeakOptions
from studio.engines.flite import FliteOptions
from studio.engines.hibari import HibariOptions
from studio.engines.kokoro import KokoroOptions
from studio.engines.piper import PiperOptions
from studio.engines.silent import SilentOptions
from studio.lint.explain import rules_page
from studio.model.show import Voice
from studio.script import PROBLEM_KINDS, language_page
from studio.settings.lexicons import EntryFields
from studio.settings.reader import documented
from studio.settings.schema import Schema, lexicon_schema, show_schema, voice_schema
from studio.settings.show import StudioYaml
from studio.speech import Style

DOCS = Path(__file__).parent
GENERATED = "<!-- made by docs/generate.py from the code: change it there -->\n"

#: What an author writes → the dataclass whose fields declare it.
FILES = {"`studio.yaml`": StudioYaml, "`voices/NAME.yaml`": Voice, "An entry of a lexicon": EntryFields}
ENGINES: dict[str, type] = {
    "coqui": CoquiOptions,
    "espeak": EspeakOptions,
    "flite": FliteOptions,
    "hibari": HibariOptions,
    "kokoro": KokoroOptions,
    "piper": PiperOptions,
    "silent": SilentOptions,
}

#: What a program that calls a command can rely on.
JSON = """\
With `--format json` a command prints one JSON value on standard output and nothing else. Warnings are in it, as
`warnings`, where it is an object; beside a list they stay on standard error. A failure of any kind, a wrong command
line among them, is such a value, too, with the exit code that it has in text:

    {"error": {"code": "unknown-episode", "message": "…", "where": {"path": "…", "line": 3, "column": 1}, "hint": "…"}}

`where` and `hint` are `null` where there is none; a script that the linter refuses lists its findings as
`diagnostics`. Completion for your shell: `studio --install-completion`."""


def configuration_page() -> str:
    """Every setting with its kind, default and meaning."""
    lines = [GENERATED, "# Configuration", ""]
    lines += ["`studio.yaml` stands at the root of a show, a file per voice in `voices/`. An unknown key is an error."]
    parts = {name: documented(into) for name, into in FILES.items()}
    parts["The `style:` of `studio.yaml`"] = documented(Style, "style.")
    parts |= {f"`settings:` of a voice of `{name}`": documented(into) for name, into in ENGINES.items()}
    for title, rows in parts.items():
        lines += ["", f"## {title}", "", "| setting | is | default | meaning |", "|---|---|---|---|"]
        lines += [f"| `{name}` | {kind} | {default} | {meaning} |" for name, kind, default, meaning in rows]
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


def _json(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "configuration.md": configuration_page,
    "rules.md": lambda: GENERATED + rules_page(PROBLEM_KINDS),
    "script-language.md": lambda: GENERATED + language_page(),
    "schema/lexicon.json": lambda: _json(lexicon_schema()),
    "schema/studio.json": lambda: _json(show_schema()),
    "schema/voice.json": lambda: _json(voice_schema()),
}


def main() -> None:
    """Write or check the pages."""
    stale = []
    for name, make in PAGES.items():
        page, path = make(), DOCS / name
        if not path.is_file() or path.read_text(encoding="utf-8") != page:
            stale.append(name)
            if "--check" not in sys.argv:
                path.parent.mkdir(exist_ok=True)
                path.write_text(page, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"not current: {', '.join(stale)}; run python docs/generate.py")


if __name__ == "__main__":
    main()
