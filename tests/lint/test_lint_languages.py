"""Text that no English voice can read is told apart from English with names, loan words and signs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.actions.doctor import doctor
from studio.actions.render import render
from studio.kit.events import Event, Events, Warned
from studio.lint.languages import foreign_language, unknown_letters
from studio.render.options import RenderOptions
from studio.settings.episodes import find_episode
from studio.settings.workspace import open_workspace

GERMAN = "Heute sprechen wir über Caches und warum sie nicht immer so wichtig sind."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("German", GERMAN),
        ("German", "Der Server antwortet nicht, wenn die Last zu hoch ist."),
        ("French", "Ce n’est pas toujours facile, mais c’est nécessaire pour la performance."),
        ("Spanish", "No es fácil, pero los datos se pueden perder."),
        ("Italian", "Oggi parliamo delle cache e perché sono così importanti per il sistema."),
        ("Portuguese", "Hoje falamos sobre caches e por que são muito importantes, mas não é simples."),
        ("Dutch", "Vandaag praten we over caches en waarom het zo belangrijk is voor een systeem."),
        ("Swedish", "Idag pratar vi om cachar och varför det är så viktigt för systemet att inte vänta."),
        ("Danish", "I dag taler vi om caches, og hvorfor det er så vigtigt for systemet, at det ikke fejler."),
        ("Polish", "Dzisiaj mówimy o pamięci podręcznej i dlaczego jest tak ważna, że nie można jej pominąć."),
        ("Turkish", "Bugün önbellekler ve bir sistem için neden çok önemli olduğu hakkında konuşuyoruz, ama zor."),
        ("Japanese", "今日はキャッシュについて話します。"),
        ("Chinese", "今天我们来谈谈缓存。"),
        ("Korean", "오늘은 캐시에 대해 이야기합니다."),
        ("in Cyrillic letters", "Сегодня мы говорим о кэшах."),
        ("Greek", "Σήμερα μιλάμε για μνήμη."),
        ("Thai", "วันนี้เราจะพูดถึงแคช"),
        ("in Arabic letters", "اليوم نتحدث عن الذاكرة."),
        ("Hebrew", "היום נדבר על מטמון."),
        (None, "The word Schadenfreude has no English equal, and neither has Weltanschauung."),
        (None, "She said “Ich bin ein Berliner” and left the room."),
        (None, "In die Hard mode the war was lost by man."),
        (None, "Jean-Luc de la Tour met Maria del Mar in El Paso at the Van der Berg Institute."),
        (None, "El Niño, La Niña, Los Angeles, Las Vegas, San José."),
        (None, "λ calculus and α, β: O(n²) in Θ(n log n), over ℝ and ℤ, in µs."),
        (None, "東京 means Tokyo in Japanese."),
        (None, "Yes. No. So? Me! On to it."),
        (None, "de facto, per se, et cetera, ad hoc, in vitro"),
        (None, "SELECT a FROM t WHERE x IN on"),
        (None, "Das Auto."),
        ("German", "Das ist gut."),
        ("German", "Wie geht es?"),
        ("French", "Ce n'est pas possible."),
        ("Spanish", "Es muy tarde."),
        ("Portuguese", "Isso não é bom."),
        ("in another language", "Vive la révolution!"),
        (None, "Déjà vu."),
        (None, "Crème brûlée, vis-à-vis."),
        (None, "Björn Esser et al."),
        (None, "about 5 µs per switch"),
        (None, "v, s, k"),
        (None, "Not die. Over and out."),
        (None, "van de Graaff"),
    ],
)
def test_the_language_of_a_paragraph(language: str | None, text: str) -> None:
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("東京 means Tokyo, and Привет is hi.", [(0, 2, "Chinese"), (20, 26, "in Cyrillic letters")]),
        ("O(n²), λ and Δt in µs: Ångström, naïve, Łódź.", []),
    ],
)
def test_words_in_letters_that_no_english_voice_knows(text: str, words: list[tuple[int, int, str]]) -> None:
    assert list(unknown_letters(text)) == words


def test_render_and_doctor_tell_of_it(make_show: Callable[..., Path]) -> None:
    root = make_show(f"# Caches\n\nWe begin in English.\n\n{GERMAN}\n")
    workspace = open_workspace(root)
    told: list[Event] = []
    render(workspace, find_episode(workspace.show, "ep01"), RenderOptions(), Events(told.append))
    warnings = [event.message for event in told if isinstance(event, Warned)]
    assert "scripts/ep01.md:5:1: This paragraph is in German, and read as English" in warnings
    (check,) = [one for one in doctor(root) if one.name == "language"]
    assert (check.state, check.message) == ("note", "en is read aloud, and not all of scripts/ep01.md is")
