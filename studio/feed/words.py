"""The words that pages say themselves, apart from what the show and its episodes say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from studio.episode.wording import LANGUAGES, known_language

#: Key → its wording in :data:`~studio.episode.wording.LANGUAGES`; no key is a method of a dictionary.
_TABLE: Mapping[str, tuple[str, str, str, str]] = {
    "skip": ("Skip to content", "Zum Inhalt", "Aller au contenu", "Ir al contenido"),
    "podcast": ("Podcast", "Podcast", "Podcast", "Pódcast"),
    "subscribe": ("Subscribe", "Abonnieren", "S’abonner", "Suscribirse"),
    "cover_of": ("Cover of {title}", "Titelbild von {title}", "Pochette de {title}", "Portada de {title}"),
    "season": ("Season {number}", "Staffel {number}", "Saison {number}", "Temporada {number}"),
    "episode": ("Episode {number}", "Folge {number}", "Épisode {number}", "Episodio {number}"),
    "trailer": ("Trailer", "Trailer", "Bande-annonce", "Tráiler"),
    "bonus": ("Bonus", "Bonus", "Bonus", "Extra"),
    "explicit": ("Explicit", "Nur für Erwachsene", "Explicite", "Explícito"),
    "seconds": ("{seconds} s", "{seconds} Sek.", "{seconds} s", "{seconds} s"),
    "bites": ("Highlights", "Ausschnitte", "Extraits", "Fragmentos"),
    "no_jumps": (
        "This server only plays from the beginning; download the episode to jump.",
        "Dieser Server spielt nur von vorn; zum Springen die Folge herunterladen.",
        "Ce serveur ne lit que depuis le début ; téléchargez l’épisode pour y sauter.",
        "Este servidor solo reproduce desde el principio; descarga el episodio para saltar.",
    ),
    "hours": (
        "{hours} h {minutes} min",
        "{hours} Std. {minutes} Min.",
        "{hours} h {minutes} min",
        "{hours} h {minutes} min",
    ),
    "minutes": ("{minutes} min", "{minutes} Min.", "{minutes} min", "{minutes} min"),
    "people": ("People", "Mitwirkende", "Participants", "Participantes"),
    "host": ("Host", "Moderation", "Présentation", "Presentación"),
    "guest": ("Guest", "Gast", "Invité", "Invitado"),
    "license": ("Licence", "Lizenz", "Licence", "Licencia"),
    "player": ("Player", "Player", "Lecteur", "Reproductor"),
    "play": ("Play", "Abspielen", "Lire", "Reproducir"),
    "pause": ("Pause", "Pause", "Pause", "Pausa"),
    "play_title": ("Play {title}", "{title} abspielen", "Lire {title}", "Reproducir {title}"),
    "position": (
        "Position in the episode",
        "Stelle in der Folge",
        "Position dans l’épisode",
        "Posición en el episodio",
    ),
    "position_value": ("{now} of {length}", "{now} von {length}", "{now} sur {length}", "{now} de {length}"),
    "previous_chapter": ("Previous chapter", "Voriges Kapitel", "Chapitre précédent", "Capítulo anterior"),
    "next_chapter": ("Next chapter", "Nächstes Kapitel", "Chapitre suivant", "Capítulo siguiente"),
    "back": ("Back 15 seconds", "15 Sekunden zurück", "Reculer de 15 secondes", "Retroceder 15 segundos"),
    "forward": ("Forward 30 seconds", "30 Sekunden vor", "Avancer de 30 secondes", "Avanzar 30 segundos"),
    "speed": ("Speed", "Tempo", "Vitesse", "Velocidad"),
    "volume": ("Volume", "Lautstärke", "Volume", "Volumen"),
    "mute": ("Mute", "Stumm", "Couper le son", "Silenciar"),
    "share": ("Share", "Teilen", "Partager", "Compartir"),
    "shortcuts": ("Keyboard shortcuts", "Tastenkürzel", "Raccourcis clavier", "Atajos de teclado"),
    "chapters": ("Chapters", "Kapitel", "Chapitres", "Capítulos"),
    "pillars": ("Pillars", "Themen", "Thèmes", "Temas"),
    "transcript": ("Transcript", "Transkript", "Transcription", "Transcripción"),
    "lines": (
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
    "follow_why": (
        "Keep the spoken line in view",
        "Die gesprochene Zeile im Blick behalten",
        "Garder la ligne lue à l’écran",
        "Mantener a la vista la línea leída",
    ),
    "found": ("{hit} of {hits}", "{hit} von {hits}", "{hit} sur {hits}", "{hit} de {hits}"),
    "not_found": ("Not found", "Nicht gefunden", "Introuvable", "No se encontró"),
    "two_letters": (
        "Two letters or more",
        "Mindestens zwei Buchstaben",
        "Au moins deux lettres",
        "Al menos dos letras",
    ),
    "notes": ("Notes and links", "Notizen und Links", "Notes et liens", "Notas y enlaces"),
    "take": ("Take it with you", "Zum Mitnehmen", "À emporter", "Para llevar"),
    "download": ("Download", "Herunterladen", "Télécharger", "Descargar"),
    "correction": (
        "Correction, {date}: {text}",
        "Berichtigung vom {date}: {text}",
        "Rectificatif du {date} : {text}",
        "Corrección del {date}: {text}",
    ),
    "corrections": ("Corrections", "Berichtigungen", "Rectificatifs", "Correcciones"),
    "corrected_passages": (
        "Changed passages (JSON)",
        "Geänderte Stellen (JSON)",
        "Passages modifiés (JSON)",
        "Pasajes modificados (JSON)",
    ),
    "others": ("Other episodes", "Andere Folgen", "Autres épisodes", "Otros episodios"),
    "previous_episode": ("Previous episode", "Vorige Folge", "Épisode précédent", "Episodio anterior"),
    "next_episode": ("Next episode", "Nächste Folge", "Épisode suivant", "Episodio siguiente"),
    "close": ("Close", "Schließen", "Fermer", "Cerrar"),
    "copy_button": ("Copy", "Kopieren", "Copier", "Copiar"),
    "copied": ("Copied", "Kopiert", "Copié", "Copiado"),
    "copy_by_hand": (
        "Press Ctrl+C to copy",
        "Zum Kopieren Strg+C drücken",
        "Appuyez sur Ctrl+C pour copier",
        "Pulsa Ctrl+C para copiar",
    ),
    "share_link": ("Link to this episode", "Link zu dieser Folge", "Lien vers cet épisode", "Enlace a este episodio"),
    "share_from": ("Start at {now}", "Ab {now}", "À partir de {now}", "Desde {now}"),
    "share_embed": (
        "Player for your own page",
        "Player für die eigene Seite",
        "Lecteur pour votre page",
        "Reproductor para tu página",
    ),
    "key_space": ("Space", "Leertaste", "Espace", "Espacio"),
    "key_play": ("Play or pause", "Abspielen oder anhalten", "Lire ou mettre en pause", "Reproducir o pausar"),
    "key_arrows": (
        "Back or forward 5 seconds; in the transcript ↑ ↓ go from line to line",
        "5 Sekunden zurück oder vor; im Transkript führen ↑ ↓ von Zeile zu Zeile",
        "Reculer ou avancer de 5 secondes ; dans la transcription, ↑ ↓ vont d’une ligne à l’autre",
        "Retroceder o avanzar 5 segundos; en la transcripción, ↑ ↓ van de línea en línea",
    ),
    "key_jumps": (
        "Back 15, forward 30 seconds",
        "15 Sekunden zurück, 30 vor",
        "Reculer de 15, avancer de 30 secondes",
        "Retroceder 15, avanzar 30 segundos",
    ),
    "key_chapters": (
        "Previous or next chapter",
        "Voriges oder nächstes Kapitel",
        "Chapitre précédent ou suivant",
        "Capítulo anterior o siguiente",
    ),
    "key_speed": ("Slower or faster", "Langsamer oder schneller", "Plus lent ou plus rapide", "Más lento o más rápido"),
    "key_mute": ("Mute", "Stumm", "Couper le son", "Silenciar"),
    "key_follow": (
        "Follow the transcript",
        "Dem Transkript folgen",
        "Suivre la transcription",
        "Seguir la transcripción",
    ),
    "key_search": (
        "Search in the transcript",
        "Im Transkript suchen",
        "Rechercher dans la transcription",
        "Buscar en la transcripción",
    ),
    "one_episode": ("{count} episode", "{count} Folge", "{count} épisode", "{count} episodio"),
    "episodes": ("{count} episodes", "{count} Folgen", "{count} épisodes", "{count} episodios"),
    "no_episodes": (
        "Nothing has been published yet.",
        "Noch ist nichts erschienen.",
        "Rien n’a encore été publié.",
        "Todavía no se ha publicado nada.",
    ),
    "seasons": ("Seasons", "Staffeln", "Saisons", "Temporadas"),
    "search_episodes": (
        "Search in all episodes",
        "In allen Folgen suchen",
        "Rechercher dans tous les épisodes",
        "Buscar en todos los episodios",
    ),
    "pages": ("Pages", "Seiten", "Pages", "Páginas"),
    "newer": ("Newer", "Neuere", "Plus récents", "Más recientes"),
    "older": ("Older", "Ältere", "Plus anciens", "Más antiguos"),
    "further": ("More episodes", "Weitere Folgen", "Autres épisodes", "Más episodios"),
    "next_page": ("Next page", "Nächste Seite", "Page suivante", "Página siguiente"),
    "previous_page": ("Previous page", "Vorige Seite", "Page précédente", "Página anterior"),
    "stop": ("Close the player", "Player schließen", "Fermer le lecteur", "Cerrar el reproductor"),
    "subscribe_to": ("Subscribe to {title}", "{title} abonnieren", "S’abonner à {title}", "Suscribirse a {title}"),
    "subscribe_how": (
        "Open the show in your podcast app:",
        "Die Sendung in einer Podcast-App öffnen:",
        "Ouvrez l’émission dans votre application :",
        "Abre el programa en tu aplicación:",
    ),
    "feed_address": (
        "Or add this address in any app",
        "Oder diese Adresse in eine App eintragen",
        "Ou ajoutez cette adresse dans une application",
        "O añade esta dirección en cualquier aplicación",
    ),
    "scan": (
        "Or scan this with your phone",
        "Oder mit dem Telefon scannen",
        "Ou scannez ceci avec votre téléphone",
        "O escanea esto con el teléfono",
    ),
    "scan_picture": (
        "QR code of the feed’s address",
        "QR-Code der Feed-Adresse",
        "QR code de l’adresse du flux",
        "Código QR de la dirección del feed",
    ),
    "search_there": ("{app} (search)", "{app} (Suche)", "{app} (recherche)", "{app} (búsqueda)"),
    "open_page": (
        "Open the episode’s page",
        "Seite der Folge öffnen",
        "Ouvrir la page de l’épisode",
        "Abrir la página del episodio",
    ),
}


def words(language: str) -> Mapping[str, str]:
    """The words by their keys, ``{…}`` standing for what a page puts in.

    Args:
        language: of the show (BCP 47); its region does not matter, and an unknown one reads English.
    """
    return _column(LANGUAGES.index(known_language(language)))


@cache
def _column(number: int) -> Mapping[str, str]:
    return MappingProxyType({key: row[number] for key, row in _TABLE.items()})
