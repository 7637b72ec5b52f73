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
from studio.web.desk.addresses import document

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


#: What a program that speaks to the desk has to know beside the addresses.
API = """\
`studio desk` answers these addresses on this machine; its page uses nothing else. The same as OpenAPI 3.1:
`/api/openapi.json` of a running desk.

- **The token.** What writes (POST, PUT, DELETE) sends it as the header `X-Studio-Token`; the stream of events and the
  language server's socket, `/api/lsp`, take it as `?token=`. It stands in the page, in `<meta name="studio-token">`,
  and is another one each time the desk is started.
- **The client.** A page that calls itself something, with the header `X-Studio-Client` or `?client=`, is told of the
  text that it has open itself; pages without a name share one.
- **Who may ask.** The desk answers to its own names alone (`Host`, `Origin`), and to nobody outside its machine unless
  `--host` says otherwise. Scripts that lie outside the show's folder, links followed, are no episodes.
- **The language server** speaks the Language Server Protocol on the socket, one message a frame, without headers. The
  text that is open there is the text as typed: takes are made for it, and places are those in it.
- **Failures** are `{"error": "what is wrong and what to do"}` with a fitting status: 400 not understood, 403 not
  allowed, 404 not there, 409 in conflict, 413 too large, 422 cannot be done, 503 too many.
- **Limits.** 4 MiB a request, 20 s until it is whole, 64 streams of events, 32 sockets, 20 jobs that wait. A page that
  reads slowly is told less: a newer word on a matter takes the place of the older one."""


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


def api_page() -> str:
    """Every address of the desk's API, and the forms of what it takes and gives."""
    text = document()
    lines = [GENERATED, "# The desk's API", "", API, "", "| | what it does | takes | gives |", "|---|---|---|---|"]
    for path, methods in text["paths"].items():
        for method, one in methods.items():
            body = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            (gives,) = one["responses"]["200"]["content"].items()
            shown = _form(gives[1]["schema"]) if gives[0] == "application/json" else gives[0]
            takes = f"`{_form(body)}`" if body else ""
            lines += [f"| `{method.upper()} {path}` | {one['summary']} | {_cell(takes)} | `{_cell(shown)}` |"]
    lines += ["", "## Events", "", "| event | when | holds |", "|---|---|---|"]
    for name, told in text["x-events"].items():
        lines += [f"| `{name}` | {told['description']} | `{_form(told['schema'])}` |"]
    lines += ["", "## Reports", ""]
    for name, form in text["components"]["schemas"].items():
        lines += [f"`{name}`", "", *(f"- `{part}`: {_form(of)}" for part, of in form["properties"].items()), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _form(form: dict[str, Any]) -> str:
    """A form in short."""
    if "$ref" in form:
        return str(form["$ref"].rpartition("/")[2])
    if "anyOf" in form:
        return " or ".join(_form(one) for one in form["anyOf"])
    if "enum" in form:
        return " or ".join(f'"{value}"' for value in form["enum"])
    if form["type"] == "array":
        return f"[{_form(form['items'])}, …]"
    return _object(form) if form["type"] == "object" else " or ".join(_several(form["type"]))


def _object(form: dict[str, Any]) -> str:
    if "additionalProperties" in form:
        return f"{{name: {_form(form['additionalProperties'])}}}"
    parts = (f"{name}{'' if name in form['required'] else '?'}" for name in form.get("properties", ()))
    return f"{{{', '.join(parts)}}}"


def _several(kinds: str | list[str]) -> list[str]:
    return [kinds] if isinstance(kinds, str) else kinds


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


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
    "api.md": api_page,
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
