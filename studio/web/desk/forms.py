"""The forms of what the API takes and gives, as JSON schemas; put together here so that each stands once."""

from __future__ import annotations

from typing import Any

Form = dict[str, Any]

TEXT: Form = {"type": "string"}
WHOLE: Form = {"type": "integer"}
NUMBER: Form = {"type": "number"}
FLAG: Form = {"type": "boolean"}
MAYBE_TEXT: Form = {"type": ["string", "null"]}
MAYBE_WHOLE: Form = {"type": ["integer", "null"]}
MAYBE_NUMBER: Form = {"type": ["number", "null"]}


def record(**parts: Form) -> Form:
    """An object with these parts; a part whose name begins with an underscore need not be there."""
    names = {name.removeprefix("_"): form for name, form in parts.items()}
    needed = [name for name in parts if not name.startswith("_")]
    return {"type": "object", "properties": names, "required": needed}


def many(form: Form) -> Form:
    """A list."""
    return {"type": "array", "items": form}


def by_name(form: Form) -> Form:
    """An object whose keys are names."""
    return {"type": "object", "additionalProperties": form}


def one_of(*values: str) -> Form:
    """One of these texts."""
    return {"type": "string", "enum": [*values]}


def named(name: str) -> Form:
    """A form of :data:`REPORTS`."""
    return {"$ref": f"#/components/schemas/{name}"}


ON_DISK = record(text=TEXT, revision=TEXT)
STATE = one_of("fresh", "stale", "making", "failed", "unspoken")

#: Every report by its name.
REPORTS: dict[str, Form] = {
    "Error": record(error=TEXT),
    "Conflict": record(error=TEXT, theirs={"anyOf": [ON_DISK, {"type": "null"}]}),
    "Show": record(
        title=TEXT,
        root_name=TEXT,
        narrator=TEXT,
        speakers=by_name(TEXT),
        voices=many(TEXT),
        episodes=many(record(id=TEXT, number=MAYBE_WHOLE, title=TEXT, script=TEXT)),
    ),
    "Episode": record(id=TEXT, title=TEXT, script=TEXT, uri=TEXT, text=TEXT, revision=TEXT),
    "Saved": record(revision=TEXT),
    "Drafts": record(
        drafts=many(record(name=TEXT, text=TEXT, revision=TEXT, at=TEXT, is_old=FLAG)), writing=many(TEXT)
    ),
    "Segments": record(
        revision_of_text=TEXT,
        fault=TEXT,
        segments=many(
            record(
                index=WHOLE,
                id=TEXT,
                line=WHOLE,
                column=WHOLE,
                end_line=WHOLE,
                end_column=WHOLE,
                kind=one_of("speech", "pause", "sound", "heading"),
                text=TEXT,
                speaker=MAYBE_TEXT,
                voice=MAYBE_TEXT,
                section=TEXT,
                pillar=MAYBE_TEXT,
                state=STATE,
                message=TEXT,
                start_s=NUMBER,
                duration_s=NUMBER,
                pause_s=NUMBER,
                estimated=FLAG,
                locked=FLAG,
            )
        ),
    ),
    "Segment": record(index=WHOLE, id=TEXT, state=STATE, message=TEXT, revision_of_text=TEXT, _duration_s=NUMBER),
    "Shares": record(
        revision_of_text=TEXT,
        total_s=NUMBER,
        target_s=MAYBE_NUMBER,
        sections=many(record(title=TEXT, pillar=MAYBE_TEXT, start_s=NUMBER, duration_s=NUMBER)),
        pillars=many(record(name=TEXT, label=TEXT, colour=TEXT, share=NUMBER, target=MAYBE_NUMBER)),
    ),
    "Loudness": record(lufs_integrated=MAYBE_NUMBER, target_lufs=NUMBER),
    "Fanned": record(because=many(TEXT), count=WHOLE, of=WHOLE),
    "Disk": record(state=one_of("changed", "gone"), _theirs=ON_DISK),
    "Peaks": record(peaks=many(NUMBER), duration_s=NUMBER),
    "Outlines": record(per_s=WHOLE, takes=by_name(many(WHOLE))),
    "Missing": record(missing=WHOLE),
    "Takes": record(
        takes=many(
            record(
                take=WHOLE,
                key=TEXT,
                chosen=FLAG,
                locked=FLAG,
                made=FLAG,
                duration_s=MAYBE_NUMBER,
                flaws=many(TEXT),
                recording=MAYBE_TEXT,
            )
        )
    ),
    "Pronounced": record(affected=by_name(many(WHOLE)), count=WHOLE, lexicon=TEXT, sound=TEXT, applied=FLAG),
    "Voices": record(
        voices=many(
            record(
                name=TEXT,
                engine=TEXT,
                description=TEXT,
                language=TEXT,
                usable=FLAG,
                problem=MAYBE_TEXT,
                instead=MAYBE_TEXT,
                is_narrator=FLAG,
            )
        )
    ),
    "Said": record(spoken=TEXT, key=TEXT),
    "Flag": record(
        number=WHOLE, episode=TEXT, sentence=TEXT, text=TEXT, word=TEXT, at_s=NUMBER, note=TEXT, index=MAYBE_WHOLE
    ),
    "Flags": record(flags=many(named("Flag"))),
    "Job": record(
        id=TEXT,
        kind=one_of("render", "publish", "verify"),
        episodes=many(TEXT),
        state=one_of("queued", "running", "done", "failed", "cancelled", "interrupted"),
        stage=TEXT,
        done=WHOLE,
        total=WHOLE,
        message=TEXT,
        warnings=many(TEXT),
        left_s=MAYBE_NUMBER,
        too_late=FLAG,
        results=many({"type": "object"}),
    ),
    "Jobs": record(jobs=many(named("Job"))),
    "Begun": record(id=TEXT),
    "Nothing": record(),
}

#: What a stream of events tells: event → the report that it holds.
EVENTS = {
    "segments": ("Segments", "every piece of the text as typed, after each look at the whole of it"),
    "segment": ("Segment", "one piece is another, or stands otherwise"),
    "shares": ("Shares", "how sections and pillars share the time"),
    "loudness": ("Loudness", "how loud the last render is"),
    "fanned": ("Fanned", "files beside the script were changed, and so many of its sentences are to be made again"),
    "disk": ("Disk", "another program changed the script, or took it away"),
    "saved": ("Saved", "a page saved the script"),
    "job": ("Job", "a job is another than before"),
}
