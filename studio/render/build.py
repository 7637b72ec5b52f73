"""The storyline: from a script to the finished files of its episode, top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.audio import levels, master
from studio.audio.assets import Assets
from studio.audio.formats import Format
from studio.audio.outputs import export
from studio.episode import arrange, captions, chapters, chapters_json, file_record, manifest, transcript_vtt
from studio.episode.artwork import make_artwork
from studio.episode.tags import id3_tag
from studio.kit.clock import Clock
from studio.kit.errors import ConfigurationError
from studio.kit.files import staging, writing
from studio.model.narration import Narration
from studio.model.script import CueKind
from studio.model.show import Show
from studio.narration.read import read_episode
from studio.render.check import check_mastered
from studio.render.report import Progress, Rendered, Warn
from studio.render.up_to_date import stamp_path, write_stamp
from studio.settings.show import script_path
from studio.takes import TakeStore, Worker, make_takes, plan_takes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.audio.assets import PreparedSound
    from studio.audio.mastering import Mastered
    from studio.audio.mix import Load


def build_episode(
    show: Show,
    episode: str,
    *,
    inputs: str = "",
    worker: Worker | None = None,
    cache: Path | None = None,
    jobs: int | None = None,
    skip_unspeakable: bool = False,
    allow_bad_takes: bool = False,
    also: Sequence[str] = (),
    progress: Progress = lambda _stage, _done, _total: None,
    warn: Warn = lambda _message: None,
) -> Rendered:
    """Make the files of ``build/<id>/``; whatever is still good from earlier renders is used again.

    Nothing in the folder changes before everything is made: a failure leaves the former files as they were.

    Args:
        show: the episode's show.
        episode: id, number or script path.
        inputs: fingerprint of everything that goes in, noted so that the next render can find it unchanged.
        worker: a process for the first takes, for the same cache.
        cache: folder for takes and encoded audio.
        jobs: processes and threads to use, by default one per core.
        skip_unspeakable: leave out blocks that cannot be spoken instead of refusing the script.
        allow_bad_takes: use takes that the quality checks found fault with, and warn of each.
        also: other formats to make beside the MP3.
        progress: called while takes are made and audio is encoded.
        warn: called with what went otherwise than asked, e.g. a voice replaced by its fallback.

    Raises:
        StudioError: anything that keeps the episode from being made.
    """
    clock = Clock()
    formats = [_format(kind) for kind in also]
    told: list[str] = []

    def tell(message: str) -> None:
        told.append(message)
        warn(message)

    kept = cache if cache is not None else show.cache
    store, sounds = TakeStore(kept / "takes"), Assets(kept / "sounds")
    script, narration = read_episode(show, episode, skip_unspeakable=skip_unspeakable)
    name = script.episode.id
    folder = show.build / name
    clock.lap("script")
    with staging(folder) as stage:
        plans = plan_takes(narration.segments, show, store, episode=name, allow_bad=allow_bad_takes)
        for remark in dict.fromkeys(plan.cast.remark for plan in plans if plan.cast.remark):
            tell(remark)
        clock.lap("plan")
        made = make_takes(
            plans,
            show,
            store,
            jobs,
            lambda done: progress("takes", done.done, done.total),
            episode=name,
            source=script.source,
            allow_bad=allow_bad_takes,
            first=worker,
        )
        for flawed in made.flawed:
            tell(f"segment {flawed.plan.segment.number} is used although {flawed.reason}")
        clock.lap("takes")

        timeline = arrange(narration, made.infos, show, _prepare_sounds(narration, show, sounds))
        listed = chapters(script, narration, timeline, show)
        mp3 = stage / f"{name}.mp3"
        rate = timeline.rate_hz
        heard = captions(narration, made.infos, timeline)
        _write(stage / "transcript.vtt", transcript_vtt(heard, rate, show.language))
        _write(stage / "chapters.json", chapters_json(listed, script.episode, show, rate, file_name=mp3.name))
        clock.lap("write")
        mastered = master(
            timeline,
            _loader(store, sounds),
            loudness=show.loudness,
            encoding=show.encoding,
            cache=kept / "audio",
            output=mp3,
            lead=id3_tag(script.episode, show, listed, timeline, make_artwork(show, kept / "artwork")),
            jobs=jobs,
            progress=lambda done, total: progress("encoding", done // rate, total // rate),
            clock=clock,
        )
        check_mastered(mastered, show.loudness, narration, script.source)
        for message in (*sounds.warnings, *mastered.warnings):
            tell(message)
        for kind in formats:
            export(
                timeline,
                _loader(store, sounds),
                loudness=show.loudness,
                cache=kept / "audio",
                output=stage / f"{name}.{kind}",
                kind=kind,
                chapters=listed,
                title=script.episode.title,
                artist=show.author,
                jobs=jobs,
            )
            clock.lap(kind)
        files = {path.name: file_record(path) for path in sorted(stage.iterdir())}
        report = manifest(
            script,
            narration,
            timeline,
            listed,
            show,
            files=files,
            loudness=_loudness(mastered),
            waveform=levels(mastered.waveform),
        )
        _write(stage / "manifest.json", report)
        products = {path: record.sha256 for path, record in files.items()}
        products["manifest.json"] = file_record(stage / "manifest.json").sha256
    for kind in sorted(set(Format) - set(formats)):
        # What an earlier render made in this format is not this episode any more.
        (folder / f"{name}.{kind}").unlink(missing_ok=True)
    rendered = Rendered(
        mp3=folder / mp3.name,
        duration_s=mastered.duration_s,
        size_bytes=files[mp3.name].bytes,
        chapters=len(listed),
        loudness_lufs=mastered.integrated_lufs,
        true_peak_dbtp=mastered.true_peak_dbtp,
        range_lu=mastered.range_lu,
        limited_s=mastered.limited_s,
        takes_made=made.made,
        takes_reused=made.reused,
        skipped=len(narration.skipped),
        elapsed_s=clock.total_s,
        also=tuple(folder / f"{name}.{kind}" for kind in formats),
    )
    if inputs and not told:
        write_stamp(
            stamp_path(kept, script_path(show, episode)),
            inputs,
            products={folder / product: digest for product, digest in products.items()},
            entries=[*(store.path(plan.key) for plan in plans), *sounds.used, *mastered.entries],
            models={path for plan in plans for path in plan.cast.engine.model_files(plan.cast.options)},
            summary=rendered.as_json(),
        )
    clock.lap("write")
    return replace(rendered, elapsed_s=clock.total_s, timings=clock.laps)


def _format(name: str) -> Format:
    if name not in set(Format):
        raise ConfigurationError(
            "unknown-format", f"there is no format `{name}`", hint=f"Choose from {', '.join(Format)}."
        )
    return Format(name)


def _prepare_sounds(narration: Narration, show: Show, sounds: Assets) -> dict[str, PreparedSound]:
    """The sounds that this episode's cues name; a bed is a loop, whose ends are not to be touched."""
    prepared = {}
    for name in sorted({point.cue.name for point in narration.cues if point.cue.name in show.assets}):
        asset = show.assets[name]
        is_bed = asset.kind is CueKind.BED
        fade_s = 0.0 if is_bed else asset.fade_s
        prepared[name] = sounds.prepare(asset.path, trim=not is_bed, fade_in_s=fade_s, fade_out_s=fade_s)
    return prepared


def _loader(store: TakeStore, sounds: Assets) -> Load:
    """Samples and rate of whatever stands on the timeline, by its key."""

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
