"""Every command that the documentation shows is typed, page by page, in a fresh folder; shown output is compared.

``STUDIO_WRITE_CASES=1 pytest tests/docs`` writes into the pages what the commands print now.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import typer
from pages import Command, File, matches, steps, untested, write
from terminal import REPOSITORY, Terminal

from studio.cli import app

CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
GENERATED = "<!-- made by docs/generate.py"
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
#: tests/importing types it, with the files that it imports.
ELSEWHERE = {"coming-from.md"}
TYPED = [
    page
    for page in PAGES
    if page.name not in ELSEWHERE and any(isinstance(step, Command) for step in steps(page.read_text(encoding="utf-8")))
]
#: Pages for somebody who has nothing yet; the others are read in a show with episodes.
FROM_NOTHING = {"README.md", "tutorial.md"}


#: What has to be done before a command's example works.
BEFORE = {
    "unpublish": "studio publish ep17 -q",
    "serve": "studio publish ep17 -q",
    "diff": "git init -q -b main && git add -A && git -c user.name=Ana -c user.email=ana@show.example commit -qm Show",
    "import": "printf 'INT. HOUSE - DAY\\n\\nANA\\nHello.\\n' > talk.fountain",
}


@pytest.fixture(scope="session")
def show(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show that is ready to be published, with voices that speak at once."""
    home = Terminal(tmp_path_factory.mktemp("show"), Path())
    home.type("studio new show --yes --title 'A Show' --author 'A Maker' --framework diamond")
    root = home.folder / "show"
    settings = (root / "studio.yaml").read_text(encoding="utf-8")
    settings += "site: https://show.example/\nemail: me@show.example\nfeed: {categories: [Technology]}\n"
    (root / "studio.yaml").write_text(settings, encoding="utf-8")
    first = (root / "scripts" / "ep01.md").read_text(encoding="utf-8")
    for number, title in ((2, "Why Queues Grow"), (17, "Why Clocks Lie"), (18, "Why Locks Wait")):
        text = first.replace("id: ep01\nnumber: 1\n", f"id: ep{number:02}\nnumber: {number}\n")
        text = text.replace("Why Caches Help", title)
        (root / "scripts" / f"ep{number:02}.md").write_text(text, encoding="utf-8")
    for name in ("theme", "calm", "chime"):
        soundfile.write(root / "assets" / f"{name}.flac", np.sin(np.arange(44100 * 4) / 50) / 4, 44100)
    (root / "drafts").mkdir()
    shutil.copy(root / "scripts" / "ep17.md", root / "drafts" / "idea.md")
    for name in ("narrator", "guest"):
        (root / "voices" / f"{name}.yaml").write_text("engine: silent\n", encoding="utf-8")
    home.type("cd show && studio render --all -q")
    return root


@pytest.fixture
def terminal(tmp_path: Path, show: Path) -> Callable[..., Terminal]:
    def make(*, from_nothing: bool, **environment: str) -> Terminal:
        made = Terminal(tmp_path / "terminal", show, **environment)
        # Who begins with nothing may still have a clone of the program, which holds a show.
        shutil.copytree(show, made.folder / "studio" if from_nothing else made.folder, dirs_exist_ok=True)
        return made

    return make


@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.stem)
def test_a_page_can_be_followed_as_it_stands(
    page: Path, terminal: Callable[..., Terminal], request: pytest.FixtureRequest
) -> None:
    text = page.read_text(encoding="utf-8")
    environment = _with_a_bucket(request) if "s3://" in text else {}
    reader = terminal(from_nothing=page.name in FROM_NOTHING, **environment)
    changes: list[tuple[Command, str]] = []
    for step in steps(text):
        if isinstance(step, File):
            write(reader.folder, step)
            continue
        code, printed = reader.type(step.line)
        told = f"{page.name}:{step.number}: $ {step.line}\n{printed}"
        assert "Traceback" not in printed, told
        if step.shown is None:
            assert code == 0, told
        elif not matches(step.shown, printed):
            assert os.environ.get("STUDIO_WRITE_CASES"), f"{told}\nis not what is shown:\n{step.shown}"
            changes.append((step, printed))
    for step, printed in reversed(changes):
        text = text[: step.start] + printed + text[step.end :]
    if changes:
        page.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_command_stands_outside_of_what_is_typed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if not text.startswith(GENERATED):
        assert untested(text) == []


def _examples(group: object) -> list[str]:
    commands = getattr(group, "commands", {}).values()
    return [group.epilog.removeprefix("Example: "), *(one for command in commands for one in _examples(command))]  # type: ignore[attr-defined]


@pytest.mark.parametrize("example", sorted(set(_examples(typer.main.get_command(app)))))
def test_the_example_of_every_help_page_works(example: str, terminal: Callable[..., Terminal]) -> None:
    at = terminal(from_nothing=False)
    for command, before in BEFORE.items():
        if command in example.split():
            assert at.type(before)[0] == 0, before
    line = re.sub(r"--segment \d+", "--segment 1", re.sub(r"--line \d+", "--line 10", example)).replace("--pick 2", "")
    code, printed = at.type(line)
    # The protocol says so for an editor that goes without a word.
    assert code == (1 if "lsp" in line.split() else 0), f"$ {line}\n{printed}"


def test_every_link_between_pages_leads_somewhere() -> None:
    lost = []
    for page in PAGES:
        for target, anchor in re.findall(
            r"\]\((?!https?:|mailto:)([^)#\s]*)#?([^)\s]*)\)", CODE.sub("", page.read_text("utf-8"))
        ):
            path = page.parent / target if target else page
            headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE) if path.suffix == ".md" else []
            known = {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
            if not path.exists() or (
                anchor and anchor not in known and f'id="{anchor}"' not in path.read_text("utf-8")
            ):
                lost.append(f"{page.name}: {target}#{anchor}")
    assert lost == []


def _with_a_bucket(request: pytest.FixtureRequest) -> dict[str, str]:
    endpoint, client = request.getfixturevalue("bucket")
    client.create_bucket(Bucket="bucket")
    client.create_bucket(Bucket="my-bucket")
    return {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
