"""Which language a text is in: a hint for people, never a reason to stop."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from langdetect import DetectorFactory, LangDetectException, detect_langs

from langaccess.domain.documents.text import Segment

# The same text gives the same answer: langdetect draws lots otherwise.
DetectorFactory.seed = 0
LEAST_LETTERS = 40
LEAST_CONFIDENCE = 0.9
# As much as makes no difference any more.
MOST_CHARACTERS = 10_000
# Scripts, by the first word of a letter's Unicode name, that one language alone writes with.
_SCRIPTS = {
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "KANNADA": "kn",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}
# Scripts that langdetect knows; of any other it would say something all the same.
_ASKED = frozenset({"LATIN", "CYRILLIC", "ARABIC", "DEVANAGARI", "HEBREW"})
# Its answer for languages it does not know, and sure of itself (measured on TICO-19): Oromo is
# taken for Somali, Pashto, Dari and Sorani for Persian, Kinyarwanda and Lingala for Swahili or
# Albanian, Kurmanji for Turkish, Haitian Creole for French or any other.
_MISTAKEN = frozenset({"so", "fa", "sw", "sq", "tr", "af", "tl"})
_LETTER = re.compile(r"[^\W\d_]")


def language_of(segments: Iterable[Segment]) -> tuple[str | None, float]:
    """A BCP 47 tag and how sure that is, 0 to 1; None where unsure or where there is little text.

    The script decides where one language alone uses it.
    """
    text = " ".join(one.text for one in segments)[:MOST_CHARACTERS]
    letters = _LETTER.findall(text)
    scripts = Counter(_script(one) for one in letters)
    if not scripts:
        return None, 0.0
    script, many = scripts.most_common(1)[0]
    share = round(many / len(letters), 2)
    if script == "CJK" or script in _SCRIPTS:
        return _by_script(script, scripts, letters), share
    if len(letters) < LEAST_LETTERS or script not in _ASKED:
        return None, 0.0
    return _asked(text)


def _asked(text: str) -> tuple[str | None, float]:
    try:
        best = detect_langs(text)[0]
    except LangDetectException:
        return None, 0.0
    confidence = round(float(best.prob), 2)
    if confidence < LEAST_CONFIDENCE or best.lang in _MISTAKEN:
        return None, confidence
    return str(best.lang), confidence


def _by_script(script: str, scripts: Counter[str], letters: list[str]) -> str:
    if script != "CJK":
        return _SCRIPTS[script]
    is_japanese = scripts["HIRAGANA"] + scripts["KATAKANA"] > len(letters) // 10
    return "ja" if is_japanese else _chinese(letters)


def _chinese(letters: list[str]) -> str:
    """Which of the two scripts: the old national encodings hold the signs of one each."""
    return "zh-Hans" if _held(letters, "gb2312") >= _held(letters, "big5") else "zh-Hant"


def _held(letters: list[str], encoding: str) -> int:
    return len("".join(letters).encode(encoding, "ignore"))


def _script(letter: str) -> str:
    if letter.isascii():
        return "LATIN"
    return unicodedata.name(letter, "?").partition(" ")[0]
