"""Languages as people name them: groups, and finding one by typing."""

from dataclasses import replace

import pytest

from langaccess.domain.languages import (
    GROUPS,
    Language,
    Modality,
    VariantMustBeAsked,
    find_languages,
    group_of,
    meant_tags,
    search_key,
    written_as,
)

SPANISH = Language(
    "es", "spa", "Spanish", "Español", "Latn", "ltr", frozenset({Modality.SPOKEN, Modality.WRITTEN})
)
FRENCH = replace(SPANISH, tag="fr", english_name="French", autonym="Français")
CREOLE = replace(SPANISH, tag="ht", english_name="Haitian Creole", autonym="Kreyòl Ayisyen")
SIMPLIFIED = replace(
    SPANISH,
    tag="zh-Hans",
    english_name="Chinese (Simplified)",
    autonym="中文（简体）",
    modalities=frozenset({Modality.WRITTEN}),
)
ASL = replace(
    SPANISH,
    tag="ase",
    english_name="American Sign Language",
    autonym="",
    script="",
    modalities=frozenset({Modality.SIGNED}),
)
ALL = [ASL, CREOLE, FRENCH, SIMPLIFIED, SPANISH]


@pytest.mark.parametrize(
    ("language", "is_signed", "is_interpreted"),
    [(SPANISH, False, True), (SIMPLIFIED, False, False), (ASL, True, True)],
    ids=["spoken", "only written", "signed"],
)
def test_a_language_is_interpreted_when_it_is_spoken_or_signed(
    language: Language, is_signed: bool, is_interpreted: bool
) -> None:
    assert (language.is_signed, language.is_interpreted) == (is_signed, is_interpreted)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("espanol", [SPANISH]),
        ("ESPAÑ", [SPANISH]),
        ("kreyol", [CREOLE]),
        ("zh-hans", [SIMPLIFIED]),
        ("简", [SIMPLIFIED]),
        ("  sign ", [ASL]),
        ("an", [ASL, SIMPLIFIED, FRENCH, CREOLE, SPANISH]),
        ("f", [FRENCH, SIMPLIFIED]),
        ("", []),
        ("   ", []),
        ("klingon", []),
    ],
)
def test_typing_finds_names_autonyms_and_tags_without_case_or_accents(
    typed: str, found: list[Language]
) -> None:
    assert find_languages(ALL, typed) == found


def test_names_that_begin_with_what_was_typed_come_first_each_group_by_english_name() -> None:
    begins = replace(SPANISH, tag="ami", english_name="Amis", autonym="")
    inside = replace(SPANISH, tag="xx", english_name="Vietnamese", autonym="")

    assert find_languages([inside, begins, ASL], "am") == [ASL, begins, inside]


def test_a_search_key_has_no_case_and_no_accents() -> None:
    assert search_key("Tiếng Việt") == search_key("TIENG VIET") == "tieng viet"


def test_a_name_for_several_languages_is_a_group_and_another_name_is_none() -> None:
    chinese = group_of("zh")

    assert chinese is not None
    assert chinese.members == ("cmn", "yue", "nan", "cdo")
    assert group_of("es") is None


def test_no_group_is_a_member_of_a_group() -> None:
    assert not {one.tag for one in GROUPS} & {tag for one in GROUPS for tag in one.members}


def test_the_refusal_of_a_group_names_the_variants() -> None:
    assert VariantMustBeAsked(("cmn", "yue")).members == ("cmn", "yue")


@pytest.mark.parametrize(
    ("tag", "written"), [("yue", "zh-Hant"), ("cmn", "zh-Hans"), ("ase", "en"), ("es", "es")]
)
def test_a_page_is_shown_in_the_language_a_speaker_reads(tag: str, written: str) -> None:
    assert written_as(tag) == written


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zh", ("cmn", "yue", "nan", "cdo")),
        ("ES", ("es",)),
        ("haitian creole", ("ht",)),
        ("es_MX", ("es",)),
        ("francais", ("fr",)),
        ("Frensh", ("fr",)),
        ("klingon", ()),
    ],
)
def test_a_tag_that_is_none_is_answered_with_what_may_have_been_meant(
    typed: str, meant: tuple[str, ...]
) -> None:
    assert set(meant_tags(typed, ALL)) == set(meant)
