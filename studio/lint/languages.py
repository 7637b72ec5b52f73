"""Which language a paragraph is written in: by its letters, else by the small words that every sentence needs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache

#: Words that hardly a sentence of a language does without; those that English, or a name, has as well are left out.
_SMALL_WORDS = {
    "English": (
        "the and of to that is it this with for are was not be as you we by have from which they but what can there"
        " has its our your would will these an when how if then because at i he she or so in a on do does about into"
    ),
    "German": (
        "der und das nicht ist ein eine einen einem einer zu auf mit sich des dem den auch es wir ich sie er für von im"
        " wie oder aber wenn dass daß sind wird werden bei nach über noch nur kann können haben sein wurde zum zur vom"
        " durch diese dieser dieses unter aus sehr mehr schon weil heute"
    ),
    "French": (
        "le les des et est une dans pour pas que qui sur avec ce cette il elle nous vous ils sont au aux du par plus"
        " mais ou où leur être sans ont cela comme tout très aussi c'est n'est d'un d'une qu'il nos leurs ces"
    ),
    "Spanish": (
        "el los las y es una en por para con que del se no lo su al como más pero sus este esta está son muy también"
        " entre cuando donde hay porque todo ser han nos sobre sin hasta desde qué cómo"
    ),
    "Italian": (
        "il gli di che è una per con non sono della del nel alla dei delle questo questa anche come più ma si lo"
        " ci ha hanno essere perché quando dal dalla tra molto nella degli cosa"
    ),
    "Portuguese": (
        "os as é uma em por para com não que do da dos das no na se mais mas como ao são também seu sua muito já"
        " está quando você isso este esta pelo pela até nós ele ela foi"
    ),
    "Dutch": (
        "de het een en van is niet dat op te zijn voor met ook aan er maar om dit wordt bij nog wat kan naar uit dan"
        " worden deze hebben heeft ze hij wij jij je zo geen omdat over"
    ),
    "Swedish": "och att det som en är för på av med till den inte ett har om vi kan när men eller från så också vid",
    "Danish": "og det at er en til af for på med den ikke der et har vi som kan fra når men eller så også ved blev",
    "Norwegian": "og det at er en til av for på med den ikke et har vi som kan fra når men eller så også ved ble jeg",
    "Polish": "i w nie na się że jest z do to jak co po ale dla przez są od czy tego które który być może tym już",
    "Czech": "a v se na je že to s z do i jako pro ale jsou není které který tak jak by byl když nebo také může",
    "Finnish": "ja on ei se että oli joka mutta ovat niin kun myös tai kuin sen ole jos hän voi tämä vain ovat",
    "Hungarian": "a az és nem hogy is egy ez van meg de ha csak mint már volt lehet vagy azt ezt amely minden",
    "Turkish": "ve bir bu için ile de da çok daha olarak gibi ne var olan değil ama kadar sonra her ya en",
    "Romanian": "și în nu este cu pe la din care să se mai un o sunt pentru că ce sau dar fi acest această ca",
    "Indonesian": "yang dan di ini itu dengan untuk tidak dari dalam akan pada adalah ke juga bisa kita ada karena",
}
#: The first word of the Unicode names of a script's letters → what is written in it.
_SCRIPTS = {
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "CJK": "Chinese",
    "HANGUL": "Korean",
    "CYRILLIC": "in Cyrillic letters",
    "GREEK": "Greek",
    "ARABIC": "in Arabic letters",
    "HEBREW": "Hebrew",
    "DEVANAGARI": "in Devanagari letters",
    "THAI": "Thai",
    "BENGALI": "Bengali",
    "TAMIL": "Tamil",
    "TELUGU": "Telugu",
    "GEORGIAN": "Georgian",
    "ARMENIAN": "Armenian",
    "ETHIOPIC": "in Ethiopic letters",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: With fewer words than this, a text is a line of its own only: “Das ist gut.”
_LEAST_WORDS = 5
#: So many different small words running text needs, and this part of its words are small ones.
_LEAST_SMALL, _SHARE = 3, 0.2
#: So many a line needs, none of them English; a word in letters that English does not have counts beside another.
_LEAST_SMALL_OF_LINE, _SHARE_OF_LINE = 2, 0.5
_ODD = re.compile("[\u00df-\u00f6\u00f8-\u024f]")
_MOST_CHARACTERS = 4_000


@lru_cache(maxsize=1024)
def foreign_language(text: str) -> str | None:
    """What a paragraph is written in (“German”, “in Cyrillic letters”); None for English, and where nothing shows it.

    Names and loan words in an English sentence are English.
    """
    text = text[:_MOST_CHARACTERS]
    return (None if text.isascii() else _by_letters(text)) or _by_small_words(text)


def unknown_letters(text: str) -> Iterator[tuple[int, int, str]]:
    """Words in a text that are written in letters which no English voice knows: ``(start, end, what they are)``.

    Single letters of Greek are signs, and have names.
    """
    if text.isascii():
        return
    for word in _WORD.finditer(text):
        scripts = dict.fromkeys(script for char in word[0] if (script := _script(char)) is not None)
        if scripts and not (list(scripts) == ["GREEK"] and len(word[0]) < 3):
            yield *word.span(), _written(scripts)


def _by_letters(text: str) -> str | None:
    letters = [char for char in text if char.isalpha()]
    scripts = Counter(script for char in letters if (script := _script(char)) is not None)
    foreign = scripts.total()
    if foreign < 2 or foreign * 2 < len(letters):
        return None
    return _written([script for script, _ in scripts.most_common()])


def _written(scripts: Collection[str]) -> str:
    """What is written in some scripts, of which the commonest comes first; Japanese has Chinese letters as well."""
    if "HIRAGANA" in scripts or "KATAKANA" in scripts:
        return "Japanese"
    return _SCRIPTS[next(iter(scripts))]


@cache
def _script(char: str) -> str | None:
    """Of a letter; None where it is Latin, or a sign such as ``ℝ`` and ``²`` that texts of all scripts have."""
    if char.isascii() or not char.isalpha():
        return None
    first = unicodedata.name(char, "").partition(" ")[0]
    return first if first in _SCRIPTS else None


def _by_small_words(text: str) -> str | None:
    found_words = _WORD.findall(text)
    total = len(found_words)
    if total < _LEAST_WORDS:
        return _of_line(found_words)
    # “Los” of a name is no small word; neither is the one that a sentence begins with, which costs little.
    words = Counter(word.replace("’", "'") for word in found_words if word[0].islower())
    found = {language: _count(words, small) for language, small in _small_words().items()}
    english = found.pop("English")
    best = max(found, key=lambda language: found[language])
    count, different = found[best]
    is_running_text = different >= _LEAST_SMALL and count >= _SHARE * total
    return best if is_running_text and count > 2 * english[0] else None


def _of_line(written: Sequence[str]) -> str | None:
    """The language of two to four words; names (“El Niño”, “La Haye”) and what English has as well are English."""
    if len(written) < _LEAST_SMALL_OF_LINE or not all(word[0].islower() for word in written[-1:]):
        return None
    words = [written[0].lower(), *(word for word in written[1:] if word[0].islower())]
    words = [word.replace("’", "'") for word in words]
    if any(word in _small_words()["English"] for word in words):
        return None
    odd = {word for word in words if word in written and _ODD.search(word)}
    telling = {word for word in words if len(word) > 1}  # “s v” are variables
    found = {language: small & telling for language, small in _small_words().items()}
    best = max(found, key=lambda language: len(found[language]))
    if not found[best] or len(found[best] | odd) < max(_LEAST_SMALL_OF_LINE, _SHARE_OF_LINE * len(written)):
        return None
    rivals = [language for language in found if len(found[language]) == len(found[best])]
    return best if len(rivals) == 1 and len(found[best]) >= _LEAST_SMALL_OF_LINE else "in another language"


def _count(words: Counter[str], small: frozenset[str]) -> tuple[int, int]:
    """How many of the words are small ones, and how many different ones."""
    found = [count for word, count in words.items() if word in small]
    return sum(found), len(found)


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
