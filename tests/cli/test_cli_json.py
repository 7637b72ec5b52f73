"""Whatever a command says with ``--format json`` is one JSON value, failures included."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_lines import EVERY, answer, whole
from sample_show import SCRIPT, STUDIO_YAML

from studio.cli import EXIT_INTERRUPTED, main
from studio.cli.console import place
from studio.kit.errors import LintRefusedError

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
        (["preview"], "missing argument 'EPISODE'"),
        (["render", "ep01", "--jobs", "many"], "'many' is not a valid"),
        (["render", "ep01", "--jobs", "0"], "0 is not in the range"),
        (["preview", "ep01", "ep02"], "unexpected extra argument"),
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
        "proof": ["ep01"],
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
    assert [one["name"] for one in value["fixed"]] == ["hidden-character"]
    assert "hidden-character" not in {finding["name"] for finding in value["findings"]}
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
