"""Output streams that are narrow, closed or broken off, and text that would act on the terminal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_lines import HOSTILE, answer
from sample_show import SCRIPT

from studio.cli import main

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
        "proof": ["ep01"],
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
        ["proof", "ep01"],
        ["proof", "ep01", "--format", "html"],
        ["proof", "ep01", "--format", "markdown"],
        ["proof", "ep01", "--format", "json"],
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
