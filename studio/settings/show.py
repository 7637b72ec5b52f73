"""``studio.yaml`` and ``voices/`` → one validated :class:`Show`; finding shows and episodes by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from studio.kit.errors import ConfigurationError, suggest
from studio.kit.inputs import is_file, names_in
from studio.model.script import CueKind
from studio.model.show import Asset, Ducking, Encoding, Loudness, MarkKind, Pauses, Pillar, Show, Voice
from studio.settings.yamlfile import YamlMap, read_yaml

CONFIG_NAME = "studio.yaml"
LEXICON_SUFFIXES = (".yaml", ".yml", ".pls")
#: What LAME offers as constant bit rates at 44.1 kHz that make sense for speech and music.
BITRATES_KBPS = (48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


def find_root(start: Path) -> Path:
    """The nearest folder at or above ``start`` that holds a ``studio.yaml``."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    raise ConfigurationError(
        "no-show",
        f"there is no {CONFIG_NAME} in {start.resolve()} or above it",
        hint="Go to the show's folder, or name it with --show FOLDER.",
    )


def load_show(root: Path, *, read: Callable[[Path, str], YamlMap] = read_yaml) -> Show:
    """Read and check the show in ``root``.

    Args:
        root: folder with the ``studio.yaml``.
        read: how a YAML file becomes a mapping; the reference pages are made by one that takes notes.

    Raises:
        ConfigurationError: with the file position of the first thing that cannot be used.
    """
    config = read(root / CONFIG_NAME, CONFIG_NAME)
    pillars = _pillars(config)
    voices = _voices(root, read)
    narrator, speakers = _casting(config, voices)
    feed = config.mapping("feed")
    funding = feed.mapping("funding")
    show = Show(
        root=root,
        title=config.text("title"),
        author=config.text("author"),
        language=config.text("language", "en-US"),
        description=config.text("description"),
        email=config.text("email", ""),
        site=_url(config, "site"),
        feed_url=_url(feed, "url"),
        categories=feed.texts("categories"),
        explicit=feed.flag("explicit", False),
        copyright=feed.text("copyright", ""),
        funding_url=_url(funding, "url") if "url" in funding else funding.text("url", ""),
        funding_text=funding.text("text", "Support the show"),
        artwork=_existing_file(config, "artwork", root),
        pillars=pillars,
        marks=_marks(config, pillars),
        voices=voices,
        narrator=narrator,
        speakers=speakers,
        assets=_assets(config, root),
        lexicons=_lexicons(config, root),
        style=_style(config),
        pauses=_pauses(config),
        ducking=_ducking(config),
        loudness=_loudness(config),
        encoding=_encoding(config),
        lint=config.free("lint"),
    )
    funding.close()
    feed.close()
    config.close()
    return show


def _url(config: YamlMap, key: str) -> str:
    url = config.text(key)
    if not re.match(r"https?://[^\s/]+\.[^\s]+$|https?://localhost", url):
        raise config.error(key, "not-a-url", f"`{key}` has to be an http(s) address, not {url!r}")
    return url


def _existing_file(config: YamlMap, key: str, root: Path) -> Path:
    path = root / config.text(key)
    if not is_file(path):
        raise config.error(key, "missing-file", f"`{key}` names {path.relative_to(root)}, which does not exist")
    return path


def _pillars(config: YamlMap) -> tuple[Pillar, ...]:
    pillars = []
    for name, entry in config.mappings("pillars"):
        wording = entry.texts("wording")
        for pattern in wording:
            try:
                re.compile(pattern)
            except re.error as error:
                raise entry.error(
                    "wording", "bad-pattern", f"`{pattern}` is not a regular expression: {error}"
                ) from None
        colour = entry.text("colour", "#888888")
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise entry.error("colour", "bad-colour", f"`colour` has to look like #1f77b4, not {colour!r}")
        full = entry.text("name")
        pillars.append(Pillar(name, full, wording, entry.text("short", full), colour))
        entry.close()
    return tuple(pillars)


def _marks(config: YamlMap, pillars: tuple[Pillar, ...]) -> tuple[MarkKind, ...]:
    known = [pillar.id for pillar in pillars]
    marks = []
    for name, entry in config.mappings("marks"):
        pillar = entry.text("pillar", "")
        if pillar and pillar not in known:
            raise entry.error("pillar", "unknown-pillar", f"there is no pillar `{pillar}`", suggest(pillar, known))
        marks.append(MarkKind(name, entry.text("name"), pillar or None))
        entry.close()
    return tuple(marks)


def _voices(root: Path, read: Callable[[Path, str], YamlMap]) -> Mapping[str, Voice]:
    voices = {}
    for path in names_in(root / "voices", "*.yaml"):
        if path.name.startswith("lexicon"):
            continue
        shown = f"voices/{path.name}"
        entry = read(path, shown)
        voices[path.stem] = Voice(
            name=path.stem,
            engine=entry.text("engine"),
            description=entry.text("description", ""),
            language=entry.text("language", "en-US"),
            gain_db=entry.number("gain_db", 0.0, low=-24, high=24),
            pan=entry.number("pan", 0.0, low=-1, high=1),
            fallback=entry.text("fallback", "") or None,
            lexicons=entry.texts("lexicons"),
            licence=entry.text("licence", ""),
            attribution=entry.text("attribution", ""),
            settings=entry.scalars("settings"),
        )
        fallback = voices[path.stem].fallback
        if fallback and not is_file(root / "voices" / f"{fallback}.yaml"):
            raise entry.error("fallback", "unknown-voice", f"`fallback` names {fallback}, which has no file in voices/")
        entry.close()
    if not voices:
        raise ConfigurationError("no-voice", "there is no voice", where="voices/", hint="Add voices/narrator.yaml.")
    return voices


def _casting(config: YamlMap, voices: Mapping[str, Voice]) -> tuple[str, Mapping[str, str]]:
    narrator = config.text("narrator")
    if narrator not in voices:
        raise config.error("narrator", "unknown-voice", f"there is no voice `{narrator}`", suggest(narrator, [*voices]))
    block = config.mapping("speakers")
    speakers = {}
    for speaker in block:
        voice = block.text(speaker)
        if voice not in voices:
            raise block.error(speaker, "unknown-voice", f"there is no voice `{voice}`", suggest(voice, [*voices]))
        speakers[speaker.upper()] = voice
    return narrator, speakers


def _assets(config: YamlMap, root: Path) -> Mapping[str, Asset]:
    kinds = {"bed": CueKind.BED, "stinger": CueKind.STINGER, "bumper": CueKind.BUMPER}
    assets = {}
    for name, entry in config.mappings("sounds"):
        assets[name] = Asset(
            name=name,
            path=_existing_file(entry, "file", root),
            kind=kinds[str(entry.choice("kind", tuple(kinds)))],
            gain_db=entry.number("gain_db", 0.0, low=-60, high=12),
            fade_s=entry.number("fade_s", 0.0, low=0, high=60),
        )
        entry.close()
    return assets


def _lexicons(config: YamlMap, root: Path) -> tuple[Path, ...]:
    paths = []
    for name in config.texts("lexicons"):
        path = root / name
        if path.suffix not in LEXICON_SUFFIXES or not is_file(path):
            raise config.error("lexicons", "missing-file", f"`lexicons` names {name}, which is not a lexicon file")
        paths.append(path)
    return tuple(paths)


def _style(config: YamlMap) -> Mapping[str, object]:
    style, block = config.free("style"), config.mapping("style")
    for name, value in style.items():
        from studio.speech import Style

        try:
            Style.from_mapping({name: value})
        except ConfigurationError as error:
            raise block.error(name, error.code, error.message, error.hint) from None
    return style


def _pauses(config: YamlMap) -> Pauses:
    block, default = config.mapping("pauses"), Pauses()
    pauses = Pauses(
        **{
            name: block.number(name, getattr(default, name), low=0, high=30)
            for name in ("sentence_s", "paragraph_s", "section_s", "part_s", "speaker_s", "end_s")
        }
    )
    block.close()
    return pauses


def _ducking(config: YamlMap) -> Ducking:
    block, default = config.mapping("ducking"), Ducking()
    ducking = Ducking(
        depth_db=block.number("depth_db", default.depth_db, low=0, high=60),
        attack_s=block.number("attack_s", default.attack_s, low=0.05, high=5),
        hold_s=block.number("hold_s", default.hold_s, low=0, high=10),
        release_s=block.number("release_s", default.release_s, low=0.05, high=10),
    )
    block.close()
    return ducking


def _loudness(config: YamlMap) -> Loudness:
    block, default = config.mapping("loudness"), Loudness()
    loudness = Loudness(
        target_lufs=block.number("target_lufs", default.target_lufs, low=-31, high=-9),
        tolerance_lu=block.number("tolerance_lu", default.tolerance_lu, low=0.2, high=3),
        ceiling_dbtp=block.number("ceiling_dbtp", default.ceiling_dbtp, low=-9, high=0),
    )
    block.close()
    return loudness


def _encoding(config: YamlMap) -> Encoding:
    block, default = config.mapping("encoding"), Encoding()
    encoding = Encoding(
        channels=block.integer("channels", default.channels, low=1, high=2),
        bitrate_kbps=int(block.choice("bitrate_kbps", BITRATES_KBPS, default.bitrate_kbps)),
    )
    block.close()
    return encoding
