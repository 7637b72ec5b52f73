"""What every command has in common: its options, and what it is quiet or talkative about."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from keyword import iskeyword
from pathlib import Path
from typing import Any

import pytest
import typer
from command_lines import COMMANDS, EVERY, answer, whole
from sample_show import SCRIPT

from studio import __version__, actions
from studio.cli import app, main, progress
from studio.cli.progress import listening
from studio.kit.events import Event, Progress


def test_the_table_names_every_command() -> None:
    def below(group: Any, path: tuple[str, ...]) -> set[tuple[str, ...]]:
        # A group that does nothing by itself is no command.
        working = {name: one for name, one in group.commands.items() if getattr(one, "invoke_without_command", True)}
        found = {(*path, name) for name in working}
        return found.union(*(below(one, (name,)) for name, one in group.commands.items() if hasattr(one, "commands")))

    assert set(COMMANDS) == below(typer.main.get_command(app), ())


def test_every_command_has_a_file_of_its_name_that_does_its_work() -> None:
    printing = {path.stem for path in Path(sys.modules[main.__module__].__file__ or "").parent.glob("*.py")}
    working = {path.stem for path in Path(actions.__file__).parent.glob("*.py")}
    # A module cannot be called by a word of the language.
    names = {f"{name}_" if iskeyword(name) else name for name, *_ in COMMANDS}
    assert names == printing - {"__init__", "console", "faults", "progress", "recorder", "render_all", "streams"}
    # The servers stand above the actions, in rooms of their own; `pronunciation`, `sound` and `cached` are what
    # several share; `render_all` is `render` of several episodes.
    assert names - {"serve", "lsp", "desk", "mcp"} == working - {
        "__init__",
        "cached",
        "findings",
        "import_feed",
        "pronunciation",
        "render_all",
        "sound",
    }


# --------------------------------------------------------------------------------------------- common options


@EVERY
def test_every_command_has_the_common_options(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "-h"]) == 0
    page = capsys.readouterr().out
    for option in ("-q, --quiet", "-v, --verbose", "-V, --version", "-h, --help", "--format"):
        assert option in page
    assert "Example: studio " in page
    assert main([*command, "-V"]) == 0
    assert capsys.readouterr().out == f"studio {__version__}\n"


@EVERY
@pytest.mark.parametrize("option", ["-q", "--verbose"])
def test_every_command_takes_them(
    command: tuple[str, ...], option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([*whole(command), option, "--show", str(tmp_path / "none")])
    printed = capsys.readouterr()
    if command == ("doctor",):  # which reports that
        assert "there is no such folder" in printed.out
        return
    assert (code, printed.out) == (2, "")
    assert printed.err.splitlines()[0] == f"error: {tmp_path / 'none'}: there is no such folder"


def test_the_group_itself_has_them_and_offers_completion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-h"]) == 0
    page = capsys.readouterr().out
    assert all(option in page for option in ("-q", "-v", "-V", "--install-completion"))
    assert main([]) == 2
    assert "Usage: studio" in capsys.readouterr().err


def test_quiet_leaves_out_warnings_and_verbose_adds_times(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show(engine="piper")
    (root / "voices" / "narrator.yaml").write_text("engine: piper\nfallback: second\nsettings: {model: none.onnx}\n")
    (root / "voices" / "second.yaml").write_text("engine: silent\n")
    told = {}
    for option in ("-q", "--profile", "-v"):
        assert main(["render", str(root / "scripts" / "ep01.md"), option]) == 0
        printed = capsys.readouterr()
        assert "ep01.mp3" in printed.out
        told[option] = printed.err
        (root / "scripts" / "ep01.md").write_text(SCRIPT.replace("Welcome", f"Welcome {option}"))
    assert told["-q"] == ""
    assert [line.split(":")[0] for line in told["--profile"].splitlines()] == ["warning"]
    stages = [line.split()[0] for line in told["-v"].splitlines() if not line.startswith("warning")]
    assert {"script", "takes", "encode"} <= set(stages)
    code, report = answer(capsys, ["render", str(root / "scripts" / "ep01.md"), "-v"])
    assert code == 0
    assert ["second speaks instead" in warning for warning in report["warnings"]] == [True]
    assert set(report["stages_s"]) >= {"script", "takes", "encode"}


@pytest.mark.parametrize("line", ["preview ep01 --no-play", "say Well. --out well.wav", "retake ep01 -n 1 --no-play"])
def test_commands_that_make_a_few_takes_show_how_far_they_are(
    line: str, make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_show())
    shown: list[Event] = []
    monkeypatch.setattr(progress._Listener, "__call__", lambda _, event: shown.append(event))
    assert main(line.split()) == 0
    assert [event for event in shown if isinstance(event, Progress)] == [Progress("takes", 1, 1)]


def test_a_bar_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(terminal: str, is_terminal: bool) -> str:
        stream = io.StringIO()
        stream.isatty = lambda: is_terminal  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setenv("TERM", terminal)
        with listening() as events:
            events.progress("takes", 1, 3)
            events.progress("takes", 3, 3)
        return stream.getvalue()

    assert "takes" in drawn("xterm", True)
    assert drawn("dumb", True) == drawn("xterm", False) == ""
