"""What editing leaves behind in a text: unseen signs, and text that stands there twice."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from langaccess.domain.documents.findings import DeliveryCheck, Findings, Severity
from langaccess.domain.documents.scripts import JOINING, UNSPACED
from langaccess.domain.documents.text import Segment
from langaccess.domain.languages import Language

# Unicode UAX 9, sections 2.1 to 2.6: what opens, what closes it, and what overrides the order.
_EMBEDDING, _ISOLATE = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_OVERRIDES = frozenset("\u202d\u202e")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")
_SPACE, _JOINERS, _MARK = "\u200b", frozenset("\u200c\u200d"), "\ufeff"
_EMOJI_JOINED = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]\u200d")
_PHRASE_TWICE = re.compile(
    r"(?<![^\W_])((?:[^\W\d_]+[ ,;]{1,2}){1,7}[^\W\d_]+)[ ,;]{1,2}\1(?![^\W_])"
)
_PHRASE_AT_LEAST, _SEGMENT_AT_LEAST = 10, 25
_SEARCHED_AT_MOST = 2_000


def check_unseen(target: Sequence[Segment], language: Language, findings: Findings) -> None:
    """Note signs that turn the reading direction, or have no width, where they do not belong."""
    for one in target:
        if one.text.isascii():
            continue
        turning = _BIDI.findall(one.text)
        if turning and _are_left_over(one.text, turning):
            _note(DeliveryCheck.BIDI_CONTROL, one, turning, findings)
        unseen = _ZERO_WIDTH.findall(_EMOJI_JOINED.sub("", one.text))
        strange = [sign for sign in unseen if not _belongs(sign, language.script)]
        if strange:
            _note(DeliveryCheck.ZERO_WIDTH, one, strange, findings)


def check_doubled(source: Sequence[Segment], target: Sequence[Segment], findings: Findings) -> None:
    """Note a segment or phrase that stands twice in a row, where the source has it once."""
    said_twice = {before.text for before, one in pairwise(source) if before.text == one.text}
    for before, one in pairwise(target):
        if len(one.text) >= _SEGMENT_AT_LEAST and before.text == one.text and not said_twice:
            _note_doubled(one, one.text, findings)
    has_phrase_twice = any(_phrase_twice(one.text) for one in source)
    for one in target:
        phrase = "" if has_phrase_twice else _phrase_twice(one.text)
        if phrase:
            _note_doubled(one, phrase, findings)


def _phrase_twice(text: str) -> str:
    found = _PHRASE_TWICE.search(text[:_SEARCHED_AT_MOST])
    return found[1] if found and len(found[1]) >= _PHRASE_AT_LEAST else ""


def _note_doubled(one: Segment, text: str, findings: Findings) -> None:
    findings.note(
        DeliveryCheck.DOUBLED_TEXT, Severity.WARNING, one.place, one.text, found=text[:80]
    )


def _note(check: DeliveryCheck, one: Segment, signs: Sequence[str], findings: Findings) -> None:
    named = " ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(signs))
    findings.note(check, Severity.WARNING, one.place, one.text, found=named)


def _are_left_over(text: str, turning: Sequence[str]) -> bool:
    """Whether they override the order, do not balance, or stand where all is left to right."""
    if not _OVERRIDES.isdisjoint(turning) or not _are_balanced(turning):
        return True
    return not any(
        unicodedata.bidirectional(sign) in {"R", "AL", "AN"}
        for sign in text
        if not _BIDI.match(sign)
    )


def _are_balanced(turning: Sequence[str]) -> bool:
    opened: list[str] = []
    for sign in turning:
        if sign in _EMBEDDING or sign in _ISOLATE:
            opened.append(_POP_ISOLATE if sign in _ISOLATE else _POP_EMBEDDING)
        elif sign in {_POP_EMBEDDING, _POP_ISOLATE} and (not opened or opened.pop() != sign):
            return False
    return not opened


def _belongs(sign: str, script: str) -> bool:
    if sign == _SPACE:
        return script in UNSPACED
    return sign in _JOINERS and script in JOINING
