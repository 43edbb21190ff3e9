import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.documents.checks import (
    DeliveredFile,
    DeliveryCheck,
    Finding,
    Severity,
    check_delivery,
)
from langaccess.domain.documents.text import Segment
from langaccess.domain.languages import Language, Modality

WRITTEN = frozenset({Modality.WRITTEN})
SCRIPTS = {"es": "Latn", "ar": "Arab", "fa": "Arab", "zh-Hans": "Hans", "ja": "Jpan"}
SCRIPTS |= {"ru": "Cyrl", "th": "Thai", "km": "Khmr", "en": "Latn", "mam": "Latn"}


def language(tag: str) -> Language:
    script = SCRIPTS[tag]
    return Language(tag, "", "", "", script, "rtl" if script == "Arab" else "ltr", WRITTEN)


def segments(*texts: str) -> list[Segment]:
    return [Segment(f"paragraph {number}", text) for number, text in enumerate(texts, 1)]


def check(
    source: Sequence[str], target: Sequence[str], tag: str = "es", detected_tag: str = ""
) -> tuple[Finding, ...]:
    return check_delivery(
        segments(*source),
        segments(*target),
        source_tag="en",
        target_language=language(tag),
        detected_tag=detected_tag,
    )


def told(source: str, target: str, tag: str = "es") -> list[str]:
    return [f"{one.check} {one.severity}" for one in check([source], [target], tag)]


@pytest.mark.parametrize(
    ("source", "target", "tag"),
    [
        ("Pay $1,250.00 by March 5, 2026.", "Pague $1,250 antes del 5 de marzo de 2026.", "es"),
        ("Pay $1,250 by March 5, 2026.", "ادفع ١٬٢٥٠ دولارًا قبل ٥ مارس ٢٠٢٦.", "ar"),
        ("Open 9:00 a.m. to 5:00 p.m.", "Открыто с 9:00 до 17:00.", "ru"),
        ("Open 9:30 a.m. to 5 p.m.", "上午9点半至下午5点开放。", "zh-Hans"),
        ("Call 510-555-0100.", "اتصل بالرقم \u2066(510) 555-0100\u2069.", "ar"),
        ("Call (510) 555-0100.", "Llame al +1 510 555 0100.", "es"),
        ("Call (510) 555-0100.", "تماس بگیرید: ۵۱۰-۵۵۵-۰۱۰۰", "fa"),
        ("See https://www.City.gov/a.", "Vea https://www.city.gov/a/.", "es"),
        ("Write to Help@city.gov.", "Escriba a help@city.gov.", "es"),
        ("On 03/05/2026", "El 5/3/2026", "es"),
        ("On May 1, 2026", "El primero de mayo de 2026", "es"),
        ("OK", "OK", "es"),
        ("", "", "es"),
        ("Free help", "ជំនួយ\u200bឥតគិតថ្លៃ", "km"),
        ("We help", "ما کمک می\u200cکنیم", "fa"),
        ("Family 👨\u200d👩\u200d👧", "Familia 👨\u200d👩\u200d👧", "es"),
    ],
)
def test_a_good_translation_has_no_finding(source: str, target: str, tag: str) -> None:
    assert told(source, target, tag) == []


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        ("Hello there", " — ", "es", "empty error"),
        ("We are here to help", "We  are here to HELP", "es", "same_as_source error"),
        ("Pay $25", "Pague $35", "es", "number error"),
        ("5 cats", "6 gatos", "es", "number warning"),
        ("Call 510-555-0100.", "Llame al 510-555-0010.", "es", "phone error"),
        ("Call 510-555-0100.", "اتصل 0100-555-510", "ar", "phone error"),
        ("Reply by March 15, 2026", "Responda el 16 de marzo de 2026", "es", "date error"),
        ("Reply by March 15, 2026", "Responda el 15 de marzo de 2027", "es", "date error"),
        ("Reply by March 15, 2026", "Responda el 15/04/2026", "es", "date error"),
        ("On March 15, 2026", "วันที่ 15 มีนาคม 2569", "th", "date warning"),
        ("On March 21, 2026", "در ۱ فروردین ۱۴۰۵", "fa", "date warning"),
        ("On March 21, 2026", "في 2 شوال 1447", "ar", "date warning"),
        ("Reply by March 15", "Responda el 16 de marzo", "es", "date error"),
        ("Call 555-0100.", "Llame al 555-0101 5555 510 555 0199 12.", "es", "phone error"),
        ("Open at 9:00 a.m.", "Abre a las 8:00", "es", "date error"),
        ("Open at 9:20 a.m.", "Abre a las 9", "es", "date error"),
        ("See https://city.gov/a", "Vea https://city.gov/b", "es", "address error"),
        ("See city.gov/en/a", "Vea city.gov/es/a", "es", "address warning"),
        ("Write to a@city.gov", "Escriba a b@city.gov", "es", "address error"),
        ("The forms are in your language", "Формы на вашем языке", "es", "script error"),
        ("The forms are here", "請問您說什麼語言？我們提供翻譯", "zh-Hans", "script error"),
        ("Free help", "Ayuda \u200fgratis", "es", "bidi_control warning"),
        ("Free help", "مساعدة \u202eمجانية", "ar", "bidi_control warning"),
        ("Free help", "مساعدة \u2067مجانية", "ar", "bidi_control warning"),
        ("Free help", "مساعدة مجانية\u2069", "ar", "bidi_control warning"),
        ("Free help", "Ayuda\u200b gratis", "es", "zero_width warning"),
        ("Free help", "\ufeffمساعدة مجانية", "ar", "zero_width warning"),
        ("Ask at the office", "Pregunte en la oficina en la oficina", "es", "doubled_text warning"),
    ],
)
def test_a_fault_is_found(source: str, target: str, tag: str, expected: str) -> None:
    assert told(source, target, tag) == [expected]


def test_a_phone_number_turned_round_is_named_so() -> None:
    [finding] = check(["Call 510-555-0100."], ["اتصل 0100-555-510"], "ar")
    assert finding.facts["kind"] == "turned"
    assert finding.facts["missing"] == "510-555-0100"
    assert finding.place == "paragraph 1"


def test_japanese_must_have_kana() -> None:
    [finding] = check(["Some text"], ["申請書語言翻訳服務" * 6], "ja")
    assert finding.check is DeliveryCheck.SCRIPT


def test_names_in_latin_letters_are_no_other_script() -> None:
    assert (
        told("Medicare, Medicaid and CalFresh help", "Medicare, Medicaid, CalFresh: да", "ru") == []
    )


def test_a_segment_that_stands_twice_is_doubled() -> None:
    twice = "Pregunte en la oficina más cercana."
    checks = [one.check for one in check(["Ask us.", "Come in."], [twice, twice])]
    assert checks == [DeliveryCheck.DOUBLED_TEXT]
    assert check(["Ask us.", "Ask us."], [twice, twice]) == ()


@pytest.mark.parametrize(
    ("tag", "detected", "is_told"),
    [
        ("es", "es", False),
        ("es", "", False),
        ("es", "pt", True),
        ("zh-Hans", "zh-cn", False),
        ("mam", "id", False),
        ("mam", "en", True),
    ],
)
def test_a_detector_gives_no_more_than_a_hint(tag: str, detected: str, is_told: bool) -> None:
    findings = check(["Hello"], ["你好" if tag == "zh-Hans" else "Hola"], tag, detected)
    expected = [(DeliveryCheck.LANGUAGE, Severity.WARNING)] if is_told else []
    assert [(one.check, one.severity) for one in findings] == expected


def test_files_are_counted_by_kind() -> None:
    findings = check_delivery(
        [],
        [],
        source_tag="en",
        target_language=language("es"),
        files=[DeliveredFile("a.docx", "docx", 3, 2), DeliveredFile("b.pdf", "pdf")],
        wanted_kinds=["docx", "docx", "pptx"],
    )
    assert [(one.check.value, one.severity.value, dict(one.facts)) for one in findings] == [
        ("missing_file", "warning", {"missing": "docx"}),
        ("missing_file", "error", {"missing": "pptx"}),
        ("tracked_changes", "error", {"file": "a.docx", "count": "3"}),
        ("comments_left", "warning", {"file": "a.docx", "count": "2"}),
    ]


def test_dates_are_read_in_english_alone() -> None:
    findings = check_delivery(
        segments("El 5 de mayo de 2026 a las 17:00"),
        segments("On 6 May 2027 at 17:00"),
        source_tag="es",
        target_language=language("en"),
    )
    assert {one.check for one in findings} == {DeliveryCheck.NUMBER}


def test_english_in_other_spelling_may_be_the_same() -> None:
    assert check(["We are here to help"], ["We are here to help"], "en") == ()


def test_a_whole_document_may_have_another_layout() -> None:
    source = ["Call 510-555-0100 or 311.", "Pay $25 by March 5, 2026.", "See city.gov/fees."]
    target = ["Vea city.gov/fees. Pague $25 el 5 de marzo de 2026.", "Llame al 510-555-0100 o 311."]
    assert check(source, target) == ()

    wrong = [one.replace("25", "52").replace("0100", "0010") for one in target]
    checks = [one.check for one in check(source, wrong)]
    assert checks == [DeliveryCheck.NUMBER, DeliveryCheck.PHONE]
    assert [one.check for one in check(source, ["…"])] == [DeliveryCheck.EMPTY]


def test_the_key_stays_when_a_segment_moves_and_changes_with_its_fault() -> None:
    [first] = check(["Pay $25"], ["Pague $35"])
    moved = check(["Title", "Pay $25"], ["Título", "Pague $35"])
    [worse] = check(["Pay $25"], ["Pague $45"])
    twice = check(["Pay $25", "Pay $25"], ["Pague $35", "Pague $35"])

    assert [one.key for one in moved] == [first.key]
    assert worse.key != first.key
    assert len({one.key for one in twice}) == 2


@given(st.lists(st.integers(10, 99_999), min_size=2, max_size=12), st.randoms())
def test_the_order_of_segments_does_not_matter_in_a_document(
    numbers: list[int], chance: random.Random
) -> None:
    source = [f"Fee {number} applies" for number in numbers]
    target = [f"Se cobra {number}" for number in numbers]
    chance.shuffle(target)
    assert check(source, [*target, "Fin"]) == ()


@given(st.lists(st.text(max_size=60), max_size=4), st.lists(st.text(max_size=60), max_size=4))
def test_no_text_breaks_the_checks(source: list[str], target: list[str]) -> None:
    for tag in ("es", "ar", "ja", "zh-Hans"):
        check(source, target, tag)


def test_a_document_in_another_script_is_told_once_for_all() -> None:
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]
    lines = [" ".join(words[number:] + words[:number]) for number in range(8)]
    findings = check(lines, [one.title() + "!" for one in lines], "ru")
    assert [(one.check, one.place) for one in findings] == [(DeliveryCheck.SCRIPT, "")]
