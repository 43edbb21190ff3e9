"""Finding words and phrases in a text whatever its case, width, punctuation and spacing."""

import re
import unicodedata
from collections.abc import Iterable

# Scripts that put no space between words: any run of their letters may be a word, so each letter
# counts as a word of its own and a phrase is found wherever its letters follow each other.
_UNSPACED = re.compile(
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u3041-\u30ff\u31f0-\u31ff"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "]"
)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ZERO_WIDTH_SPACE = "\u200b"
# What stands between two texts, so that no phrase begins in one and ends in the next.
_BETWEEN = "\n"


class _Signs(dict[int, str]):
    """What each sign becomes before a text is split into words, found out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _as_compared(chr(code))
        return found


def _as_compared(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign.isalnum() or category[0] == "M":
        return f" {sign} " if _UNSPACED.match(sign) else sign
    # Soft hyphens and joiners stand inside of words and are not seen.
    return "" if category == "Cf" and sign != _ZERO_WIDTH_SPACE else " "


_SIGNS = _Signs()


def folded_words(text: str) -> list[str]:
    """The words of a text as they are compared: NFKC and case folded, without punctuation.

    Accents and vowel signs stay part of their word. Where a script writes no spaces, each letter
    is a word.
    """
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).translate(_SIGNS).split()


class Phrases:
    """Words and phrases to look for; each is found only as whole words, within one text."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        for phrase in dict.fromkeys(phrases):
            words = folded_words(phrase)
            self._by_first.setdefault(words[0], []).append((f" {' '.join(words)} ", phrase))

    def found_in(self, *texts: str) -> list[str]:
        """Those that stand in any of the texts, as they were given, each once."""
        words: list[str] = []
        for text in texts:
            if text:
                words += folded_words(text)
                words.append(_BETWEEN)
        begun = self._by_first.keys() & words
        if not begun:
            return []
        line = f" {' '.join(words)} "
        return [
            phrase for first in begun for sought, phrase in self._by_first[first] if sought in line
        ]
