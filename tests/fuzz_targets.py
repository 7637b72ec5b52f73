"""Everything that reads bytes of somebody's: name → a function that takes them and lets nothing out but our own errors.

For the properties in ``tests/hostile`` and for ``bench/fuzz.py``, which lets atheris look for hours.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from sample_show import SCRIPT, STUDIO_YAML

from studio.engines import Recording
from studio.kit.errors import StudioError
from studio.kit.sealed import seal
from studio.model.source import Source
from studio.model.takes import WordMark
from studio.settings.workspace import Workspace, open_workspace
from studio.takes.store import TakeStore, seal_take, unseal_take

Target = Callable[[bytes], object]

KEY = "ab" * 32
ENTRY = seal_take(KEY, Recording(np.zeros(99, np.float32), 22_050, (WordMark(0, 5, 0, 9),)))[0]
FEED = b"""<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
xmlns:psc="http://podlove.org/simple-chapters" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Old</title><link>https://example.org/</link><description>d</description><language>en</language>
<itunes:image href="cover.jpg"/><itunes:category text="Arts"><itunes:category text="Books"/></itunes:category>
<item><title>One</title><guid>old-1</guid><pubDate>Thu, 01 Jan 2020 00:00:00 +0000</pubDate><itunes:duration>47:03
</itunes:duration><enclosure url="https://o/a.mp3" length="1" type="audio/mpeg"/><itunes:episode>1</itunes:episode>
<psc:chapters><psc:chapter start="00:00:00" title="x"/></psc:chapters></item></channel></rss>"""

#: Where each begins: bytes that are right, to be made wrong.
SEEDS: dict[str, list[bytes]] = {
    "script": [
        SCRIPT.encode(),
        b'---\nid: x\n---\n\nHOST: A `b` $c^2$ [d](e).\n\n::music{bed="x" gain=-3dB}\n\n| a |\n|-|\n',
    ],
    "show": [STUDIO_YAML.encode()],
    "voice": [b"engine: silent\nlanguage: en\ngain_db: 3\nsettings: {pitch_hz: 200}\nfallback: narrator\n"],
    "lexicon": [b"etcd: et cee dee\nread: [{ipa: r\xc9\x9bd, when: VBD}, r ee d]\n"],
    "pls": [
        b'<?xml version="1.0"?><lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" '
        b'alphabet="ipa" xml:lang="en"><lexeme><grapheme>etcd</grapheme><phoneme>e</phoneme></lexeme></lexicon>'
    ],
    "choices": [b"takes:\n  3f0c9a51be: {text: Caches lie., take: 3}\n  9d1e02c7aa: {text: x, recording: x}\n"],
    "take": [ENTRY],
    "entry": [seal("studio-audio 2", b"1234")],
    "notes": [b'{"format": 5, "inputs": [["content", "a", "b"]], "rendered": {}, "products": {"a": ["b", "c"]}}'],
    "feed": [FEED],
    "import": [
        b"ANNA: Hello.\nBEN: Hi there.\n",
        b"INT. ROOM - DAY\n\nANNA\n(softly)\nHello.\n",
        b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n",
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Hello.\n",
        b"<speak>Hello.</speak>",
    ],
    "picture": [
        b"\x89PNG\r\n\x1a\n" + bytes(30),
        b"\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10\x03",
        b"RIFF\0\0\0\0WEBP",
        b"GIF89a",
    ],
    "feed state": [b'{"at": "2026-01-01T00:00:00+00:00"}'],
}


@contextmanager
def targets() -> Iterator[dict[str, Target]]:
    """The functions, with a show of their own that they write into."""
    with tempfile.TemporaryDirectory(prefix="studio-fuzz-") as folder:
        root = Path(folder) / "show"
        for name in ("scripts", "voices", "assets"):
            (root / name).mkdir(parents=True)
        (root / "assets" / "cover.jpg").write_bytes(b"a picture")
        _reset(root)
        yield {name: _only_ours(target) for name, target in _targets(root).items()}


def _reset(root: Path) -> None:
    (root / "studio.yaml").write_text(STUDIO_YAML)
    (root / "voices" / "narrator.yaml").write_text("engine: silent\n")
    (root / "scripts" / "ep01.md").write_text(SCRIPT)
    (root / "scripts" / "ep01.takes.yaml").unlink(missing_ok=True)


def _only_ours(target: Target) -> Target:
    def run(data: bytes) -> object:
        try:
            return target(data)
        except StudioError as error:
            assert error.message.strip() and "\n\n\n" not in str(error)
            return None

    return run


def _targets(root: Path) -> dict[str, Target]:
    from commands import files_of

    from studio.audio.store import Store
    from studio.changes.version import kept_version
    from studio.episode.pictures import read_picture
    from studio.feed.ledger import parse_ledger
    from studio.feed.state import unsealed
    from studio.importing.feeds import as_document, read_old_feed
    from studio.importing.material import Material
    from studio.importing.registry import all_forms, form_of
    from studio.lint import lint_script
    from studio.narration.narrate import narrate
    from studio.narration.read import parse_source, read_lexicons
    from studio.render.options import RenderOptions
    from studio.render.up_to_date import up_to_date
    from studio.settings.lexicons import load_lexicon
    from studio.takes.choices import read_choices
    from studio.takes.history import recall

    workspace: Workspace = open_workspace(root)
    show, episode = workspace.show, files_of(workspace.show)
    lexicons = read_lexicons(show)
    store = TakeStore(root / "takes")

    def written(name: str, data: bytes) -> Path:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def script(data: bytes) -> object:
        parsed = parse_source(show, Source("scripts/ep01.md", data.decode("utf-8", "replace")))
        lint_script(parsed, show)
        return narrate(parsed, show, lexicons)

    def settings(name: str) -> Target:
        def read(data: bytes) -> object:
            _reset(root)
            try:
                written(name, data)
                return open_workspace(root)
            finally:
                _reset(root)

        return read

    def choices(data: bytes) -> object:
        written("scripts/ep01.takes.yaml", data)
        return read_choices(show, episode)

    def take(data: bytes) -> object:
        with suppress(ValueError):
            unseal_take(KEY, data)
        path = store.path(KEY)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if store.info(KEY) is not None:
            return store.load(KEY)
        return None

    def notes(data: bytes) -> None:
        shutil.rmtree(workspace.cache, ignore_errors=True)
        for path in (
            workspace.stamps / "ep01.json",
            workspace.versions / "ep01.json",
            store.root / "episodes/ep01.json",
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        up_to_date(episode, workspace, RenderOptions())
        kept_version(workspace.versions / "ep01.json")
        recall(store, episode)

    def entry(data: bytes) -> object:
        path = root / "audio" / "ab" / ("cd" * 31)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return Store(root / "audio").get("ab" + "cd" * 31)

    def imported(data: bytes) -> None:
        form_of(Material("given.txt", data)).read(Material("given.txt", data))
        for form in all_forms():
            if not form.is_binary:
                form.likelihood(Material("given.txt", data))

    def old_feed(data: bytes) -> object:
        return as_document(read_old_feed(str(written("old.xml", data))), "guid")

    def state(data: bytes) -> object:
        parse_ledger(data)
        try:
            return unsealed(data, older=True)
        except ValueError:
            return None

    return {
        "script": script,
        "show": settings("studio.yaml"),
        "voice": settings("voices/narrator.yaml"),
        "lexicon": lambda data: load_lexicon([written("words.yaml", data)], root),
        "pls": lambda data: load_lexicon([written("words.pls", data)], root),
        "choices": choices,
        "take": take,
        "entry": entry,
        "notes": notes,
        "feed": old_feed,
        "import": imported,
        "picture": read_picture,
        "feed state": state,
    }
