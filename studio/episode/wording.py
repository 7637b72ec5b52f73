"""What listeners read besides what the author wrote, in the languages that this file knows.

A language is a column here and nothing else; a show in any other reads English.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("en", "de", "fr", "es")

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_DATES = {
    "en": "{day} {month} {year}",
    "de": "{day}. {month} {year}",
    "fr": "{day} {month} {year}",
    "es": "{day} de {month} de {year}",
}

#: Key → its wording in :data:`LANGUAGES`.
_TABLE: Mapping[str, tuple[str, str, str, str]] = {
    "synthetic": (
        "The voices in this episode are synthetic.",
        "Die Stimmen in dieser Folge sind synthetisch.",
        "Les voix de cet épisode sont synthétiques.",
        "Las voces de este episodio son sintéticas.",
    ),
    "partly_synthetic": (
        "Some of the voices in this episode are synthetic.",
        "Einige der Stimmen in dieser Folge sind synthetisch.",
        "Certaines des voix de cet épisode sont synthétiques.",
        "Algunas de las voces de este episodio son sintéticas.",
    ),
    "podcast": ("Podcast", "Podcast", "Podcast", "Pódcast"),
    "season": ("Season {}", "Staffel {}", "Saison {}", "Temporada {}"),
    "episode": ("Episode {}", "Folge {}", "Épisode {}", "Episodio {}"),
    "trailer": ("Trailer", "Trailer", "Bande-annonce", "Tráiler"),
    "bonus": ("Bonus", "Bonus", "Bonus", "Extra"),
    "explicit": ("Explicit", "Nur für Erwachsene", "Explicite", "Explícito"),
    "minutes": ("{} min", "{} Min.", "{} min", "{} min"),
    "hours": ("{} h {} min", "{} Std. {} Min.", "{} h {} min", "{} h {} min"),
    "one_episode": ("{} episode", "{} Folge", "{} épisode", "{} episodio"),
    "episodes": ("{} episodes", "{} Folgen", "{} épisodes", "{} episodios"),
    "no_episodes": (
        "Nothing has been published yet.",
        "Noch ist nichts erschienen.",
        "Rien n’a encore été publié.",
        "Todavía no se ha publicado nada.",
    ),
    "skip": ("Skip to content", "Zum Inhalt", "Aller au contenu", "Ir al contenido"),
    "subscribe": ("Subscribe", "Abonnieren", "S’abonner", "Suscribirse"),
    "feed_address": (
        "Add this address to any podcast app",
        "Diese Adresse in eine Podcast-App eintragen",
        "Ajoutez cette adresse à une application de podcasts",
        "Añade esta dirección a cualquier aplicación de pódcast",
    ),
    "cover_of": ("Cover of {}", "Titelbild von {}", "Pochette de {}", "Portada de {}"),
    "pillars_of_episode": (
        "Pillars in this episode",
        "Themen dieser Folge",
        "Thèmes de cet épisode",
        "Temas de este episodio",
    ),
    "pillars_of_show": ("Pillars of the show", "Themen der Sendung", "Thèmes de l’émission", "Temas del programa"),
    "people": ("People", "Mitwirkende", "Participants", "Participantes"),
    "host": ("Host", "Moderation", "Présentation", "Presentación"),
    "guest": ("Guest", "Gast", "Invité", "Invitado"),
    "license": ("Licence", "Lizenz", "Licence", "Licencia"),
    "player": ("Player", "Player", "Lecteur", "Reproductor"),
    "play": ("Play", "Abspielen", "Lire", "Reproducir"),
    "pause": ("Pause", "Pause", "Pause", "Pausa"),
    "position": (
        "Position in the episode",
        "Stelle in der Folge",
        "Position dans l’épisode",
        "Posición en el episodio",
    ),
    "previous_chapter": ("Previous chapter", "Voriges Kapitel", "Chapitre précédent", "Capítulo anterior"),
    "next_chapter": ("Next chapter", "Nächstes Kapitel", "Chapitre suivant", "Capítulo siguiente"),
    "back": ("Back {} seconds", "{} Sekunden zurück", "Reculer de {} secondes", "Retroceder {} segundos"),
    "forward": ("Forward {} seconds", "{} Sekunden vor", "Avancer de {} secondes", "Avanzar {} segundos"),
    "speed": ("Speed", "Tempo", "Vitesse", "Velocidad"),
    "volume": ("Volume", "Lautstärke", "Volume", "Volumen"),
    "copy_link": ("Copy link", "Link kopieren", "Copier le lien", "Copiar enlace"),
    "copy_moment": (
        "Copy a link to this moment",
        "Link zu dieser Stelle kopieren",
        "Copier un lien vers ce moment",
        "Copiar un enlace a este momento",
    ),
    "copied": ("Copied", "Kopiert", "Copié", "Copiado"),
    "keys": ("Keys", "Tasten", "Touches", "Teclas"),
    "keyboard": ("Keyboard", "Tastatur", "Clavier", "Teclado"),
    "chapters": ("Chapters", "Kapitel", "Chapitres", "Capítulos"),
    "transcript": ("Transcript", "Transkript", "Transcription", "Transcripción"),
    "transcript_lines": (
        "Lines of the transcript",
        "Zeilen des Transkripts",
        "Lignes de la transcription",
        "Líneas de la transcripción",
    ),
    "search": ("Search", "Suchen", "Rechercher", "Buscar"),
    "search_transcript": (
        "Search in the transcript",
        "Im Transkript suchen",
        "Rechercher dans la transcription",
        "Buscar en la transcripción",
    ),
    "follow": ("Follow", "Folgen", "Suivre", "Seguir"),
    "follow_line": (
        "Keep the spoken line in view",
        "Die gesprochene Zeile im Blick behalten",
        "Garder la ligne lue à l’écran",
        "Mantener a la vista la línea leída",
    ),
    "notes": ("Notes and links", "Notizen und Links", "Notes et liens", "Notas y enlaces"),
    "take_along": ("Take it with you", "Zum Mitnehmen", "À emporter", "Para llevar"),
    "download": ("Download", "Herunterladen", "Télécharger", "Descargar"),
    "close": ("Close", "Schließen", "Fermer", "Cerrar"),
    "previous_episode": ("Previous episode", "Vorige Folge", "Épisode précédent", "Episodio anterior"),
    "next_episode": ("Next episode", "Nächste Folge", "Épisode suivant", "Episodio siguiente"),
}


def words(language: str) -> Mapping[str, str]:
    """Key → wording; ``{}`` in one stands for a number or a name.

    Args:
        language: BCP 47; its region does not matter.
    """
    column = LANGUAGES.index(known_language(language))
    return MappingProxyType({key: row[column] for key, row in _TABLE.items()})


def long_date(moment: datetime.datetime, language: str) -> str:
    """``2 March 2026``, ``2. März 2026`` …; the same on every machine."""
    known = known_language(language)
    months = _MONTHS[known].split()
    return _DATES[known].format(day=moment.day, month=months[moment.month - 1], year=moment.year)


def known_language(language: str) -> str:
    """The language of :data:`LANGUAGES` in which a show's listeners read; English for any other."""
    name = language.partition("-")[0].lower()
    return name if name in LANGUAGES else LANGUAGES[0]
