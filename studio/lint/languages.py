"""Which language a paragraph is written in: by its letters, else by the small words that every sentence needs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
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
#: Fewer words than this say nothing about their language, and neither do fewer small words.
_LEAST_WORDS, _LEAST_SMALL = 5, 3
#: This part of the words of running text, at least, are small words.
_SHARE = 0.2
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
        return None
    # “Los” of a name is no small word; neither is the one that a sentence begins with, which costs little.
    words = Counter(word.replace("’", "'") for word in found_words if word[0].islower())
    found = {language: _count(words, small) for language, small in _small_words().items()}
    english = found.pop("English")
    best = max(found, key=lambda language: found[language])
    count, different = found[best]
    is_running_text = different >= _LEAST_SMALL and count >= _SHARE * total
    return best if is_running_text and count > 2 * english[0] else None


def _count(words: Counter[str], small: frozenset[str]) -> tuple[int, int]:
    """How many of the words are small ones, and how many different ones."""
    found = [count for word, count in words.items() if word in small]
    return sum(found), len(found)


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
