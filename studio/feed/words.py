"""The words that pages say themselves, apart from what the show and its episodes say."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "skip": "Skip to content",
    "podcast": "Podcast",
    "subscribe": "Subscribe",
    "cover_of": "Cover of {title}",
    "season": "Season {number}",
    "episode": "Episode {number}",
    "hours": "{hours} h {minutes} min",
    "minutes": "{minutes} min",
    "player": "Player",
    "play": "Play",
    "pause": "Pause",
    "play_title": "Play {title}",
    "position": "Position in the episode",
    "position_value": "{now} of {length}",
    "previous_chapter": "Previous chapter",
    "next_chapter": "Next chapter",
    "back": "Back 15 seconds",
    "forward": "Forward 30 seconds",
    "speed": "Speed",
    "volume": "Volume",
    "mute": "Mute",
    "share": "Share",
    "shortcuts": "Keyboard shortcuts",
    "chapters": "Chapters",
    "pillars": "Pillars",
    "transcript": "Transcript",
    "lines": "Lines of the transcript",
    "search": "Search",
    "search_transcript": "Search in the transcript",
    "follow": "Follow",
    "follow_why": "Keep the spoken line in view",
    "found": "{hit} of {hits}",
    "not_found": "Not found",
    "two_letters": "Two letters or more",
    "notes": "Notes and links",
    "take": "Take it with you",
    "download": "Download",
    "others": "Other episodes",
    "previous_episode": "Previous episode",
    "next_episode": "Next episode",
    "close": "Close",
    "copy_button": "Copy",
    "copied": "Copied",
    "copy_by_hand": "Press Ctrl+C to copy",
    "share_link": "Link to this episode",
    "share_from": "Start at {now}",
    "share_embed": "Player for your own page",
    "key_space": "Space",
    "key_play": "Play or pause",
    "key_arrows": "Back or forward 5 seconds; in the transcript ↑ ↓ go from line to line",
    "key_jumps": "Back 15, forward 30 seconds",
    "key_chapters": "Previous or next chapter",
    "key_speed": "Slower or faster",
    "key_mute": "Mute",
    "key_follow": "Follow the transcript",
    "key_search": "Search in the transcript",
    "one_episode": "{count} episode",
    "episodes": "{count} episodes",
    "no_episodes": "Nothing has been published yet.",
    "seasons": "Seasons",
    "search_episodes": "Search in all episodes",
    "pages": "Pages",
    "newer": "Newer",
    "older": "Older",
    "page_of": "Page {page} of {pages}",
    "stop": "Close the player",
    "subscribe_to": "Subscribe to {title}",
    "subscribe_how": "Open the show in your podcast app:",
    "feed_address": "Or add this address in any app",
    "scan": "Or scan this with your phone",
    "scan_picture": "QR code of the feed’s address",
    "search_there": "{app} (search)",
    "open_page": "Open the episode’s page",
}


def words(language: str) -> Mapping[str, str]:
    """The words by their keys, ``{…}`` standing for what a page puts in.

    Args:
        language: of the show (BCP 47); what is not said in it is said in English.
    """
    del language  # English is all there is so far
    return ENGLISH
