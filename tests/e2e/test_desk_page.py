"""The desk's page in a real browser: written, seen, heard, saved; by the keyboard; by everybody."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_in_browser import DeskServer, Writer, alike
from sample_show import SCRIPT, STUDIO_YAML

REPOSITORY = Path(__file__).parents[2]

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytest.importorskip("sse_starlette")

EPISODES = ("ep01", "ep02", "ep03", "ep04", "ep05", "ep06", "ep07", "ep08")
LEXICON = "etcd: et see dee\n"
STOPPED = "ep08"
#: Takes long enough to be stopped.
LONG = "".join(
    f"Request number {number} waits in the queue until a worker is free to answer it.\n\n" for number in range(600)
)
FAULTY = "The reader waits for the the writer, and the writer waits for the reader."


def script(name: str) -> str:
    text = SCRIPT.replace("id: ep01", f"id: {name}").replace("number: 1", f"number: {int(name[2:])}")
    return text.replace("title: The First Episode", f"title: Episode {name}").replace(
        "Now step back and look at the pipeline.",
        f"Now step back and look at the pipeline.\n\n{FAULTY}\n\n{LONG * (name == STOPPED)}",
    )


def make(root: Path, names: tuple[str, ...]) -> Path:
    for folder in ("scripts", "voices", "assets"):
        (root / folder).mkdir(parents=True)
    (root / "studio.yaml").write_text(STUDIO_YAML + "lexicons: [voices/lexicon.yaml]\n", encoding="utf-8")
    (root / "voices" / "narrator.yaml").write_text("engine: espeak\n", encoding="utf-8")
    (root / "voices" / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
    shutil.copy(REPOSITORY / "assets" / "cover.jpg", root / "assets" / "cover.jpg")
    for name in names:
        (root / "scripts" / f"{name}.md").write_text(script(name), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskServer]:
    made = DeskServer(make(tmp_path_factory.mktemp("desk") / "show", EPISODES))
    yield made.start()
    made.stop()


@pytest.fixture
def write(browser: object, server: DeskServer) -> Iterator[Callable[..., Writer]]:
    opened: list[Writer] = []

    def begin(episode: str, **options: object) -> Writer:
        opened.append(Writer(browser, server, episode, **{"viewport": {"width": 1280, "height": 900}, **options}))
        return opened[-1].begin()

    yield begin
    for one in opened:
        one.close()


def test_an_edit_is_heard_as_its_new_take_and_never_as_the_old_one(write: Callable[..., Writer]) -> None:
    desk = write("ep01")
    desk.behind("the buffer is empty")
    desk.page.keyboard.press("Alt+Shift+Enter")
    first = desk.heard(1)[0]
    assert alike(first, desk.take(first["key"])) > 0.99
    desk.page.keyboard.press("Alt+e")
    desk.page.keyboard.type(" again and full.")
    second = desk.heard(2)[1]
    assert second["key"] != first["key"]
    assert alike(second, desk.take(second["key"])) > 0.99
    assert len(second["samples"]) > len(first["samples"])
    assert second["state"] == "running"
    desk.page.keyboard.press("End")
    desk.page.keyboard.type(" And ")
    desk.heard(3)  # by now the passage ends before the blank, and what follows is at first in none
    desk.page.keyboard.type("so on.")
    fourth = desk.heard(4)[3]
    assert alike(fourth, desk.take(fourth["key"])) > 0.99
    desk.page.keyboard.press("Control+s")
    desk.saved()
    assert "the buffer is empty again and full.. And so on." in desk.text


@pytest.mark.parametrize("written", ["Wait!\n", "Wait (a moment)", "Wait: "])
def test_what_is_put_right_before_a_passage_is_heard(write: Callable[..., Writer], written: str) -> None:
    desk = write("ep01")
    desk.behind("Now step back")
    desk.page.keyboard.press("Alt+e")
    desk.page.keyboard.press("Home")
    desk.page.keyboard.insert_text(written)
    heard = desk.heard(1)[0]
    assert alike(heard, desk.take(heard["key"])) > 0.99


def test_a_finding_is_gone_to_and_mended(write: Callable[..., Writer]) -> None:
    desk = write("ep02")
    entry = desk.page.locator("#findings li", has_text="stands here twice")
    entry.locator(".entry").click()
    desk.page.keyboard.press("F8")
    entry.locator(".mend").click()
    entry.wait_for(state="detached")
    desk.page.keyboard.press("Control+s")
    desk.saved()
    assert "waits for the writer, and" in desk.text


def test_shares_of_the_pillars_move_while_one_types(write: Callable[..., Writer]) -> None:
    desk = write("ep03")
    share = desk.page.locator("[data-pillar=zoom] .pillar-share")
    before = float(share.inner_text().split()[0])
    desk.behind("a queue in front of it.")
    desk.page.keyboard.type(" And every queue has a length, and every length has a reason, which somebody knows.")
    desk.page.wait_for_function(
        "before => parseFloat(document.querySelector('[data-pillar=zoom] .pillar-share').textContent) > before + 3",
        arg=before,
    )
    assert desk.page.locator("#unsaved").get_attribute("data-unsaved") == "true"


def test_two_texts_are_kept_until_the_author_chooses(write: Callable[..., Writer]) -> None:
    desk = write("ep04")
    desk.behind("Welcome to the show.")
    desk.page.keyboard.type(" Mine.")
    theirs = desk.text.replace("Every stage has a queue", "Each stage has a queue")
    desk.script.write_text(theirs, encoding="utf-8")
    desk.page.locator("#conflict").wait_for()
    desk.page.keyboard.press("Control+s")
    assert desk.text == theirs
    sheet = desk.page.locator("#compare[open]")
    assert "Welcome to the show. Mine." in sheet.locator(".cm-merge-a").inner_text()
    assert "Each stage has a queue" in sheet.locator(".cm-merge-b").inner_text()
    sheet.get_by_role("button", name="Take this passage of theirs").last.click()
    sheet.get_by_role("button", name="Keep the left one and save").click()
    desk.saved()
    assert "Welcome to the show. Mine." in desk.text
    assert "Each stage has a queue" in desk.text


@pytest.mark.parametrize("choice", ["Keep the left one and save", "Take what is on disk"])
def test_a_file_that_changes_while_two_texts_are_compared_is_not_missed(
    write: Callable[..., Writer], choice: str
) -> None:
    desk = write("ep02")
    former = desk.text
    desk.behind("Welcome to the show.")
    desk.page.keyboard.type(" Mine.")
    desk.script.write_text(former.replace("Every stage", "Each stage"), encoding="utf-8")
    desk.page.locator("#conflict").wait_for()
    desk.page.keyboard.press("Control+s")
    desk.page.locator("#compare[open]").wait_for()
    desk.page.evaluate("document.getElementById('said').textContent = ''")
    desk.script.write_text(former.replace("Every stage", "No stage"), encoding="utf-8")
    desk.told("#said", "changed elsewhere")
    desk.page.locator("#compare[open]").get_by_role("button", name=choice).click()
    if choice.startswith("Take"):
        desk.told(".cm-line", "No stage")
        desk.saved()
    else:
        desk.page.locator("#conflict").wait_for()
        assert "No stage" in desk.text
        desk.page.keyboard.press("Control+s")
        desk.page.locator("#compare[open]").get_by_role("button", name=choice).click()
        desk.saved()
        assert "Welcome to the show. Mine." in desk.text
    desk.script.write_text(former, encoding="utf-8")
    desk.told(".cm-line", "Every stage")


def test_another_tab_takes_what_is_saved(write: Callable[..., Writer]) -> None:
    one, other = write("ep05"), write("ep05")
    one.behind("Welcome to the show.")
    one.page.keyboard.type(" Hello.")
    one.page.keyboard.press("Control+s")
    one.saved()
    other.told(".cm-line", "Welcome to the show. Hello.")
    assert other.page.locator("#unsaved").get_attribute("data-unsaved") == "false"


def test_takes_are_compared_flags_kept_and_a_word_is_said_otherwise(write: Callable[..., Writer]) -> None:
    desk = write("ep07")
    page = desk.page
    desk.behind("the buffer is empty")
    page.locator("#tab-segment").click()
    page.locator(".cm-content").focus()
    page.keyboard.press("Alt+Shift+Enter")
    first = desk.heard(1)[0]["key"]
    page.keyboard.press("Alt+t")
    page.locator("#takes li").nth(1).wait_for()
    page.locator(".take.chosen button:enabled").wait_for()
    page.locator("#doing", has_text=": made").wait_for()
    page.locator("#ab:enabled").wait_for()
    page.keyboard.press("Alt+a")
    page.keyboard.press("Alt+a")
    sounds = [one["key"] for one in desk.heard(3)]
    assert first in sounds[1:]
    assert len(set(sounds[1:])) == 2
    page.keyboard.press("Alt+x")
    desk.told("#lock", "Unlock")
    page.keyboard.press("Alt+f")
    desk.told("#flags-count", "1")
    page.locator("#tab-flags").click()
    page.get_by_role("button", name="Done with").click()
    desk.told("#flags-none", "Listen")
    page.locator("#tab-segment").click()
    page.locator("#term").fill("buffer")
    page.locator("#said-as").fill("boofer")
    page.get_by_role("button", name="Hear it").click()
    desk.told("#word-told", "This will make")
    assert (desk.server.root / "voices" / "lexicon.yaml").read_text() == LEXICON
    assert len(desk.heard(4)) == 4
    page.get_by_role("button", name="Write it down").click()
    desk.told("#word-told", "Written down")
    assert "boofer" in (desk.server.root / "voices" / "lexicon.yaml").read_text()


def test_a_render_is_followed_and_cancelled(write: Callable[..., Writer]) -> None:
    desk = write(STOPPED)
    desk.page.locator("#tab-jobs").click()
    desk.page.locator("#job-render").click()
    desk.page.get_by_role("button", name="Cancel").click()
    desk.told("#jobs .where", "cancelled")
    assert not list(desk.server.root.rglob(f"{STOPPED}*.mp3"))


def test_the_whole_waveform_leads_to_its_words(write: Callable[..., Writer]) -> None:
    desk = write("ep05")
    desk.page.locator("#make-all").click()
    desk.page.locator("#made", has_text="not yet").wait_for(state="detached")
    desk.page.wait_for_function("() => document.querySelector('#strip-waves path')?.getAttribute('d')?.length > 50")
    assert desk.page.locator("#make-all").is_hidden()
    desk.page.locator("#tab-chapters").click()
    lane = desk.page.locator("#chapters li", has_text="Zoom Out").locator(".lane")
    lane.click(position={"x": 3, "y": 10})
    desk.told("#doing", "Zoom Out")
    desk.page.locator("#strip-box").focus()
    for key, where in (("End", "A formal bound"), ("PageDown", "Zoom Out"), ("Home", "The First Episode")):
        desk.page.keyboard.press(key)
        desk.told("#doing", where)
    assert "0:00 of" in str(desk.page.locator("#strip-box").get_attribute("aria-valuetext"))
    (desk.server.root / "voices" / "lexicon.yaml").write_text(LEXICON + "queues: KWEEZ\n")
    desk.told(".note.status", "voices/lexicon.yaml changed: ")
    desk.page.get_by_role("button", name="Make them now").click()
    desk.page.locator("#made", has_text="not yet").wait_for(state="detached")


@pytest.mark.parametrize(
    ("scheme", "width", "tabs"),
    [("light", 1280, ("findings", "chapters", "segment", "flags", "jobs")), ("dark", 768, ("findings", "segment"))],
)
def test_everybody_can_use_it(write: Callable[..., Writer], scheme: str, width: int, tabs: tuple[str, ...]) -> None:
    desk = write("ep06", color_scheme=scheme, viewport={"width": width, "height": 900})
    for tab in tabs:
        desk.page.locator(f"#tab-{tab}").click()
        results = axe.Axe().run(desk.page, options={"preload": False})
        assert results.violations_count == 0, results.generate_report()
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    desk.page.locator(".cm-content").focus()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("?")
    desk.page.locator("#help[open]").wait_for()
    results = axe.Axe().run(desk.page, options={"preload": False})
    assert results.violations_count == 0, results.generate_report()


def test_unsaved_text_is_offered_in_another_browser_and_shown_beside_a_newer_file(
    browser: object, server: DeskServer, write: Callable[..., Writer]
) -> None:
    first = write("ep07")
    first.behind("Welcome to the show.")
    first.page.keyboard.type(" Nobody saved this.")
    first.page.locator("#unsaved[data-unsaved=true]").wait_for()
    first.page.wait_for_function("() => Object.keys(localStorage).length > 0")
    first.context.close()  # as a crash does
    second = write("ep07")
    second.told("#draft-choices", "19 characters more than the file")
    assert "Nobody saved" not in second.page.locator(".cm-content").inner_text()
    second.page.get_by_role("button", name="Take it back").click()
    second.told(".cm-line", "Nobody saved this.")
    second.page.context.close()
    second.script.write_text(second.text.replace("Four short parts.", "Five short parts."))
    third = write("ep07")
    third.told("#draft-choices", "the file has changed since")
    third.page.get_by_role("button", name="Compare with the file").first.click()
    third.told("#compare h3", "The file as it is now")
    third.page.get_by_role("button", name="Keep the left one").click()
    third.told(".cm-line", "Nobody saved this.")
    third.page.keyboard.press("Control+s")
    third.saved()
    assert "Nobody saved this." in third.text


def test_the_server_goes_and_comes_back_and_no_text_is_lost(browser: object, tmp_path: Path) -> None:
    server = DeskServer(make(tmp_path / "show", ("ep01",))).start()
    desk = Writer(browser, server, "ep01").begin()
    try:
        desk.behind("Welcome to the show.")
        server.stop()
        desk.told("#line", "Connecting again")
        desk.page.keyboard.type(" Written alone.")
        left = {"id": "render-1", "kind": "render", "episodes": ["ep01"], "state": "running"}  # as a kill leaves it
        jobs = server.root / "build/.jobs.json"
        jobs.write_text(json.dumps({"jobs": [{**left, "message": "", "warnings": []}]}))
        server.start()
        desk.page.locator("#line[data-up=true]").wait_for()
        desk.page.keyboard.press("Alt+Shift+Enter")
        heard = desk.heard(1)[0]
        assert alike(heard, desk.take(heard["key"])) > 0.99
        desk.page.keyboard.press("Control+s")
        desk.saved()
        assert "Welcome to the show. Written alone." in desk.text
        desk.page.locator("#tab-jobs").click()
        desk.told("#jobs .where", "interrupted")
        desk.told("#jobs .hint", "passages are made and kept")
        desk.page.get_by_role("button", name="Go on").click()
        desk.told("#jobs .where", "done")
        assert (server.root / "build/ep01/ep01.mp3").is_file()
    finally:
        desk.context.close()
        server.stop()
