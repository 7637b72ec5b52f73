"""What publishing remembers beside the feed: the record of every episode that it ever published."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.feed.records import EpisodeRecord, as_item, restored
from studio.feed.state import STATE, sealed, unsealed

if TYPE_CHECKING:
    from lxml import etree

LEDGER = f"{STATE}/ledger.json"


@dataclass
class Ledger:
    """Records by episode id, also of episodes that are not in the feed any more: their GUIDs stay reserved.

    ``damage`` says in words what could not be read; empty where all could, or nothing was there. ``moved`` is the
    feed's former address, and when it was left.
    """

    records: dict[str, EpisodeRecord] = field(default_factory=dict)
    damage: str = ""
    moved: tuple[str, datetime.datetime] | None = None
    _restored: dict[etree._Element, EpisodeRecord] = field(default_factory=dict)

    def of_items(self, items: Iterable[etree._Element]) -> list[EpisodeRecord]:
        """The record of each item of a feed; what is not noted, or only in part, is restored from the item."""
        noted = {record.guid: record for record in self.records.values()}
        found = []
        for item in items:
            record = noted.get((item.findtext("guid") or "").strip())
            if record is None:
                record = self._restore(item)
            elif not record.title:
                told = self._restore(item)
                record = replace(told, id=record.id, published=record.published or told.published)
            found.append(record)
        return found

    def _restore(self, item: etree._Element) -> EpisodeRecord:
        """An item's record, made once: nothing is changed in an item that is not noted."""
        if item not in self._restored:
            self._restored[item] = restored(item)
        return self._restored[item]

    def as_items(self, items: Sequence[etree._Element]) -> list[EpisodeRecord]:
        """The same, with what an item alone tells: what was corrected, and where its sound is."""
        return [as_item(record, item) for record, item in zip(self.of_items(items), items, strict=True)]

    def complete(self, items: Sequence[etree._Element]) -> None:
        """Note those of a feed's items that are of this tool and that are not noted yet, or only in part."""
        for record in self.as_items(items):
            known = self.records.get(record.id)
            if record.id and (known is None or known.guid == record.guid):
                self.records[record.id] = record

    def to_bytes(self, podcast: str) -> bytes:
        """The file, an episode a line.

        Args:
            podcast: the feed's own ``podcast:guid``.
        """
        lines = (
            f" {json.dumps(identity)}: {json.dumps(record.as_json(), ensure_ascii=False)}"
            for identity, record in sorted(self.records.items())
        )
        body = ",\n".join(lines)
        moved = "" if self.moved is None else f'"moved": {json.dumps([self.moved[0], self.moved[1].isoformat()])}, '
        return sealed(f'{{"podcast": {json.dumps(podcast)}, {moved}"episodes": {{\n{body}\n}}}}\n')


def read_ledger(folder: Path) -> Ledger:
    """The notes beside a feed; what of them is damaged or did not come along is not in them."""
    try:
        return parse_ledger((folder / LEDGER).read_bytes())
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        return Ledger(damage=str(error))


def parse_ledger(data: bytes | None) -> Ledger:
    """The notes of a file; None is one that did not come along."""
    ledger = Ledger()
    if data is None:
        return ledger
    try:
        note = unsealed(data, older=True)
        episodes = note["episodes"].items()
        if "moved" in note:
            former, moment = note["moved"]
            ledger.moved = (str(former), datetime.datetime.fromisoformat(moment))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        ledger.damage = str(error) or type(error).__name__
        return ledger
    for identity, values in episodes:
        try:
            ledger.records[identity] = EpisodeRecord.from_json(identity, values)
        except ValueError as error:
            ledger.damage = str(error)
    return ledger
