"""What every command has in common: its options, its errors, and streams that are closed, narrow or broken off."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from sample_show import SCRIPT, STUDIO_YAML

from studio import __version__, actions
from studio.cli import EXIT_INTERRUPTED, app, main
from studio.cli.console import listening, place
from studio.kit.errors import LintRefusedError

#: Every command, with arguments that are right as far as the command line goes.
COMMANDS = {
    ("render",): ["ep01"],
    ("preview",): ["ep01"],
    ("lint",): [],
    ("plan",): ["ep01"],
    ("audit",): ["ep01"],
    ("say",): ["O(n²) → x"],
    ("retake",): ["ep01", "--segment", "1"],
    ("takes",): ["ep01", "--segment", "1"],
    ("listen",): ["ep01"],
    ("publish",): ["ep01"],
    ("unpublish",): ["ep01"],
    ("verify",): ["ep01"],
    ("serve",): [],
    ("doctor",): [],
    ("voices",): [],
    ("voices", "audition"): ["Hello."],
    ("voices", "install"): ["nobody"],
    ("voices", "import"): ["/nothing"],
}
EVERY = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)

#: A title for the terminal, a cleared screen, red letters, and a line turned around.
HOSTILE = SCRIPT.replace("Welcome to", "\033]0;pwned\007\033[2J\u202eWelcome to `x\033[31my\x9b2Jz`").replace(
    "A formal bound", "A formal\033[31m bound"
)
HOSTILE += "\n```\n\033[2J\n```\n"


def whole(command: tuple[str, ...]) -> list[str]:
    return [*command, *COMMANDS[command]]


def answer(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> tuple[int, Any]:
    """Exit code and the JSON value of a command, which is all that it prints."""
    code = main([*arguments, "--format", "json"])
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, json.loads(printed.out)


def test_the_table_names_every_command() -> None:
    def below(group: Any, path: tuple[str, ...]) -> set[tuple[str, ...]]:
        found = {(*path, name) for name in group.commands}
        return found.union(*(below(one, (name,)) for name, one in group.commands.items() if hasattr(one, "commands")))

    assert set(COMMANDS) == below(typer.main.get_command(app), ())


def test_every_command_has_a_file_of_its_name_that_does_its_work() -> None:
    printing = {path.stem for path in Path(sys.modules[main.__module__].__file__ or "").parent.glob("*.py")}
    working = {path.stem for path in Path(actions.__file__).parent.glob("*.py")}
    assert {name for name, *_ in COMMANDS} == printing - {"__init__", "console", "streams"}
    # The server stands above the actions, in a room of its own; `sound` is what several of them share.
    assert {name for name, *_ in COMMANDS} - {"serve"} == working - {"__init__", "sound"}


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


# --------------------------------------------------------------------------------------------- errors as JSON


@EVERY
def test_a_failure_is_one_json_value(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if command == ("doctor",):  # whose report that is
        return
    code, value = answer(capsys, [*whole(command), "--show", str(tmp_path / "none")])
    where = {"path": str(tmp_path / "none"), "line": None, "column": None}
    message = "there is no such folder"
    assert value == {"error": {"code": "missing-folder", "message": message, "where": where, "hint": None}}
    assert code == 2


@EVERY
def test_a_wrong_command_line_is_one_json_value(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, value = answer(capsys, [*whole(command), "--no-such-thing"])
    assert (code, value["error"]["code"], value["error"]["where"]) == (2, "usage", None)
    assert "--no-such-thing" in value["error"]["message"]
    assert f"studio {' '.join(command)} --help" in value["error"]["hint"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["render"], "missing argument 'EPISODE'"),
        (["render", "ep01", "--jobs", "many"], "'many' is not a valid"),
        (["render", "ep01", "--jobs", "0"], "0 is not in the range"),
        (["render", "ep01", "ep02"], "unexpected extra argument"),
        (["rendr", "ep01"], "no such command 'rendr'"),
        (["voices", "sing"], "no such command 'sing'"),
    ],
)
def test_every_kind_of_wrong_command_line_is(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, value = answer(capsys, arguments)
    assert (code, value["error"]["code"]) == (2, "usage")
    assert says in value["error"]["message"]
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.splitlines()[0]) == ("", f"error: {value['error']['message']}")


def test_a_wrong_format_is_told_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--format", "yaml"], ["--format=json", "--format=yaml"]):
        assert main(["plan", "ep01", *arguments]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "'yaml' is not one of" in printed.err


def test_what_stands_behind_two_dashes_is_no_option(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["say", "--show", str(make_show()), "--voice", "nobody", "--", "--format=json"]) == 2
    assert capsys.readouterr().err.startswith("error: there is no voice `nobody`")


def test_a_place_has_a_path_a_line_and_a_column(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show(config="title: [\n")
    code, value = answer(capsys, ["lint", "--show", str(root)])
    assert code == 2
    assert value["error"]["where"]["path"].endswith("studio.yaml")
    assert (value["error"]["where"]["line"], value["error"]["where"]["column"]) == (2, 1)
    assert place("a:b.md:3:14") == {"path": "a:b.md", "line": 3, "column": 14}
    assert place("a.md:3") == {"path": "a.md", "line": 3, "column": None}


def test_a_refused_script_lists_its_findings(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    script = make_show(SCRIPT + "\n```\ncode\n```\n") / "scripts" / "ep01.md"
    code, value = answer(capsys, ["render", str(script)])
    (finding,) = value["error"]["diagnostics"]
    assert (code, value["error"]["code"], finding["line"], finding["column"]) == (1, "lint-errors", 30, 1)
    assert (finding["severity"], finding["path"]) == ("error", value["error"]["where"]["path"])


@pytest.mark.parametrize(
    ("raised", "exit_code", "code", "says"),
    [
        (KeyboardInterrupt(), EXIT_INTERRUPTED, "interrupted", "stopped; everything finished so far is kept"),
        (PermissionError(13, "Permission denied", "x.mp3"), 1, "unusable", "cannot use this file: permission denied"),
        (OSError(28, "No space left on device", "x.mp3"), 1, "disk-full", "the disk is full"),
        (LintRefusedError("x.md", ()), 1, "lint-errors", "the linter found 0 errors in this script"),
    ],
    ids=["Ctrl-C", "a file that cannot be used", "full disk", "refused script"],
)
def test_whatever_stops_a_command_is_told_in_both_ways(  # noqa: PLR0917 - fixtures
    make_show: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: BaseException,
    exit_code: int,
    code: str,
    says: str,
) -> None:
    from studio.actions import plan

    def stop(*_arguments: object) -> None:
        raise raised

    monkeypatch.setattr(plan, "plan", stop)
    arguments = ["plan", str(make_show() / "scripts" / "ep01.md")]
    told, value = answer(capsys, arguments)
    assert (told, value["error"]["code"]) == (exit_code, code)
    assert says in value["error"]["message"]
    assert main(arguments) == exit_code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert says in printed.err.splitlines()[0]


def test_a_fault_of_our_own_is_a_json_value_and_a_traceback(
    make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from studio.actions import plan

    def fail(*_arguments: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr(plan, "plan", fail)
    with pytest.raises(RuntimeError):
        main(["plan", str(make_show() / "scripts" / "ep01.md"), "--format", "json"])
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "fault"


# --------------------------------------------------------------------------------------------- reports as JSON


def test_every_report_is_one_json_value(make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show(config=f"{STUDIO_YAML}email: makers@show.example\n")
    for name, arguments in {
        "render": ["ep01"],
        "preview": ["ep01", "--line", "14"],
        "lint": [],
        "plan": ["ep01"],
        "audit": ["ep01"],
        "say": ["O(n²)", "--play"],
        "takes": ["ep01", "-n", "1"],
        "retake": ["ep01", "-n", "1"],
        "doctor": [],
        "verify": ["ep01", "--fast"],
        "publish": ["ep01", "--dry-run"],
        "voices": [],
    }.items():
        code, value = answer(capsys, [name, *arguments, "--show", str(root), "-v"])
        assert code in (0, 1)
        assert value
        assert "error" not in value
    _, value = answer(capsys, ["voices", "audition", "Hello.", "--show", str(root)])
    assert Path(value["page"]).is_file()


def test_whatever_lint_does_is_one_json_value(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    script = make_show(SCRIPT.replace("Welcome", "Wel\u200bcome")) / "scripts" / "ep01.md"
    _, value = answer(capsys, ["lint", str(script), "--statistics", "--select", "hidden-character"])
    assert [(one["name"], one["count"]) for one in value] == [("hidden-character", 1)]
    code, value = answer(capsys, ["lint", str(script), "--diff"])
    assert (code, [sorted(one) for one in value]) == (0, [["diff", "path"]])
    assert "+Welcome to the show." in value[0]["diff"]
    _, value = answer(capsys, ["lint", "--explain", "hidden-character"])
    assert (value["rule"], "hidden-character" in value["page"]) == ("hidden-character", True)
    _, value = answer(capsys, ["lint", str(script), "--fix"])
    assert "hidden-character" not in {finding["name"] for finding in value}
    assert "Welcome to the show." in script.read_text()


@pytest.mark.parametrize("arguments", [["--watch", "--format=json"], ["--diff", "--format=sarif"]])
def test_lint_refuses_reports_that_say_nothing(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(["lint", "--show", str(make_show()), *arguments]) == 2
    printed = capsys.readouterr()
    assert f"{arguments[0]} does not report as" in printed.out + printed.err


def test_options_before_a_command_of_voices_are_not_lost_silently(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voices", "--show", "elsewhere", "audition"]) == 2
    assert "options of `studio voices audition` go behind it" in capsys.readouterr().err


# --------------------------------------------------------------------------------------------- narrow streams


def with_alphabet(monkeypatch: pytest.MonkeyPatch, encoding: str, arguments: list[str]) -> tuple[int, str]:
    """Exit code and what is printed where standard output and standard error have few characters."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        code = main(arguments)
        out.flush()
        err.flush()
    return code, (out.buffer.getvalue() + err.buffer.getvalue()).decode(encoding)  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_every_report_can_be_printed_in_few_characters(
    make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    root = make_show(SCRIPT.replace("Welcome", "Żółć → “welcome”, naïve 😀"))
    printed = {}
    for name, arguments in {
        "takes": ["ep01", "-n", "1"],
        "preview": ["ep01", "--no-play"],
        "lint": [],
        "plan": ["ep01"],
        "audit": ["ep01", "--format", "markdown"],
        "say": ["O(n²) → 😀", "--explain"],
        "retake": ["ep01", "-n", "1"],
        "voices": [],
        "doctor": [],
    }.items():
        code, printed[name] = with_alphabet(monkeypatch, encoding, [name, *arguments, "--show", str(root)])
        assert code in (0, 1)
    assert "-> take" in printed["takes"]
    assert "O of n squared to grinning face" in printed["say"]
    assert "\\U0001f600" in printed["say"]
    code, page = with_alphabet(monkeypatch, encoding, ["render", "-h"])
    assert "(code, tables " in page
    assert with_alphabet(monkeypatch, encoding, ["render", "żółć"])[0] == 2


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("output", ["json", "sarif"])
def test_json_says_the_same_in_every_alphabet(
    make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, encoding: str, output: str
) -> None:
    script = make_show(SCRIPT.replace("Welcome", "Welcome 😀 `naïve→x`")) / "scripts" / "ep01.md"
    _, printed = with_alphabet(monkeypatch, encoding, ["lint", str(script), "--format", output])
    assert "“naïve→x”" in json.dumps(json.loads(printed), ensure_ascii=False)


def test_xml_says_the_same_in_every_alphabet(make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from xml.etree import ElementTree

    script = make_show(SCRIPT.replace("Welcome", "Welcome 😀 `naïve→x`")) / "scripts" / "ep01.md"
    _, printed = with_alphabet(monkeypatch, "cp1252", ["lint", str(script), "--format", "junit"])
    assert "“naïve→x”" in "".join(ElementTree.fromstring(printed.encode()).itertext())


# --------------------------------------------------------------------------------------------- hostile text


@pytest.mark.parametrize(
    "arguments",
    [
        ["takes", "ep01", "-n", "1"],
        ["takes", "ep01", "-n", "1", "--format", "json"],
        ["retake", "ep01", "-n", "1"],
        ["preview", "ep01", "-n", "1", "--no-play"],
        ["plan", "ep01", "--skip-unspeakable"],
        ["plan", "ep01", "--skip-unspeakable", "--format", "json"],
        ["lint"],
        ["lint", "--format", "github"],
        ["lint", "--format", "json"],
        ["lint", "--format", "junit"],
        ["lint", "--diff", "--unsafe-fixes"],
        ["audit", "ep01"],
        ["audit", "ep01", "--format", "html"],
        ["render", "ep01"],
        ["render", "ep01", "--format", "json"],
        ["say", "\033[2Jx\x9b", "--explain"],
        ["say", "\033[2Jx\x9b", "--format", "json"],
        ["plan", "\033[2Jx"],
        ["plan", "\033[2Jx", "--format", "json"],
        ["render", "ep01", "--\033[2J"],
    ],
    ids=" ".join,
)
def test_nothing_in_a_script_or_on_the_command_line_acts_on_the_terminal(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    main([*arguments, "--show", str(make_show(HOSTILE))])
    printed = capsys.readouterr()
    text = printed.out + printed.err
    assert text
    assert [char for char in text if (char < " " and char not in "\n\t") or "\x7f" <= char < "\xa0"] == []
    assert "\u202e" not in text


def test_what_is_escaped_can_still_be_recognised(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show(HOSTILE)
    main(["takes", "ep01", "-n", "1", "--show", str(root)])
    assert "\\x1b]0;pwned\\x07\\x1b[2J\\u202eWelcome" in capsys.readouterr().out
    _, value = answer(capsys, ["takes", "ep01", "-n", "1", "--show", str(root)])
    assert "\033]0;pwned\007\033[2J\u202eWelcome" in value["text"]
    windows = make_show(SCRIPT.replace("\n", "\r\n").replace("Welcome", "Wel\u200bcome"), folder="windows")
    main(["lint", "--diff", "--show", str(windows)])
    assert "\\r" not in capsys.readouterr().out


# --------------------------------------------------------------------------------------------- real streams

STUDIO = [sys.executable, "-c", "import sys; from studio.cli import main; sys.exit(main())"]


def run(shell: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which ``$studio`` is the command."""
    line = shell.replace("studio", '"$@"')
    return subprocess.run(
        ["sh", "-c", line, "sh", *STUDIO], cwd=cwd, env=os.environ, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("line", "exit_code"),
    [
        ("studio lint >&-", 0),
        ("studio plan nobody 2>&-", 2),
        ("studio plan nobody --format json <&- >&- 2>&-", 2),
        ("studio render ep01 <&- >&-", 0),
        ("(studio lint; echo $? >&2) | true", 0),
        ("(studio --help; echo $? >&2) | true", 0),
        ("studio --help >/dev/full", 1),
        ("studio lint --format json >/dev/full", 1),
    ],
)
def test_closed_broken_and_full_streams(make_show: Callable[..., Path], line: str, exit_code: int) -> None:
    done = run(line, make_show())
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    if "| true" in line:
        assert done.stderr == f"{exit_code}\n"
        return
    assert done.returncode == exit_code
    if "full" in line:
        assert done.stderr == "error: cannot write the output: no space left on device\n"


def test_an_ascii_terminal_without_a_locale(make_show: Callable[..., Path]) -> None:
    done = run("LC_ALL=C PYTHONCOERCECLOCALE=0 PYTHONUTF8=0 TERM=dumb studio say 'O(n^2) -> x' --explain", make_show())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()


def test_a_shell_completes_commands(tmp_path: Path) -> None:
    done = run("_STUDIO_COMPLETE=complete_bash COMP_WORDS='studio re' COMP_CWORD=1 studio", tmp_path)
    assert done.stdout.split() == ["render", "retake"]
