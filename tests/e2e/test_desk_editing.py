"""Random editing before a real browser: no word is lost, and no take is heard that is not of the text then shown.

``STUDIO_EDITS=3000 pytest tests/e2e/test_desk_editing.py`` goes on for as many rounds, ``STUDIO_SEED`` takes another
course. Two tabs write in one script: type, delete, paste, undo, move, play, flag and save, while another program writes
to the file now and then.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_in_browser import DeskServer, Writer, alike
from desk_oracle import Oracle
from sample_show import SCRIPT, STUDIO_YAML

pytest.importorskip("sse_starlette")

ROUNDS = int(os.environ.get("STUDIO_EDITS", "60"))
SEED = int(os.environ.get("STUDIO_SEED", "18"))
WORDS = "queue buffer index. node, clock 12 km `x` C++ **why** Kafka 🎙️ etcd. one two? three".split()
PASTED = [
    "\n\nA paragraph that came from elsewhere stands here. It has two sentences.\n\n",
    "\n\n## Zoom in once more\n\n",
    "\n\n```\ncode\n",
    "\n- an item\n- another item\n",
    "<!-- ",
    " --> ",
    "\n\n::pause{2s}\n\n",
    "\n\n",
]
_PAGE = """(async () => {
  const source = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (name, hear) {
    return source.call(this, name, (event) => {
      if (name === "segments") window.known = JSON.parse(event.data).revision_of_text;
      hear(event);
    });
  };
  const push = window.heard.push.bind(window.heard);
  window.heard.push = (one) => push({ ...one, shown: window.shown() });
  addEventListener("DOMContentLoaded", async () => {
    const { EditorView } = await import("/static/vendor/codemirror.js");
    window.shown = () => {
      const dom = document.querySelector("#script .cm-editor");
      return dom ? EditorView.findFromDOM(dom).state.sliceDoc() : "";
    };
    window.select = (anchor, head) => {
      const view = EditorView.findFromDOM(document.querySelector("#script .cm-editor"));
      view.dispatch({ selection: { anchor, head } });
      view.focus();
    };
  });
})();"""


class Tab(Writer):
    """A tab, and the text that it has to have."""

    def __init__(self, browser: object, server: DeskServer) -> None:
        super().__init__(browser, server, "ep01", viewport={"width": 1000, "height": 700})
        self.page.add_init_script(_PAGE)
        self.page.set_default_timeout(90_000)
        self.begin()
        self.page.wait_for_function("() => window.shown?.()")
        self.expected = self.base = self.text

    @property
    def shown(self) -> str:
        return str(self.page.evaluate("() => window.shown()"))

    @property
    def has_conflict(self) -> bool:
        return self.page.locator("#conflict").is_visible()

    def is_as_expected(self) -> None:
        """What stands in the tab is what was written there: nothing else was taken or added."""
        assert self.shown == self.expected

    def select(self, start: int, end: int) -> None:
        self.page.evaluate(
            "([from, to]) => window.select(from, to)", [units(self.expected[:at]) for at in (start, end)]
        )

    def put(self, start: int, end: int, text: str, *, by_keys: bool) -> None:
        """Write something over a stretch of the text."""
        self.select(start, end)
        if by_keys:
            self.page.keyboard.type(text)
        else:
            self.page.evaluate(
                """text => {
                  const clipboardData = new DataTransfer();
                  clipboardData.setData("text/plain", text);
                  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
                  document.querySelector("#script .cm-content").dispatchEvent(paste);
                }""",
                text,
            )
        self.expected = self.expected[:start] + text + self.expected[end:]

    def until_known(self) -> None:
        """Wait until the desk has looked at the very text that is shown."""
        revision = hashlib.sha256(self.expected.encode()).hexdigest()
        self.page.wait_for_function("revision => window.known === revision", arg=revision)


def units(text: str) -> int:
    """The length of a text as a browser counts."""
    return len(text.encode("utf-16-le")) // 2


def whole(text: str, at: int) -> int:
    """The next place where a caret can stand: never within an emoji."""
    return at + (text[at : at + 1] == "\ufe0f")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DeskServer]:
    root = tmp_path / "show"
    for folder in ("scripts", "voices"):
        (root / folder).mkdir(parents=True)
    settings = STUDIO_YAML.replace("artwork: assets/cover.jpg\n", "")
    (root / "studio.yaml").write_text(settings, encoding="utf-8")
    (root / "voices" / "narrator.yaml").write_text("engine: espeak\n", encoding="utf-8")
    (root / "scripts" / "ep01.md").write_text(SCRIPT, encoding="utf-8")
    made = DeskServer(root)
    yield made.start()
    made.stop()


class Author:
    """Does something at random, and knows what has to come of it."""

    def __init__(self, browser: object, server: DeskServer, seed: int) -> None:
        self.rng = random.Random(seed)
        self.tabs = [Tab(browser, server), Tab(browser, server)]
        self.script = self.tabs[0].script
        self.oracle = Oracle(self.script)
        self.rounds = self.played = 0

    def act(self) -> None:
        """One round in one of the tabs."""
        self.rounds += 1
        tab = self.rng.choice(self.tabs)
        tab.page.bring_to_front()
        kinds = {
            self.types: 40, self.deletes: 15, self.pastes: 8, self.undoes: 8, self.moves: 6, self.plays: 14,
            self.flags: 2, self.saves: 8, self.is_overtaken: 3, self.waits: 6,
        }  # fmt: skip
        (act,) = self.rng.choices([*kinds], [*kinds.values()])
        act(tab)
        tab.is_as_expected()
        if len(tab.expected) > 5000:
            tab.put(
                tab.expected.index("# The First"),
                len(tab.expected),
                SCRIPT[SCRIPT.index("# The First") :],
                by_keys=False,
            )
        self.listens(tab)

    # ------------------------------------------------------------------------------------------ writing

    def place(self, tab: Tab) -> int:
        at = self.rng.randrange(tab.expected.index("---\n", 4) + 5, len(tab.expected) + 1)
        return whole(tab.expected, at)

    def types(self, tab: Tab) -> None:
        words = " ".join(self.rng.choice(WORDS) for _ in range(self.rng.randrange(1, 4)))
        at = self.place(tab)
        tab.put(at, at, self.rng.choice((" ", "")) + words + self.rng.choice((".", " ", "")), by_keys=True)

    def deletes(self, tab: Tab) -> None:
        start = self.place(tab)
        end = whole(tab.expected, min(len(tab.expected), start + self.rng.randrange(1, 40)))
        tab.select(start, end)
        if start == end:
            return
        tab.page.keyboard.press("Delete")
        tab.expected = tab.expected[:start] + tab.expected[end:]

    def pastes(self, tab: Tab) -> None:
        at = self.place(tab)
        end = whole(tab.expected, min(len(tab.expected), at + self.rng.choice((0, 0, 9))))
        tab.put(at, end, self.rng.choice(PASTED), by_keys=False)

    def undoes(self, tab: Tab) -> None:
        tab.page.locator("#script .cm-content").focus()
        tab.page.keyboard.press(self.rng.choice(("Control+z", "Control+z", "Control+y")))
        tab.expected = tab.shown

    # ------------------------------------------------------------------------------------------ listening

    def moves(self, tab: Tab) -> None:
        tab.page.keyboard.press(self.rng.choice(("Alt+ArrowDown", "Alt+ArrowUp")))

    def plays(self, tab: Tab) -> None:
        tab.page.keyboard.press(self.rng.choice(("Alt+Shift+Enter", "Alt+Enter", "Alt+e", "Alt+k", "Alt+n")))
        if self.rng.random() < 0.4:
            tab.page.wait_for_timeout(self.rng.randrange(400))

    def flags(self, tab: Tab) -> None:
        tab.page.keyboard.press("Alt+f")

    def listens(self, tab: Tab) -> None:
        """Each sound that was begun is a take of the text that was shown at that moment."""
        for one in tab.heard(0, forget=True):
            assert one["key"] in self.oracle.keys(one["shown"]), one["shown"]
            if self.played % 10 == 0:
                assert alike(one, tab.take(one["key"])) > 0.99
            self.played += 1

    # ------------------------------------------------------------------------------------------ saving

    def saves(self, tab: Tab) -> None:
        """Save, where another one has saved choose; then the other tab has the text, or knows of the conflict."""
        if tab.has_conflict:
            self.chooses(tab)
        else:
            tab.page.keyboard.press("Control+s")
            tab.saved()
        assert tab.text == tab.expected == tab.shown
        tab.base = tab.expected
        for other in self.tabs:
            if other is not tab:
                self.follows(other, tab.expected)

    def chooses(self, tab: Tab) -> None:
        """Choose, and again where the file has become another one before what was chosen was saved."""
        while tab.has_conflict:
            theirs = tab.text
            tab.page.keyboard.press("Control+s")
            name = self.rng.choice(("Keep the left one and save", "Take what is on disk"))
            tab.page.locator("#compare[open] button", has_text=name).click()
            if name.startswith("Take"):
                tab.expected = theirs
                tab.page.wait_for_function("text => window.shown() === text", arg=theirs)
            tab.page.locator("#unsaved[data-unsaved=false], #conflict:not([hidden])").first.wait_for()

    def follows(self, tab: Tab, text: str) -> None:
        """A tab without a text of its own takes the file's; another one keeps its own, and says so."""
        if tab.expected in (tab.base, text):
            tab.expected = tab.base = text
            tab.page.wait_for_function("text => window.shown() === text", arg=text)
        elif tab.base != text:
            tab.page.locator("#conflict").wait_for()
        tab.is_as_expected()

    def is_overtaken(self, tab: Tab) -> None:
        """Another program writes to the file, while somebody types."""
        theirs = f"{tab.text.rstrip()}\n\nAn outside paragraph, number {self.rounds}, stands here.\n"
        self.script.write_text(theirs, encoding="utf-8")
        if self.rng.random() < 0.5:
            self.types(tab)
        for one in self.tabs:
            self.follows(one, theirs)

    def waits(self, tab: Tab) -> None:
        tab.until_known()


def test_no_word_is_lost_and_nothing_stale_is_heard(browser: object, server: DeskServer) -> None:
    author = Author(browser, server, SEED)
    try:
        for _ in range(ROUNDS):
            author.act()
        for tab in author.tabs:
            tab.until_known()
    finally:
        complaints = [one for tab in author.tabs for one in tab.complaints]
        for tab in author.tabs:
            tab.context.close()
    assert complaints == []
    assert author.played >= ROUNDS // 30
