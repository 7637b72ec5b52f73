"""Changes as sound: before, after, and nothing that did not change."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from editing import Desk, commit, git

from studio.audio import measure
from studio.changes import Kind
from studio.changes.sound import DIVIDER_S, write_changes
from studio.cli import main
from studio.settings.workspace import open_workspace

REPOSITORY = Path(__file__).parents[2]
ACTION = REPOSITORY / ".github" / "actions" / "studio-diff" / "action.yml"

#: Edits of episode 17 that are heard, each with its kind and the words that are new.
EDITS = {
    ("your coffee is still hot", "your tea is still warm"): (Kind.TEXT, "tea warm"),
    ("Every component did exactly what it was designed to do.\n", ""): (Kind.REMOVED, ""),
    ("It settles at twice the height it had before.", "It settles at twice the height it had before.\n"
     "And there it stays until the last of them has gone to bed."): (Kind.ADDED, ""),
}  # fmt: skip
#: Edits that nobody hears.
SILENT = (("It watches how busy the servers are, and", "It watches how busy the servers are,\nand"),)


@pytest.fixture
def ep17(tmp_path: Path) -> Desk:
    root = tmp_path / "compendium"
    for name in ("assets", "scripts"):
        shutil.copytree(REPOSITORY / name, root / name)
    settings = (REPOSITORY / "studio.yaml").read_text(encoding="utf-8")
    (root / "voices").mkdir()
    shutil.copy(REPOSITORY / "voices" / "lexicon.yaml", root / "voices")
    for voice in {*yaml.safe_load(settings)["speakers"].values(), "narrator"}:
        (root / "voices" / f"{voice}.yaml").write_text("engine: silent\n")
    (root / "studio.yaml").write_text(settings, encoding="utf-8")
    commit(root)
    return Desk(root, "ep17")


def test_an_edited_episode_17_gives_every_edit_and_nothing_else(ep17: Desk) -> None:
    ep17.edit(*EDITS, *SILENT)
    found = ep17.changes("HEAD", make=True)
    assert sorted(change.kinds[0] for change in found.changes) == sorted(kind for kind, _ in EDITS.values())
    heard = write_changes(open_workspace(ep17.root), found, ep17.root / "changes.mp3")
    assert heard is not None
    before_s, after_s = found.changed_s
    dividers = 2 * len(found.heard)
    assert heard.duration_s <= before_s + after_s + dividers * (DIVIDER_S + 0.05)
    assert measure(heard.path).duration_s == pytest.approx(heard.duration_s, abs=0.05)
    assert all(change.is_measured for change in found.changes)


def test_each_side_is_heard_where_the_report_says(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.edit(("two indices", "a great many indices"), (" The garbage collector would notice that.", ""))
    arguments = ["--audio", str(desk.root / "c.mp3"), "--html", str(desk.root / "c.html"), "--show", str(desk.root)]
    assert main(["diff", "ep01", *arguments, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    reworded, removed = told["audio"]["played"]
    lengths = [change["length_s"] for change in told["changes"]]
    assert reworded["start_s"] == 0
    assert reworded["after_s"] - reworded["start_s"] >= lengths[0][0]
    assert reworded["end_s"] - reworded["after_s"] == pytest.approx(lengths[0][1], abs=0.05)
    assert removed["end_s"] == removed["after_s"] == told["audio"]["duration_s"]
    page = (desk.root / "c.html").read_text()
    assert page.count("<button") == 3
    assert "data:audio/mpeg;base64," in page


def test_nothing_changed_makes_no_sound(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "ep01", "--audio", str(desk.root / "c.mp3"), "--show", str(desk.root)]) == 0
    assert "no speech sounds otherwise" in capsys.readouterr().err
    assert not (desk.root / "c.mp3").exists()


def test_what_is_no_longer_kept_is_said(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.edit(("two indices", "three indices"))
    shutil.rmtree(desk.root / "build" / ".cache" / "takes")
    assert main(["diff", "ep01", "--audio", str(desk.root / "c.mp3"), "--show", str(desk.root)]) == 0
    assert "is not kept any more" in capsys.readouterr().err


def test_the_action_comments_on_what_changed_and_runs_nobody_elses_code(desk: Desk, tmp_path: Path) -> None:
    steps = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(name.startswith("actions/") for name in used)
    if not shutil.which("jq"):
        pytest.skip("jq is not installed")
    base = git(desk.root, "rev-parse", "HEAD")
    desk.edit(("two indices", "three indices"))
    (desk.root / "scripts" / "ep02.md").write_text("# Another\n\nQuite something else.\n")
    tools = tmp_path / "tools"
    tools.mkdir()
    studio = tools / "studio"
    studio.write_text('#!/bin/sh\nexec "$PYTHON" -c "import sys; from studio.cli import main; sys.exit(main())" "$@"\n')
    studio.chmod(studio.stat().st_mode | stat.S_IXUSR)
    out, summary = tmp_path / "out", tmp_path / "summary.md"
    environment = {"BASE": base, "AUDIO": "false", "OUT": str(out), "GITHUB_STEP_SUMMARY": str(summary)}
    run = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps[0]["run"]]
    python = {"PYTHON": sys.executable, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(run, cwd=desk.root, check=True, env={**os.environ, **environment, **python})
    told = summary.read_text()
    assert "**three**" in told
    assert "the episode `ep02` is not in" in told
    assert sorted(path.name for path in out.iterdir()) == [
        "comment.md",
        "ep01.html",
        "ep01.json",
        "ep01.md",
        "ep02.json",
    ]


#: The inputs of actions/upload-artifact in version 4.6.2, by its own action.yml.
UPLOAD_INPUTS = {
    "name", "path", "if-no-files-found", "retention-days", "compression-level", "overwrite", "include-hidden-files",
}  # fmt: skip
#: Stands for GitHub's program: lists comments, or notes what it was asked to write; ``REFUSES`` as a fork's token does.
GH = """#!/bin/sh
case "$*" in
  *--paginate*) printf '%s' "$EARLIER" ;;
  *) test -z "$REFUSES" || exit 1; printf '%s\\n' "$*" > "$TOLD" ;;
esac
"""


def test_the_action_names_what_others_know() -> None:
    (upload,) = [step for step in yaml.safe_load(ACTION.read_text())["runs"]["steps"] if "uses" in step]
    name, _, version = upload["uses"].partition("@")
    assert name == "actions/upload-artifact"
    assert len(version) == 40
    assert set(upload["with"]) <= UPLOAD_INPUTS


@pytest.mark.parametrize(
    ("earlier", "refuses", "asked"),
    [
        ("", "", "POST repos/me/show/issues/7/comments"),
        ("41\n42\n", "", "PATCH repos/me/show/issues/comments/41"),
        ("", "yes", None),
    ],
)
def test_the_action_writes_one_comment(tmp_path: Path, earlier: str, refuses: str, asked: str | None) -> None:
    step = yaml.safe_load(ACTION.read_text())["runs"]["steps"][-1]
    program, told = tmp_path / "gh", tmp_path / "told"
    program.write_text(GH)
    program.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "REPOSITORY": "me/show", "NUMBER": "7",
        "OUT": str(tmp_path), "EARLIER": earlier, "REFUSES": refuses, "TOLD": str(told),
    }  # fmt: skip
    run = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env=environment)
    if asked is None:
        assert done.stdout.startswith("::warning::")
    else:
        assert told.read_text() == f"api --method {asked} -F body=@{tmp_path}/comment.md --silent\n"


def test_a_preview_of_what_changed_is_just_that(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["preview", "ep01", "--changed", "--no-play", "--show", str(desk.root), "--format", "json"]
    assert main(arguments) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "nothing-changed"
    desk.edit(("two indices", "three indices"), ("Now step", "Then step"))
    assert main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["text"] for one in told["segments"]] == [
        "A ring buffer keeps three indices.",
        "Then step back and look at the pipeline.",
    ]


def test_what_one_cause_changes_is_heard_a_few_times_and_the_rest_is_told(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.edit(("engine: silent", "engine: espeak"), path="voices/narrator.yaml")
    arguments = ["diff", "ep01", "--audio", str(desk.root / "c.mp3"), "--show", str(desk.root)]
    assert main([*arguments, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    left_out = len(told["changes"]) - 5
    assert (len(told["audio"]["played"]), told["audio"]["left_out"]) == (5, left_out)
    assert main(arguments) == 0
    assert (
        f"{left_out} more changes of the same causes are not heard in it: --all plays them" in capsys.readouterr().err
    )
    assert main([*arguments, "--all", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (len(told["audio"]["played"]), told["audio"]["left_out"]) == (len(told["changes"]), 0)
