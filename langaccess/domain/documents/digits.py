"""Text in one form of digits, dashes, spaces and separators, whatever script it is written in."""

import re
import unicodedata
from collections.abc import Iterator

# Signs that separate the digits of a number in some script: Arabic decimal and thousands
# separator, Arabic comma, middle dot, typographic apostrophe, ideographic comma.
_SEPARATORS = {
    0x066B: ".",
    0x066C: ",",
    0x060C: ",",
    0x00B7: ".",
    0x2019: "'",
    0x3001: ",",
    0x2212: "-",
}
_FULLWIDTH = range(0xFF01, 0xFF5F)
_ASCII_OF_FULLWIDTH = 0xFEE0


class _Folded(dict[int, str | int]):
    """What each sign becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str | int:
        self[code] = folded = _folded(code)
        return folded


def _folded(code: int) -> str | int:
    if code in _SEPARATORS:
        return _SEPARATORS[code]
    if code in _FULLWIDTH:
        return chr(code - _ASCII_OF_FULLWIDTH)
    sign = chr(code)
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    return {"Cf": "", "Zs": " ", "Pd": "-"}.get(unicodedata.category(sign), code)


_FOLDED = _Folded({code: code for code in range(128)})


def folded(text: str) -> str:
    """The text with ASCII digits, dashes, spaces and fullwidth signs, and no invisible signs.

    Digits of every script are folded (Unicode category Nd); letters stay as they are.
    """
    return text if text.isascii() else text.translate(_FOLDED)


_CHINESE = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_CHINESE |= {"〇": 0, "两": 2, "兩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "천": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "만": 10**4, "亿": 10**8, "億": 10**8, "억": 10**8}
_CHINESE_RUN = re.compile(r"[零〇一二三四五六七八九两兩十百千万萬亿億]{1,20}")
_MIXED = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,4}))? ?([百千万萬亿億천만억]{1,3})")
_ETHIOPIC_RUN = re.compile("[\u1369-\u137c]{1,20}")
_ROMAN_RUN = re.compile(r"(?<![A-Za-z])(?:[IVXLC]{2,8}|X)(?![A-Za-z])")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def numerals(text: str) -> Iterator[str]:
    """Numbers of a folded text written as numerals: Chinese, Ethiopic, Roman, or 35万."""
    if text.isascii():
        yield from (_roman(one) for one in _ROMAN_RUN.findall(text))
        return
    for run in _CHINESE_RUN.findall(text):
        yield _chinese(run)
    for whole, part, places in _MIXED.findall(text):
        yield _mixed(whole, part, places)
    for run in _ETHIOPIC_RUN.findall(text):
        yield _ethiopic(run)
    yield from (_roman(one) for one in _ROMAN_RUN.findall(text))


def _chinese(run: str) -> str:
    if all(sign in _CHINESE for sign in run):
        return "".join(str(_CHINESE[sign]) for sign in run).lstrip("0") or "0"
    whole = section = digit = 0
    for sign in run:
        if sign in _CHINESE:
            digit = _CHINESE[sign]
        elif sign in _PLACES:
            section += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            whole = (whole + section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
    return str(whole + section + digit)


def _mixed(whole: str, part: str, places: str) -> str:
    factor = 1
    for sign in places:
        factor *= _PLACES.get(sign) or _MYRIADS[sign]
    return str(int(whole + part) * factor // 10 ** len(part))


def _ethiopic(run: str) -> str:
    whole = section = 0
    for sign in run:
        value = int(unicodedata.numeric(sign))
        if value >= 100:
            whole = (whole + section or 1) * value
            section = 0
        else:
            section += value
    return str(whole + section)


def _roman(run: str) -> str:
    values = [_ROMAN[sign] for sign in run]
    following = [*values[1:], 0]
    return str(sum(-a if a < b else a for a, b in zip(values, following, strict=True)))
