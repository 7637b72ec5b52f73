"""``studio.yaml`` and ``voices/`` → one validated :class:`Show`; finding shows and episodes by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from studio.kit.errors import ConfigurationError, suggest
from studio.kit.inputs import is_file, names_in
from studio.model.fields import declared
from studio.model.languages import READ_ALOUD, is_read_aloud
from studio.model.publishing import AI_CONTENT, Disclosure, FeedDetails, Person, too_long
from studio.model.script import MOST_NUMBER
from studio.model.show import Asset, Ducking, Encoding, ListNumbers, Loudness, MarkKind, Pauses, Pillar, Show, Voice
from studio.settings.complaints import Wording, shortened
from studio.settings.kinds import BAD
from studio.settings.reader import Reading, node_of, open_file, read_text
from studio.settings.yamltree import Pairs

CONFIG_NAME = "studio.yaml"
#: Voices for shows that have none of their own, as files.
BUILT_IN_VOICES = Path(__file__).parent / "voices"
LEXICON_SUFFIXES = (".yaml", ".yml", ".pls", ".xml")
_STYLE = Wording(
    unknown="there is no style setting {name!r}",
    wrong="`{label}` is {value}; it takes {expected}",
    choice="`{label}` is {value}; it takes {expected}",
    codes={"unknown-key": "unknown-style"},
    code="bad-style",
)


def root_above(start: Path) -> Path | None:
    """The nearest folder at or above ``start`` that holds a ``studio.yaml``; None where none does."""
    folders = (start.resolve(), *start.resolve().parents)
    return next((folder for folder in folders if (folder / CONFIG_NAME).is_file()), None)


def find_root(start: Path) -> Path:
    """The nearest folder at or above ``start`` that holds a ``studio.yaml``.

    Raises:
        ConfigurationError: ``no-show``.
    """
    if root := root_above(start):
        return root
    raise ConfigurationError(
        "no-show",
        f"there is no {CONFIG_NAME} in {start.resolve()} or above it",
        hint="Go to the show's folder, name it with --show FOLDER, or make one with `studio new FOLDER`.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Where listeners can support the show."""

    url: str = declared("Where listeners can support the show.", "", form="url")
    text: str = declared("What the link to it says, at most 128 characters.", "Support the show")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """Where finished takes are kept, other than in the show."""

    shared: str = declared(
        "Where a team keeps [finished takes together](cache.md): a folder, or an address such as `s3://bucket/takes`.",
        "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(FeedDetails):
    """What directories are told."""

    url: str = declared(
        "Where the feed will be found; part of the show's identity, so choose it once.",
        "",
        form="url",
        shown_default="`feed.xml` at `site`",
    )
    categories: tuple[str, ...] = declared("Apple's categories, exact spelling, `Category > Subcategory`.", ())
    explicit: bool = declared("Whether directories are to warn.", False)
    copyright: str = declared("Copyright or licence line.", "")
    funding: Funding = Funding()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioYaml:
    """``studio.yaml`` as it is written."""

    title: str = declared("Title of the podcast.")
    author: str = declared("Author as directories show it.", "")
    email: str = declared("Address for directories and feedback; some directories ask for one.", "")
    language: str = declared(
        "Language of the show (BCP 47); English, since numbers, dates and symbols are read by its rules.",
        "en-US",
        form="language",
    )
    description: str = declared("What the show is about, at most 4,000 bytes.", "")
    site: str = declared("The show's web page.", "", form="url")
    artwork: Path | None = declared(
        "Cover, square, 1400 to 3000 pixels, JPEG or PNG without transparency; without one, episodes get a drawn one.",
        None,
    )
    feed: Feed = Feed()
    disclosure: Disclosure = field(default_factory=Disclosure)
    people: tuple[Person, ...] = ()
    display: Mapping[str, str] = declared(
        "Speaker's name in scripts → what listeners read; `HOST` is otherwise the one host among `people`.",
        factory=dict,
        form="short",
    )
    target_minutes: float | None = declared(
        "How long a full episode is to be, minutes; a script may say otherwise.", None, low=0.1, high=1440
    )
    pillars: tuple[Pillar, ...] = ()
    marks: tuple[MarkKind, ...] = ()
    narrator: str = declared("Voice (a file of `voices/`) of all text without a speaker.", "narrator")
    speakers: Mapping[str, str] = declared("Speaker's name in scripts → voice.", factory=dict)
    lexicons: tuple[Path, ...] = declared("Lexicon files (YAML or PLS), later ones win.", ())
    sounds: Mapping[str, Asset] = field(default_factory=dict)
    style: Mapping[str, object] = declared(
        "Choices of [spoken style](spoken-style.md), and units, acronyms and abbreviations of the show's own.",
        factory=dict,
    )
    list_numbers: ListNumbers = declared(
        "Whether the numbers of ordered lists are spoken: `auto` does so where the text refers to them (“step 2”).",
        ListNumbers.AUTO,
    )
    pauses: Pauses = field(default_factory=Pauses)
    ducking: Ducking = field(default_factory=Ducking)
    loudness: Loudness = field(default_factory=Loudness)
    encoding: Encoding = field(default_factory=Encoding)
    cache: Cache = Cache()
    lint: Mapping[str, object] = declared("Options of the [linter's rules](rules.md).", factory=dict)


def load_show(root: Path) -> Show:
    """Read and check the show in ``root``.

    A folder without a ``studio.yaml`` is a show without a title, whose scripts know HOST and GUEST. Voices
    that it names and has no file for are those that come with the package.

    Args:
        root: folder of the show.

    Raises:
        ConfigurationError: with everything in ``studio.yaml`` and ``voices/`` that cannot be used, and where it stands.
    """
    if is_file(root / CONFIG_NAME):
        reading, top = open_file(root / CONFIG_NAME, CONFIG_NAME, root)
        config = reading.read(StudioYaml, top)
    else:
        reading, top = Reading("", root=root), Pairs(0, 0, [])
        config = StudioYaml(title="", speakers={"HOST": "narrator", "GUEST": "guest"})
    lexicons = () if config is BAD else config.lexicons
    voices, files = _voices(root, lexicons, () if config is BAD else (config.narrator, *config.speakers.values()))
    if config is not BAD:
        _check_names(reading, top, config, voices)
        _check_languages(reading, top, config, voices, files)
        _check_feed(reading, top, config)
        style = style_choices(reading, config.style)
    reading.stop_if_wrong(*(file for file, _ in files.values()))
    return Show(
        root=root,
        title=config.title,
        author=config.author,
        language=config.language,
        description=config.description,
        email=config.email,
        site=config.site,
        feed_url=config.feed.url or (f"{config.site.rstrip('/')}/feed.xml" if config.site else ""),
        categories=config.feed.categories,
        explicit=config.feed.explicit,
        copyright=config.feed.copyright,
        funding_url=config.feed.funding.url,
        funding_text=config.feed.funding.text,
        feed=config.feed,
        people=config.people,
        display={label.upper(): name for label, name in config.display.items()},
        disclosure=config.disclosure,
        artwork=config.artwork,
        pillars=tuple(replace(pillar, short=pillar.short or pillar.name) for pillar in config.pillars),
        marks=tuple(replace(mark, pillar=mark.pillar or None) for mark in config.marks),
        voices=voices,
        narrator=config.narrator,
        speakers={speaker.upper(): voice for speaker, voice in config.speakers.items()},
        assets=config.sounds,
        lexicons=config.lexicons,
        style=style,
        list_numbers=config.list_numbers,
        pauses=config.pauses,
        ducking=config.ducking,
        loudness=config.loudness,
        encoding=config.encoding,
        lint=config.lint,
        shared_takes=config.cache.shared,
        target_minutes=config.target_minutes,
    )


def style_choices(reading: Reading, style: Mapping[str, object]) -> dict[str, Any]:
    """What ``style:`` of a ``studio.yaml`` changes of the house style: arguments for :class:`studio.speech.Style`.

    Args:
        reading: gets the complaints.
        style: setting → value, as written.
    """
    if not style:
        return {}
    from studio.speech.style import Style

    return reading.worded(_STYLE).given(node_of(style), Style, label="style.")


def _voices(
    root: Path, lexicons: Sequence[Path], named: Sequence[str]
) -> tuple[dict[str, Voice], dict[str, tuple[Reading, Pairs]]]:
    """The voices by name, and their files as they are read; a lexicon beside them is no voice."""
    found: dict[Path, tuple[Voice, Reading, Pairs]] = {}
    for path in names_in(root / "voices", "*.yaml"):
        if not path.name.startswith("lexicon") and path not in lexicons:
            found[path] = _voice(path, root)
    own = {root / name for voice, _, _ in found.values() if voice is not BAD for name in voice.lexicons}
    found = {path: one for path, one in found.items() if path not in own}
    files = {path.stem for path in found}
    found |= _built_in_voices(root, files, [voice for voice, _, _ in found.values()], named)
    names = {path.stem for path in found}
    for voice, reading, top in found.values():
        if voice is not BAD and voice.imitates and not voice.consent.strip():
            message = "this voice imitates a person, and `consent` does not say who agreed to that"
            example = "Write for example: consent: Ana Lima, by letter of 2 March 2026, for this show."
            reading.complain("missing-consent", top.get("settings"), "consent", message=message, hint=example)
        if voice is not BAD and voice.fallback and voice.fallback not in names:
            message = f"`fallback` names {shortened(voice.fallback)}, which has no file in voices/"
            hint = suggest(voice.fallback, names)
            reading.complain("unknown-voice", top.get("fallback"), "fallback", message=message, hint=hint)
    voices = {path.stem: voice for path, (voice, _, _) in found.items()}
    return voices, {path.stem: (reading, top) for path, (_, reading, top) in found.items()}


def _built_in_voices(
    root: Path, files: Collection[str], own: Sequence[Voice], named: Sequence[str]
) -> dict[Path, tuple[Voice, Reading, Pairs]]:
    """Of the voices that come with the package those that the show names and has no file for; all where it has none."""
    offered = {path.stem: path for path in names_in(BUILT_IN_VOICES, "*.yaml")}
    known = {*files, *(voice.name for voice in own if voice is not BAD)}
    wanted: list[str | None] = [*named, *(voice.fallback for voice in own if voice is not BAD)] if own else [*offered]
    found: dict[Path, tuple[Voice, Reading, Pairs]] = {}
    for name in wanted:  # grows by the fallbacks of what is found
        if name and name in offered and name not in known:
            found[offered[name]] = made = _voice(offered[name], root)
            known.add(name)
            wanted.append(made[0].fallback)
    return found


def _voice(path: Path, root: Path) -> tuple[Voice, Reading, Pairs]:
    reading = Reading(read_text(path, f"voices/{path.name}"), root=root)
    top = reading.top()
    return reading.read(Voice, top, name=path.stem) if not reading.complaints else BAD, reading, top


def _check_names(reading: Reading, top: Pairs, config: StudioYaml, voices: Mapping[str, Voice]) -> None:
    """Complain about voices and pillars that are named and are not there, and about what is no lexicon."""
    pillars = [pillar.id for pillar in config.pillars]
    named: list[tuple[str, Collection[str], str, tuple[str, ...]]] = [("voice", voices, config.narrator, ("narrator",))]
    named += [("voice", voices, voice, ("speakers", speaker)) for speaker, voice in config.speakers.items()]
    named += [("pillar", pillars, mark.pillar, ("marks", mark.id, "pillar")) for mark in config.marks if mark.pillar]
    for what, known, name, place in named:
        if name not in known and known:
            message, hint = f"there is no {what} `{shortened(name)}`", suggest(name, known)
            reading.complain(f"unknown-{what}", top.get(*place), ".".join(place), message=message, hint=hint)
    for path in config.lexicons:
        if path.suffix not in LEXICON_SUFFIXES:
            message = f"`lexicons` names {shortened(path.name)}, which is not a lexicon file"
            reading.complain("not-a-lexicon", top.get("lexicons"), "lexicons", message=message)


def _check_feed(reading: Reading, top: Pairs, config: StudioYaml) -> None:
    """Complain about names of the author's own that a feed cannot hold, or that are one name twice."""
    feed = config.feed
    for label in config.display:
        if next(one for one in config.display if one.upper() == label.upper()) != label:
            reading.complain("duplicate-key", top.get("display", label), f"display.{label}", label)
    for number in feed.seasons:
        if not (number.isascii() and number.isdecimal() and 1 <= int(number[:10]) <= MOST_NUMBER):
            message = f"`feed.seasons` names {shortened(number)}, which is no number of a season"
            reading.complain("wrong-type", top.get("feed", "seasons", number), "feed.seasons", message=message)
    for purpose in feed.txt:
        if purpose == AI_CONTENT or too_long(purpose):
            message = too_long(purpose) or f"`{AI_CONTENT}` is written from `disclosure`"
            reading.complain("wrong-type", top.get("feed", "txt", purpose), "feed.txt", message=message)


def _check_languages(
    reading: Reading, top: Pairs, config: StudioYaml, voices: Mapping[str, Voice],
    files: Mapping[str, tuple[Reading, Pairs]],
) -> None:  # fmt: skip
    """Complain about a show that would be read by the rules of another language, and about voices of another one."""
    hint = f"Supported: {', '.join(READ_ALOUD)}, also with a region, such as en-US or en-GB."
    if not is_read_aloud(config.language):
        message = (
            f"`language` is {shortened(config.language)}, but text is read aloud by the rules of English only "
            "(numbers, dates, units, symbols)"
        )
        reading.complain("unsupported-language", top.get("language"), "language", message=message, hint=hint)
    for name in dict.fromkeys([config.narrator, *config.speakers.values()]):
        voice = voices.get(name, BAD)
        if voice is not BAD and not is_read_aloud(voice.language):
            message = (
                f"`language` is {shortened(voice.language)}, but this voice speaks in a show that is read in English"
            )
            file, settings = files[name]
            file.complain("unsupported-language", settings.get("language"), "language", message=message, hint=hint)
