"""A language as people name it: spoken, written and signed are kept apart."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from langaccess.domain.errors import Conflict, Invalid, Missing


class Modality(StrEnum):
    """How a language is used in an encounter or in a document."""

    SPOKEN = "spoken"
    SIGNED = "signed"
    WRITTEN = "written"


class LanguageUnknown(Missing):
    """No language of the register has this tag."""


class LanguageNotOffered(Conflict):
    """The language is in the register, but no coordinator offers it for interpreting."""


class NotInterpreted(Invalid):
    """The language is only written, so nobody can interpret it."""


class VariantUnfit(Invalid):
    """A variant is another language, used in the same way: spoken, signed or written."""


class VariantMustBeAsked(Invalid):
    """The name covers several languages; `members` are the tags to choose from."""

    def __init__(self, members: tuple[str, ...]) -> None:
        super().__init__(*members)
        self.members = members


@dataclass(frozen=True, slots=True)
class Language:
    """One row of the register.

    `tag` is BCP 47 as chosen (never standardised: `tl` stays `tl`). `autonym` is empty where no
    speaker has confirmed one. `direction` is "ltr" or "rtl"; sign languages have no script.
    """

    tag: str
    iso639_3: str
    english_name: str
    autonym: str
    script: str
    direction: str
    modalities: frozenset[Modality]
    note: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether this is a sign language."""
        return Modality.SIGNED in self.modalities

    @property
    def is_interpreted(self) -> bool:
        """Whether somebody can interpret it: it is spoken or signed, not only written."""
        return bool(self.modalities & {Modality.SPOKEN, Modality.SIGNED})


@dataclass(frozen=True, slots=True)
class LanguageGroup:
    """A name that residents and clerks use for several languages, so the one meant is asked.

    Writing never tells which Chinese is spoken, and "Mixteco" or "Karen" name many languages.
    """

    tag: str
    english_name: str
    autonym: str
    members: tuple[str, ...]


# Macrolanguages and family names under which residents are announced at a counter. ISO 639-3
# has zho, kar and hmn as macrolanguage or collective codes; members are those of our register.
GROUPS = (
    LanguageGroup("zh", "Chinese", "中文", ("cmn", "yue", "nan", "cdo")),
    LanguageGroup("kar", "Karen", "", ("ksw", "pwo", "kyu")),
    LanguageGroup("hmn", "Hmong", "Hmoob", ("mww", "hnj")),
    LanguageGroup("chin", "Chin", "", ("cnh", "ctd")),
    LanguageGroup("ku", "Kurdish", "", ("kmr", "ckb")),
)


# How alike two spellings are from 0 to 1 (difflib's ratio), and how many tags a hint names.
_NEAR_ENOUGH = 0.75
_MEANT_AT_MOST = 4


# In which written language somebody who speaks this one is shown a page, where the two differ.
# Writing never tells which Chinese is spoken; spoken Arabic is written in the standard language.
WRITTEN_AS = {
    "cmn": "zh-Hans",
    "yue": "zh-Hant",
    "nan": "zh-Hant",
    "cdo": "zh-Hant",
    "arz": "ar",
    "apc": "ar",
    "acm": "ar",
    "apd": "ar",
    "ary": "ar",
    "fil": "tl",
    "ase": "en",
    "mfs": "es",
}


def written_as(tag: str) -> str:
    """The written language in which a speaker of this one is shown a page."""
    return WRITTEN_AS.get(tag, tag)


def group_of(tag: str) -> LanguageGroup | None:
    """The group with this tag, if the tag names several languages."""
    return next((group for group in GROUPS if group.tag == tag), None)


def search_key(text: str) -> str:
    """Text as it is compared when somebody types to find a language: no case, no accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def find_languages(languages: Iterable[Language], typed: str) -> list[Language]:
    """Languages whose name, autonym or tag holds what was typed; those that begin with it first."""
    wanted = search_key(typed.strip())
    if not wanted:
        return []
    found: list[tuple[bool, str, Language]] = []
    for language in languages:
        names = [search_key(name) for name in (language.english_name, language.autonym)]
        names.append(language.tag.casefold())
        if any(wanted in name for name in names):
            begins = any(name.startswith(wanted) for name in names)
            found.append((not begins, language.english_name, language))
    return [language for _, _, language in sorted(found, key=lambda row: row[:2])]


def meant_tags(typed: str, languages: Iterable[Language]) -> tuple[str, ...]:
    """Tags that somebody may have meant by a tag or name that is none; none if nothing is near.

    The languages of a group; else those with this name, ISO code, or tag in another spelling;
    else the tag or name that is spelt most like it.
    """
    key = search_key(typed).replace("_", "-")
    group = group_of(key)
    if group is not None:
        return group.members
    known = list(languages)
    for wanted in (key, key.partition("-")[0]):
        named = [one.tag for one in known if wanted in _names_of(one)]
        if named:
            return tuple(named[:_MEANT_AT_MOST])
    spelt = {name: one.tag for one in known for name in _names_of(one)}
    near = get_close_matches(key, list(spelt), 1, _NEAR_ENOUGH)
    return tuple(spelt[one] for one in near)


def _names_of(language: Language) -> tuple[str, ...]:
    names = (language.tag, language.iso639_3, language.english_name, language.autonym)
    return tuple(search_key(name) for name in names if name)
