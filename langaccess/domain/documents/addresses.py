"""Addresses in a text: of pages, and of mail."""

import re
from dataclasses import dataclass

# Ends of names under which a city and its partners are reached without http:// before them.
_ENDS = "gov|org|com|net|edu|us|info|int|mil|io|ca|uk|eu"
_MAIL = r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"
_PAGE = (
    r"(?:https?|ftp)://[!-~]{1,2000}"
    r"|(?<![A-Za-z0-9\u00c0-\u058f\u1e00-\u1eff.@/-])(?:[A-Za-z0-9-]{1,63}\.){1,8}"
    rf"(?-i:{_ENDS}|{_ENDS.upper()})(?![A-Za-z0-9@-]|\.[A-Za-z0-9])(?:[/?#][!-~]{{0,2000}})?"
)
_ADDRESS = re.compile(rf"(?P<mail>{_MAIL})|(?P<page>{_PAGE})", re.IGNORECASE)
_BEHIND = ".,;:!?'\"*_>}]»"


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is written, and as it is compared: the host in small letters."""

    written: str
    compared: str
    is_mail: bool = False


def addresses_in(text: str) -> tuple[list[Address], str]:
    """The addresses of a text in order, and the text without them."""
    if "@" not in text and "." not in text and "://" not in text:
        return [], text
    found: list[Address] = []

    def take(match: re.Match[str]) -> str:
        if match["mail"]:
            found.append(Address(match[0], match[0].casefold(), is_mail=True))
            return " ; "
        written = _trimmed(match[0])
        found.append(Address(written, _compared(written)))
        return " ; " + match[0][len(written) :]

    rest = _ADDRESS.sub(take, text)
    return found, rest


def is_localised(one: Address, other: Address, languages: frozenset[str]) -> bool:
    """Whether both lead to the same page but for the part that names one of these languages."""
    if one.is_mail or other.is_mail:
        return False
    return _without(one.compared, languages) == _without(other.compared, languages)


def _trimmed(written: str) -> str:
    """An address without the punctuation of the sentence behind it."""
    while written and (written[-1] in _BEHIND or _is_unopened(written)):
        written = written[:-1]
    return written


def _is_unopened(written: str) -> bool:
    return written[-1] == ")" and written.count(")") > written.count("(")


def _compared(written: str) -> str:
    scheme, there, rest = written.partition("://")
    host, slash, path = (rest if there else written).partition("/")
    kind = "ftp://" if scheme.casefold() == "ftp" else ""
    return f"{kind}{host.casefold()}{slash}{path}".rstrip("/")


def _without(compared: str, languages: frozenset[str]) -> str:
    """The address without what names a language: es.city.gov, /es/, ?lang=es."""
    parts = re.split(r"([./?&#])", compared)
    kept = [
        one
        for one in parts
        if one not in "./?&#" and one != "www" and not _names_language(one, languages)
    ]
    return "\0".join(kept)


def _names_language(part: str, languages: frozenset[str]) -> bool:
    tag = part.casefold().removeprefix("lang=").removeprefix("hl=").replace("_", "-")
    return tag.partition("-")[0] in languages
