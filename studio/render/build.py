"""The storyline: from a script to the finished files of its episode, top to bottom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.audio import levels, master
from studio.audio.assets import Assets
from studio.audio.formats import Format
from studio.audio.outputs import export
from studio.changes.version import keep_version, version_of
from studio.episode import arrange, captions, chapters, chapters_json, file_record, manifest, transcript_vtt
from studio.episode.artwork import COVER_PX, make_artwork, scaled_jpeg
from studio.episode.disclosure import Disclosed, disclosed
from studio.episode.people import as_shown
from studio.episode.soundbites import soundbites
from studio.episode.tags import id3_tag
from studio.kit.events import Events
from studio.kit.files import staging, writing
from studio.kit.inputs import recording
from studio.lint import lint_script
from studio.listening.ear import open_ear
from studio.model.narration import Narration
from studio.model.script import CueKind, Script
from studio.model.timeline import Chapter, Timeline
from studio.narration.read import read_episode
from studio.render.check import check_mastered
from studio.render.forecast import Forecast
from studio.render.listen import choose_by_ear, hear_again, unheard_s
from studio.render.options import RenderOptions
from studio.render.pictures import bring_pictures
from studio.render.report import Rendered, left_out
from studio.render.up_to_date import note_render
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.takes import Executor, MadeTakes, TakePlan, TakeStore, make_takes, open_store, plan_takes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.audio.assets import PreparedSound
    from studio.audio.mastering import Mastered
    from studio.audio.mix import Load
    from studio.episode import FileRecord


@dataclass(frozen=True, slots=True)
class _Studio:
    """The rooms of one build: whose episode, how, where its files are staged, and what it is made with."""

    workspace: Workspace
    episode: EpisodeFiles
    options: RenderOptions
    stage: Path
    store: TakeStore
    sounds: Assets
    events: Events
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The takes of an episode, one for each segment, what is otherwise than asked about them, and what was heard."""

    plans: tuple[TakePlan, ...]
    made: MadeTakes
    remarks: tuple[str, ...]
    takes_made: int
    heard: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _Arranged:
    """An episode that is only to be written down: every clip has its place."""

    script: Script
    narration: Narration
    spoken: _Spoken
    timeline: Timeline
    chapters: tuple[Chapter, ...]
    disclosed: Disclosed
    pictures: Mapping[str, str]


def build_episode(
    workspace: Workspace,
    episode: EpisodeFiles,
    options: RenderOptions,
    *,
    executor: Executor | None = None,
    events: Events | None = None,
) -> Rendered:
    """Make the files of ``build/<id>/``; whatever is still good from earlier renders is used again.

    Nothing in the folder changes before everything is made: a failure leaves the former files as they were.

    Args:
        workspace: the episode's show, and its caches.
        episode: which one.
        options: how.
        executor: makes the takes, by default in as many processes as there are cores.
        events: told of progress, warnings and stages.

    Raises:
        StudioError: anything that keeps the episode from being made.
    """
    events = events or Events()
    with recording() as made_from, staging(episode.build) as stage:
        made_from.add(workspace.loaded)
        studio = _Studio(
            workspace,
            episode,
            options,
            stage,
            open_store(workspace, events),
            Assets(workspace.sounds, events),
            events,
            Forecast(workspace, events),
        )
        studio.forecast.begin(episode)
        script, narration = read_episode(workspace.show, episode, skip_unspeakable=options.skip_unspeakable)
        events.end_stage("script")
        if not workspace.show.title:  # a script on its own is a show of one episode
            show = replace(workspace.show, title=script.episode.title)
            studio = replace(studio, workspace=replace(workspace, show=show))
        spoken = _speak(studio, script, narration, executor)
        arranged = _arrange(studio, script, narration, spoken)
        with ThreadPoolExecutor(1) as beside:  # an encoder leaves the interpreter to others
            written = beside.submit(copy_context().run, _write_captions_and_chapters, studio, arranged)
            mastered = _master(studio, arranged)
            written.result()
        check_mastered(mastered, workspace.show.loudness, narration, script.source)
        _export(studio, arranged)
        products = _write_manifest(studio, arranged, mastered)
    _drop_other_formats(episode, options)
    rendered = Rendered(
        mp3=episode.mp3,
        duration_s=mastered.duration_s,
        size_bytes=products[episode.mp3.name].bytes,
        chapters=len(arranged.chapters),
        loudness_lufs=mastered.integrated_lufs,
        true_peak_dbtp=mastered.true_peak_dbtp,
        range_lu=mastered.range_lu,
        limited_s=mastered.limited_s,
        takes_made=spoken.takes_made,
        takes_reused=max(0, len(spoken.plans) - spoken.takes_made),
        skipped=left_out(script),
        elapsed_s=events.elapsed_s,
        also=tuple(episode.build / f"{episode.id}.{kind}" for kind in options.also),
        remarks=spoken.remarks,
        heard=spoken.heard,
    )
    for subject in dict.fromkeys(made_from.torn):
        events.warn(f"{subject} changed while the episode was made; render it again")
    keep_version(
        workspace.versions / f"{episode.id}.json",
        version_of(arranged.script, arranged.narration, spoken.made.plans(spoken.plans), workspace.show),
    )
    if not made_from.torn:
        note_render(
            studio.episode,
            studio.workspace,
            studio.options,
            made_from=made_from,
            products={episode.build / name: record.sha256 for name, record in products.items()},
            entries=[*(studio.store.path(one.key) for one in spoken.plans), *studio.sounds.used, *mastered.entries],
            rendered=rendered,
        )
    events.end_stage("write")
    studio.forecast.keep()
    return replace(rendered, elapsed_s=events.elapsed_s, timings=dict(events.stages_s))


def _speak(studio: _Studio, script: Script, narration: Narration, executor: Executor | None) -> _Spoken:
    """Every segment's take, made where it is missing."""
    workspace, options, events = studio.workspace, studio.options, studio.events
    ear = open_ear(workspace.show.language, options.listen) if options.listen else None
    plans = _plan(studio, script, narration)
    remarks = [plan.cast.remark for plan in plans if plan.cast.remark]
    remarks += [
        f"{one.location}: {one.message}"
        for one in lint_script(script, workspace.show, select=["unknown-speaker", "foreign-text"])
    ]
    for remark in remarks:
        events.warn(remark)
    events.end_stage("plan")
    unheard = unheard_s(plans, studio.store, ear, events) if ear else 0.0
    studio.forecast.planned(plans, studio.store, unheard_s=unheard, also=options.also)
    made = _make(studio, plans, executor)
    takes_made = made.made
    events.end_stage("takes")
    heard = None
    if ear is not None:
        again, is_other = choose_by_ear(
            made.plans(plans), workspace.show, studio.store, studio.episode,
            ear=ear, executor=executor, events=events, jobs=options.jobs,
        )  # fmt: skip
        if is_other:
            plans = _plan(studio, script, narration)
            made = _make(studio, plans, executor)
            again += made.made
        takes_made += again
        heard = hear_again(made.plans(plans), studio.store, ear, events, options.jobs)
    flawed = [f"segment {one.plan.segment.number} is used although {one.reason}" for one in made.flawed]
    for remark in flawed:
        events.warn(remark)
    misheard = heard.remarks if heard else ()
    told = tuple(dict.fromkeys([*remarks, *flawed, *misheard]))
    return _Spoken(plans, made, told, takes_made, heard.record() if heard else None)


def _plan(studio: _Studio, script: Script, narration: Narration) -> tuple[TakePlan, ...]:
    return plan_takes(
        narration.segments,
        studio.workspace.show,
        studio.store,
        episode=studio.episode,
        source=script.source,
        allow_bad=studio.options.allow_bad_takes,
    )


def _make(studio: _Studio, plans: Sequence[TakePlan], executor: Executor | None) -> MadeTakes:
    (made,) = make_takes(
        [plans],
        studio.workspace.show,
        studio.store,
        executor,
        studio.events,
        whole_episodes=True,
        allow_bad=studio.options.allow_bad_takes,
    )
    return made


def _arrange(studio: _Studio, script: Script, narration: Narration, spoken: _Spoken) -> _Arranged:
    """Every take and sound at its exact sample, and the chapters that follow from it."""
    show = studio.workspace.show
    timeline = arrange(narration, spoken.made.infos, show, _prepare_sounds(studio, narration))
    voices = (None if plan.recording else plan.cast.voice for plan in spoken.plans)
    pictures = bring_pictures(script, studio.episode.script, show, studio.stage, studio.events.warn)
    listed, told = chapters(script, narration, timeline, show), disclosed(script.episode, show, voices)
    if told.doubt:
        studio.events.warn(told.doubt)
    studio.events.end_stage("arrange")
    return _Arranged(script, narration, spoken, timeline, listed, told, pictures)


def _prepare_sounds(studio: _Studio, narration: Narration) -> dict[str, PreparedSound]:
    """The sounds that this episode's cues name; a bed is a loop, whose ends are not to be touched."""
    show, prepared = studio.workspace.show, {}
    for name in sorted({point.cue.name for point in narration.cues if point.cue.name in show.assets}):
        asset = show.assets[name]
        is_bed = asset.kind is CueKind.BED
        fade_s = 0.0 if is_bed else asset.fade_s
        prepared[name] = studio.sounds.prepare(asset.path, trim=not is_bed, fade_in_s=fade_s, fade_out_s=fade_s)
    return prepared


def _write_captions_and_chapters(studio: _Studio, arranged: _Arranged) -> None:
    show, rate = studio.workspace.show, arranged.timeline.rate_hz
    shown = as_shown(arranged.narration, arranged.script.episode, show)
    heard = captions(shown, arranged.spoken.made.infos, arranged.timeline)
    _write(studio.stage / "transcript.vtt", transcript_vtt(heard, rate))
    listed = chapters_json(arranged.chapters, arranged.script.episode, show, rate, file_name=studio.episode.mp3.name)
    _write(studio.stage / "chapters.json", listed)


def _master(studio: _Studio, arranged: _Arranged) -> Mastered:
    """The MP3 with its tag."""
    show, timeline = studio.workspace.show, arranged.timeline
    episode, cache = arranged.script.episode, studio.workspace.artwork
    artwork = make_artwork(show, cache, warn=studio.events.warn)
    if episode.artwork:
        artwork = replace(
            artwork, cover=scaled_jpeg(show.root / episode.artwork, COVER_PX, cache=cache, warn=studio.events.warn)
        )
    return master(
        timeline,
        _loader(studio),
        loudness=show.loudness,
        encoding=show.encoding,
        cache=studio.workspace.audio,
        output=studio.stage / studio.episode.mp3.name,
        lead=id3_tag(episode, show, arranged.chapters, timeline, artwork, told=arranged.disclosed.answer),
        jobs=studio.options.jobs,
        events=studio.events,
    )


def _export(studio: _Studio, arranged: _Arranged) -> None:
    """The same in the other formats that are asked for."""
    show = studio.workspace.show
    for kind in studio.options.also:
        export(
            arranged.timeline,
            _loader(studio),
            loudness=show.loudness,
            cache=studio.workspace.audio,
            output=studio.stage / f"{studio.episode.id}.{kind}",
            kind=Format(kind),
            chapters=arranged.chapters,
            title=arranged.script.episode.title,
            artist=show.author,
            jobs=studio.options.jobs,
            events=studio.events,
        )
        studio.events.end_stage(kind)


def _write_manifest(studio: _Studio, arranged: _Arranged, mastered: Mastered) -> dict[str, FileRecord]:
    """The manifest, which records all other files; gives those records and its own."""
    files = {path.name: file_record(path) for path in sorted(studio.stage.iterdir())}
    bites = soundbites(arranged.script, arranged.narration, arranged.spoken.made.infos, arranged.timeline)
    for doubt in filter(None, (bite.doubt for bite in bites)):
        studio.events.warn(doubt)
    report = manifest(
        arranged.script,
        arranged.narration,
        arranged.timeline,
        arranged.chapters,
        studio.workspace.show,
        files=files,
        loudness=_loudness(mastered),
        engines={plan.segment.voice: plan.cast.voice.engine for plan in arranged.spoken.plans},
        final=studio.options.final,
        waveform=levels(mastered.waveform),
        heard=arranged.spoken.heard,
        disclosed=arranged.disclosed,
        soundbites=bites,
        pictures=arranged.pictures,
    )
    path = studio.stage / "manifest.json"
    _write(path, report)
    return {**files, path.name: file_record(path)}


def _drop_other_formats(episode: EpisodeFiles, options: RenderOptions) -> None:
    """What an earlier render made in a format that is not asked for now is not this episode any more."""
    for kind in sorted(set(Format) - set(options.also)):
        (episode.build / f"{episode.id}.{kind}").unlink(missing_ok=True)


def _loader(studio: _Studio) -> Load:
    """Samples and rate of whatever stands on the timeline, by its key."""
    store, sounds = studio.store, studio.sounds

    def load(key: str) -> tuple[NDArray[np.float32], int]:
        if key in sounds:
            return sounds.load(key)
        take = store.load(key)
        return take.samples, take.rate_hz

    return load


def _loudness(mastered: Mastered) -> dict[str, float]:
    measured = {
        "integrated_lufs": mastered.integrated_lufs,
        "range_lu": mastered.range_lu,
        "short_term_max_lufs": mastered.short_term_max_lufs,
        "true_peak_dbtp": mastered.true_peak_dbtp,
        "gain_db": mastered.gain_db,
        "limited_s": mastered.limited_s,
        "limited_max_db": mastered.limited_max_db,
    }
    return {name: value for name, value in measured.items() if value is not None}


def _write(path: Path, text: str) -> None:
    with writing(path):
        path.write_bytes(text.encode("utf-8"))
