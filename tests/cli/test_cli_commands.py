"""The commands as a person types them: exit codes, what is printed, and one clear paragraph for every mistake."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import SCRIPT, STUDIO_YAML

STUDIO = Path(sys.executable).parent / "studio"


def studio(*arguments: object, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the installed command with nothing on the PATH: no ffmpeg, no espeak-ng, no player."""
    environment = {**os.environ, "PATH": "/nonexistent"}
    return subprocess.run(
        [sys.executable, str(STUDIO), *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )


def assert_one_paragraph(done: subprocess.CompletedProcess[str], *, exit_code: int, says: str) -> None:
    assert done.returncode == exit_code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert lines[0].startswith("error: ")
    assert len(lines) <= 2, done.stderr


def test_render_prints_a_tidy_summary(make_show: Callable[..., Path]) -> None:
    done = studio("render", "ep01", cwd=make_show())
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0].endswith("build/ep01/ep01.mp3")
    assert [line.split()[0] for line in lines[1:]] == ["length", "loudness", "segments", "time"]
    assert "5 chapters" in done.stdout


def test_render_reports_json(make_show: Callable[..., Path]) -> None:
    done = studio("render", "ep01", "--format", "json", cwd=make_show())
    report = json.loads(done.stdout)
    assert report["chapters"] == 5
    assert report["takes_reused"] == 0
    assert Path(report["mp3"]).is_file()


def test_plan_lists_what_is_new(make_show: Callable[..., Path]) -> None:
    root = make_show()
    before = studio("plan", "ep01", cwd=root)
    assert before.returncode == 0
    assert "scripts/ep01.md:10:1  segment 1: new" in before.stdout
    studio("render", "ep01", cwd=root)
    after = studio("plan", "ep01", "--format", "json", cwd=root)
    assert json.loads(after.stdout)["missing"] == []


def test_preview_writes_the_segment_on_a_line(make_show: Callable[..., Path]) -> None:
    root = make_show()
    done = studio("preview", "ep01", "--line", "14", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "A ring buffer keeps two indices." in done.stdout
    assert "no player was found here" in done.stdout
    assert (root / "build" / "ep01" / "preview.wav").read_bytes()[:4] == b"RIFF"


def test_preview_by_text_and_section_chooses_as_asked(make_show: Callable[..., Path]) -> None:
    root = make_show()
    by_text = json.loads(studio("preview", "ep01", "--grep", "GARBAGE", "--format", "json", cwd=root).stdout)
    assert [segment["text"] for segment in by_text["segments"]] == ["The garbage collector would notice that."]
    by_section = json.loads(studio("preview", "ep01", "--section", "pipeline", "--format", "json", cwd=root).stdout)
    assert len(by_section["segments"]) == 2


def test_preview_of_a_line_without_speech_names_the_nearest(make_show: Callable[..., Path]) -> None:
    done = studio("preview", "ep01", "--line", "400", cwd=make_show())
    assert_one_paragraph(done, exit_code=2, says="nothing in this script matches")
    assert "The nearest spoken text is on line 28." in done.stderr


def test_say_prints_the_spoken_form_and_explains_it(make_show: Callable[..., Path]) -> None:
    done = studio("say", "O(n²) at 99.9%", "--explain", cwd=make_show())
    lines = done.stdout.splitlines()
    assert lines[0] == "O of n squared at ninety-nine point nine percent"
    assert any(line.strip().startswith("99.9%") for line in lines[1:])


def test_say_explains_how_words_are_said_and_where_that_is_written(make_show: Callable[..., Path]) -> None:
    root = make_show(engine="espeak")
    (root / "voices" / "words.yaml").write_text("qwrtd: {ipa: ˈkwɔːɹt}\n", encoding="utf-8")
    settings = (root / "studio.yaml").read_text(encoding="utf-8")
    (root / "studio.yaml").write_text(f"{settings}\nlexicons: [voices/words.yaml]\n", encoding="utf-8")
    done = studio("say", "Kafka's qwrtds", "--explain", "--format", "json", cwd=root)
    words = {word["word"]: word for word in json.loads(done.stdout)["words"]}
    assert (words["qwrtds"]["sound"], words["qwrtds"]["source"]) == ("/ˈkwɔːɹts/", "voices/words.yaml:1:8")
    assert words["Kafka's"]["sound"] == "/ˈkɑːfkəz/"
    assert words["Kafka's"]["source"].startswith("built in, ")


def test_say_writes_sound(make_show: Callable[..., Path], tmp_path: Path) -> None:
    out = tmp_path / "hello.wav"
    done = studio("say", "Hello there.", "--out", out, cwd=make_show(engine="espeak"))
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 20_000


def test_doctor_is_content_with_this_machine(make_show: Callable[..., Path]) -> None:
    done = studio("doctor", "--format", "json", cwd=make_show())
    assert done.returncode == 0, done.stdout + done.stderr
    states = {finding["name"]: finding["state"] for finding in json.loads(done.stdout)}
    assert states["ffmpeg"] == states["mp3 encoder"] == states["espeak"] == states["voice narrator"] == "ok"
    assert states["player"] == "note"


def test_lint_fails_on_errors_only(make_show: Callable[..., Path]) -> None:
    assert studio("lint", cwd=make_show()).returncode == 0
    bad = studio("lint", "ep01", cwd=make_show(SCRIPT + "\n```\ncode\n```\n", folder="bad"))
    assert bad.returncode == 1
    assert "scripts/ep01.md:30:1" in bad.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["render"],
        ["preview"],
        ["lint"],
        ["plan"],
        ["say"],
        ["doctor"],
        ["audit"],
        ["voices"],
        ["voices", "install"],
    ],
)
def test_every_help_page_gives_an_example(arguments: list[str], tmp_path: Path) -> None:
    done = studio(*arguments, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Example: studio " in done.stdout


def test_a_wrong_option_is_a_usage_error(tmp_path: Path) -> None:
    done = studio("render", "ep01", "--loud", cwd=tmp_path)
    assert done.returncode == 2
    assert "--loud" in done.stderr
    assert "Traceback" not in done.stderr


# --------------------------------------------------------------------------------------------- bad input


def test_an_unknown_episode_names_the_nearest(make_show: Callable[..., Path]) -> None:
    done = studio("render", "ep10", cwd=make_show())
    assert_one_paragraph(done, exit_code=2, says="there is no episode `ep10`")
    assert "Did you mean `ep01`?" in done.stderr


def test_no_show_around(tmp_path: Path) -> None:
    assert_one_paragraph(studio("render", "ep01", cwd=tmp_path), exit_code=2, says="there is no studio.yaml in")


def test_a_missing_script_file(make_show: Callable[..., Path]) -> None:
    done = studio("render", "scripts/none.md", cwd=make_show())
    assert_one_paragraph(done, exit_code=2, says="scripts/none.md: there is no such script")


@pytest.mark.parametrize(
    ("script", "exit_code", "says"),
    [
        (b"", 1, "scripts/ep01.md: this script is empty"),
        (b"\xef\xbb\xbf \n\n", 1, "scripts/ep01.md: this script is empty"),
        (b"---\ntitle: Only this\n---\n", 1, "scripts/ep01.md: this script has no text that is spoken"),
        ("# Caf\u00e9\n\nHello.\n".encode("latin-1"), 1, "scripts/ep01.md:1: this script is not UTF-8 text"),
        ("# One\n\nHello.\n".encode("utf-16-le"), 1, "scripts/ep01.md: this script is UTF-16 or UTF-32"),
        ("# One\n\nHello.\n".encode("utf-32-be"), 1, "scripts/ep01.md: this script is UTF-16 or UTF-32"),
        (b"Hello there.\n\n" * 800_000, 1, "scripts/ep01.md: this script has 11.2 MB; the limit is 8 MB"),
    ],
    ids=["empty", "blank", "front matter only", "not utf-8", "utf-16", "utf-32", "ten megabytes"],
)
def test_unusable_scripts(make_show: Callable[..., Path], script: bytes, exit_code: int, says: str) -> None:
    root = make_show(script)
    assert_one_paragraph(studio("render", "ep01", cwd=root), exit_code=exit_code, says=says)
    assert not (root / "build" / "ep01").exists()


def test_invalid_yaml_in_the_configuration(make_show: Callable[..., Path]) -> None:
    root = make_show(config=STUDIO_YAML + "feed: [\n")
    assert_one_paragraph(studio("render", "ep01", cwd=root), exit_code=2, says="studio.yaml:19:1: invalid YAML")


def test_invalid_yaml_in_the_front_matter(make_show: Callable[..., Path]) -> None:
    root = make_show("---\ntitle: [A\n---\n\n# Hello\n\nSomething to say here.\n")
    done = studio("render", "ep01", cwd=root)
    assert done.returncode == 1
    assert "scripts/ep01.md:2:10: " in done.stdout
    assert "Traceback" not in done.stderr


def test_an_output_folder_that_is_a_file(make_show: Callable[..., Path]) -> None:
    root = make_show()
    (root / "build").write_text("in the way")
    done = studio("render", "ep01", cwd=root)
    assert_one_paragraph(done, exit_code=1, says="cannot write here: file exists")
    assert (root / "build").read_text() == "in the way"


def test_an_output_folder_that_is_write_protected(make_show: Callable[..., Path]) -> None:
    root = make_show()
    (root / "build").mkdir()
    (root / "build").chmod(0o555)

    def without_privileges() -> None:
        # Root passes every permission check: give that power (all capabilities) up for this one command.
        if os.geteuid() == 0:
            libc = ctypes.CDLL(None)
            for capability in range(64):
                libc.prctl(24, capability, 0, 0, 0)

    done = studio("render", "ep01", cwd=root, preexec_fn=without_privileges)
    assert_one_paragraph(done, exit_code=1, says="build: cannot write here: permission denied")
    assert not list((root / "build").iterdir())


def test_a_full_disk_leaves_the_former_episode(make_show: Callable[..., Path]) -> None:
    root = make_show()
    assert studio("render", "ep01", cwd=root).returncode == 0
    before = {path.name: path.read_bytes() for path in (root / "build" / "ep01").iterdir()}
    (root / "scripts" / "ep01.md").write_text(SCRIPT.replace("Welcome", "Good evening, and welcome"))

    def no_large_files() -> None:
        # The kernel then refuses to let any file grow further, as it does when a disk or a quota is full.
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = studio("render", "ep01", cwd=root, preexec_fn=no_large_files)
    assert_one_paragraph(done, exit_code=1, says="disk is full")
    assert {path.name: path.read_bytes() for path in (root / "build" / "ep01").iterdir()} == before


def test_ctrl_c_is_told_in_one_line_and_leaves_nothing_partial(make_show: Callable[..., Path]) -> None:
    paragraphs = "\n\n".join(f"This is paragraph number {n}, and it only counts up to the end." for n in range(300))
    root = make_show("# Counting\n\n" + paragraphs, engine="espeak")
    process = subprocess.Popen(
        [sys.executable, str(STUDIO), "render", "ep01", "--jobs", "1"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and not list((root / "build").rglob("*.take")):
        os.sched_yield()
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert stderr.splitlines()[0] == "error: stopped; everything finished so far is kept"
    assert "Traceback" not in stderr
    assert not any((root / "build" / "ep01").glob("*"))


# --------------------------------------------------------------------------------------------- takes by hand


def test_a_retake_is_heard_until_another_take_is_picked(make_show: Callable[..., Path]) -> None:
    root = make_show(engine="espeak")
    assert studio("render", "ep01", cwd=root).returncode == 0
    before = (root / "build" / "ep01" / "ep01.mp3").read_bytes()
    made = json.loads(studio("retake", "ep01", "--segment", "3", "--format", "json", cwd=root).stdout)
    assert [(take["take"], take["chosen"]) for take in made["takes"]] == [(1, False), (2, True)]
    assert Path(made["sound"]).read_bytes()[:4] == b"RIFF"
    assert "take: 2" in (root / "scripts" / "ep01.takes.yaml").read_text()
    assert json.loads(studio("render", "ep01", "--format", "json", cwd=root).stdout)["takes_made"] == 0
    assert (root / "build" / "ep01" / "ep01.mp3").read_bytes() != before
    assert "→ take 1" in studio("takes", "ep01", "--segment", "3", "--pick", "1", cwd=root).stdout
    studio("render", "ep01", cwd=root)
    assert (root / "build" / "ep01" / "ep01.mp3").read_bytes() == before


def test_a_retake_needs_exactly_one_segment(make_show: Callable[..., Path]) -> None:
    root = make_show()
    assert_one_paragraph(studio("retake", "ep01", cwd=root), exit_code=2, says="no segment is named")
    several = studio("retake", "ep01", "--grep", "the", cwd=root)
    assert_one_paragraph(several, exit_code=2, says="segments match: ")


# --------------------------------------------------------------------------------------------- voices


def test_voices_lists_what_speaks_and_what_can_be_had(make_show: Callable[..., Path]) -> None:
    root = make_show(engine="espeak")
    (root / "voices" / "robot.yaml").write_text("engine: piper\nfallback: narrator\nsettings: {model: none.onnx}\n")
    report = json.loads(studio("voices", "--format", "json", cwd=root).stdout)
    states = {voice["name"]: voice for voice in report["voices"]}
    assert (states["narrator"]["usable"], states["robot"]["usable"]) == (True, False)
    assert (states["robot"]["instead"], bool(states["robot"]["problem"])) == ("narrator", True)
    assert "en_US-lessac-medium" in report["installable"]
    assert "speaks   narrator" in studio("voices", cwd=root).stdout


def test_an_audition_gives_a_page_with_the_sounds(make_show: Callable[..., Path]) -> None:
    root = make_show(engine="espeak")
    done = studio("voices", "audition", "R + W > N", cwd=root)
    assert done.returncode == 0, done.stderr
    page = Path(done.stdout.strip())
    assert "R plus W greater than N" in page.read_text()
    assert (page.parent / "narrator.wav").read_bytes()[:4] == b"RIFF"


def test_what_cannot_be_installed_or_imported_is_told(make_show: Callable[..., Path]) -> None:
    root = make_show()
    unknown = studio("voices", "install", "nobody", cwd=root)
    assert_one_paragraph(unknown, exit_code=2, says="there is no public model named 'nobody'")
    assert_one_paragraph(studio("voices", "import", "/none", cwd=root), exit_code=2, says="there is no such model")


def test_a_voice_that_cannot_speak_is_replaced_and_that_is_said(make_show: Callable[..., Path]) -> None:
    root = make_show(engine="piper")
    (root / "voices" / "narrator.yaml").write_text("engine: piper\nfallback: second\nsettings: {model: none.onnx}\n")
    (root / "voices" / "second.yaml").write_text("engine: silent\n")
    done = studio("render", "ep01", cwd=root)
    assert done.returncode == 0, done.stderr
    (warning,) = done.stderr.splitlines()
    assert warning.startswith("warning: the voice narrator cannot speak: ")
    assert warning.endswith("second speaks instead")
