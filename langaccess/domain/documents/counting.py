"""How many words a text has, and how many of them were translated once already.

Words are those of UAX 29 (the default of GMX-V, LISA 2007): "don't" and "3.50" are one each,
"follow-up" is two, and what holds no letter and no digit is none. Scripts written without spaces
are counted by their characters. The counts of two methods do not compare: store METHOD with each.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from langaccess.domain.documents.text import Segment

METHOD = "uax29-words/1"

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_LAO = "\u0e81-\u0ebd\u0ec0-\u0ecf\u0edc-\u0edf"
_KHMER = "\u1780-\u17d3\u17dc-\u17dd"
_BURMESE = "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f"
# Characters to a word. GMX-V 2.0 has Chinese, Japanese and Thai; it has none for the other three,
# for which this is what the TICO-19 and UDHR translations need for one word of their English.
CHINESE_CHARACTERS, JAPANESE_CHARACTERS, THAI_CHARACTERS = 2.8, 3.0, 6.0
LAO_CHARACTERS, KHMER_CHARACTERS, BURMESE_CHARACTERS = 6.0, 6.4, 7.8
_UNSPACED = re.compile(f"[{_HAN}{_KANA}{_THAI}{_LAO}{_KHMER}{_BURMESE}]")
_PACKED = tuple(
    (re.compile(f"[{signs}]"), characters)
    for signs, characters in (
        (_THAI, THAI_CHARACTERS),
        (_LAO, LAO_CHARACTERS),
        (_KHMER, KHMER_CHARACTERS),
        (_BURMESE, BURMESE_CHARACTERS),
    )
)
_HAN_SIGN, _KANA_SIGN = re.compile(f"[{_HAN}]"), re.compile(f"[{_KANA}]")
_LAST_MARK = 0x1EFFF  # behind it stand only emoji, Han and tags


def _ranges(signs: Iterable[int]) -> str:
    """The inside of a character class; ranges keep it short."""
    found: list[list[int]] = []
    for sign in signs:
        if found and sign == found[-1][1] + 1:
            found[-1][1] = sign
        else:
            found.append([sign, sign])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)


# Python's \w leaves out the vowel signs that most scripts of India write words with.
_MARKS = "\u200c\u200d" + _ranges(
    sign for sign in range(0x300, _LAST_MARK) if unicodedata.category(chr(sign))[0] == "M"
)
_LETTER_BEFORE = rf"(?:(?<=[^\W\d_])|(?<=[{_MARKS}]))"
# UAX 29, WB6 and WB7 (MidLetter, MidNumLet), WB11 and WB12 (MidNum), WB13a (ExtendNumLet).
_WORD = re.compile(
    rf"[^\W_][\w{_MARKS}]*"
    rf"(?:(?:{_LETTER_BEFORE}['’.·\u05f3\u05f4\u2027](?=[^\W\d_])|(?<=\d)[.,;'’](?=\d))"
    rf"[\w{_MARKS}]+)*"
)


@dataclass(frozen=True, slots=True)
class Count:
    """The words of a text, and those of them that stand in segments met before."""

    words: int
    repeated: int


def count_words(text: str) -> int:
    """The words of one text."""
    spaced = text if text.isascii() else _UNSPACED.sub(" ", text)
    words = len(_WORD.findall(spaced))
    return words if spaced == text else words + _packed_words(text)


def words_of(text: str) -> list[str]:
    """The words themselves, of scripts that put spaces between them."""
    return _WORD.findall(_UNSPACED.sub(" ", text))


def count(segments: Iterable[Segment]) -> Count:
    """All words, and the repeated ones among them: segments alike after `folded`."""
    words = repeated = 0
    met: dict[str, int] = {}
    for segment in segments:
        text = folded(segment.text)
        known = met.get(text)
        if known is None:
            known = met[text] = count_words(text)
        else:
            repeated += known
        words += known
    return Count(words=words, repeated=repeated)


def folded(text: str) -> str:
    """The text as it is compared: NFC, each white space one blank, none at the ends."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _packed_words(text: str) -> int:
    """Words of scripts without spaces, rounded half up; any sign at all makes at least one."""
    han, kana = len(_HAN_SIGN.findall(text)), len(_KANA_SIGN.findall(text))
    east = (han + kana) / (JAPANESE_CHARACTERS if kana else CHINESE_CHARACTERS)
    rest = (len(sign.findall(text)) / characters for sign, characters in _PACKED)
    return max(1, int(east + sum(rest) + 0.5))
