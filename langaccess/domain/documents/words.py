"""Words of a text and of the terms looked for in it, as far as their inflection allows."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Scripts without spaces between words: Han, Kana, Thai, Lao, Myanmar, Khmer.
_UNSPACED = (
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
_UNSPACED_SIGN = re.compile(f"[{_UNSPACED}]")
# Where a Latin name stands inside of another script without a space: "Medicare는".
_SCRIPT_CHANGE = re.compile(r"(?<=[a-z0-9])(?=[^\x00-\u024f ])|(?<=[^\x00-\u024f ])(?=[a-z0-9])")
# Signs above letters that people leave out: accents, Hebrew and Arabic vowels, tatweel.
_LEFT_OUT = (range(0x300, 0x370), range(0x591, 0x5C8), range(0x64B, 0x653), range(0x640, 0x641))
_STEM_AT_LEAST = 5
_ENDING_AT_MOST = 3
_GROWS_AT_MOST = 4
# What Arabic and Hebrew write in one word with what follows: and, in, to, as, then, the.
_ARABIC = re.compile("^(?:[وف]?[بلك]?(?:ال|لل)?)(?=..)")
_HEBREW = re.compile("^(?:ו?[שמלכב]?ה?)(?=..)")
_HANGUL = range(0xAC00, 0xD7A4)


class _Kept(dict[int, str]):
    """What each sign of a decomposed, case-folded text becomes before words are split."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = _kept(code)
        return kept


def _kept(code: int) -> str:
    sign = chr(code)
    category = unicodedata.category(sign)
    if category == "Cf" or any(code in one for one in _LEFT_OUT):
        return " " if code == 0x200B else ""
    if _UNSPACED_SIGN.match(sign):
        return f" {sign} " if category[0] != "M" else sign
    return sign if sign.isalnum() or category[0] == "M" else " "


_KEPT = _Kept()


def words_of(text: str) -> tuple[str, ...]:
    """The words as they are compared: no case, accents or punctuation.

    In scripts without spaces each letter is a word.
    """
    lowered = text.casefold()
    if not text.isascii():
        lowered = unicodedata.normalize("NFKD", lowered)
        lowered = unicodedata.normalize("NFC", lowered.translate(_KEPT))
        lowered = _SCRIPT_CHANGE.sub(" ", lowered)
        return tuple(lowered.split())
    return tuple(lowered.translate(_KEPT).split())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, or of a term that is looked for in one."""

    words: tuple[str, ...]

    @classmethod
    def source(cls, text: str) -> "Words":
        """Words in the singular, so that a permit is found in permits."""
        return cls(tuple(map(_singular, words_of(text))))

    @property
    def key(self) -> str:
        """What a text must hold among its `keys` to hold this term."""
        return self.words[0] if self.words else ""

    @property
    def keys(self) -> frozenset[str]:
        """Every word, each once."""
        return frozenset(self.words)

    def is_in(self, text: "Words") -> bool:
        """Whether these words stand in the text, one behind the other."""
        size = len(self.words)
        if not size:
            return False
        held = text.words
        first = self.words[0]
        return any(
            word == first and held[at : at + size] == self.words for at, word in enumerate(held)
        )

    def is_inflected_in(self, text: "Words") -> bool:
        """Whether these words stand in the text in any form: a stem of five letters or more."""
        size = len(self.words)
        held = text.words
        return size > 0 and any(
            all(map(_are_alike, self.words, held[at : at + size]))
            for at in range(len(held) - size + 1)
        )


def _singular(word: str) -> str:
    """An English word without the ending of its plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=65_536)
def _are_alike(wanted: str, word: str) -> bool:
    if wanted == word:
        return True
    wanted, word = _bare(wanted), _bare(word)
    if len(word) > len(wanted) + _GROWS_AT_MOST:
        return False
    if ord(wanted[0]) in _HANGUL:
        return word.startswith(wanted)
    stem = wanted[: max(_STEM_AT_LEAST, len(wanted) - _ENDING_AT_MOST)]
    if len(stem) < _STEM_AT_LEAST:
        return wanted == word
    return word.startswith(stem)


def _bare(word: str) -> str:
    """A word without what Arabic and Hebrew write in one with it."""
    if "\u0590" <= word[0] <= "\u05ff":
        return _HEBREW.sub("", word)
    if "\u0600" <= word[0] <= "\u06ff":
        return _ARABIC.sub("", word)
    return word
