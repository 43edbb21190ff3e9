import pytest

from langaccess.domain.documents.scripts import (
    accepted_scripts,
    lacks_kana,
    scripts_of,
    wrong_chinese,
    wrong_script,
)

SPANISH = "Los formularios están disponibles en español."
RUSSIAN = "Заявления можно подать на русском языке."
ARABIC = "النماذج متاحة باللغة العربية مجانا للجميع"
SIMPLIFIED = "请问您说什么语言？我们为您提供免费的翻译服务。"
TRADITIONAL = "請問您說什麼語言？我們為您提供免費的翻譯服務。"
JAPANESE = "申請書は日本語でもご利用いただけます。"
KOREAN = "신청서는 한국어로도 제공됩니다. 문의해 주십시오."


def wrong(text: str, tag: str, script: str) -> str:
    return wrong_script(text, accepted_scripts(tag, script), 12)


@pytest.mark.parametrize(
    ("text", "tag", "script"),
    [
        (SPANISH, "es", "Latn"),
        (RUSSIAN, "ru", "Cyrl"),
        (ARABIC, "ar", "Arab"),
        (SIMPLIFIED, "zh-Hans", "Hans"),
        (TRADITIONAL, "zh-Hant", "Hant"),
        (JAPANESE, "ja", "Jpan"),
        (KOREAN, "ko", "Kore"),
        ("Obrazac je dostupan besplatno svima.", "sr", "Cyrl"),
        ("Образац је доступан бесплатно свима.", "sr", "Cyrl"),
        ("Medicare и Medicaid: льготы для пожилых", "ru", "Cyrl"),
        ("12345 — 67890", "ru", "Cyrl"),
        (SPANISH, "ase", ""),
        ("ԱԲԳ", "ru", "Cyrl"),
    ],
)
def test_a_text_in_its_own_script_is_right(text: str, tag: str, script: str) -> None:
    assert wrong(text, tag, script) == ""


@pytest.mark.parametrize(
    ("text", "tag", "script", "found"),
    [
        (SPANISH, "ru", "Cyrl", "Latn"),
        (RUSSIAN, "es", "Latn", "Cyrl"),
        (RUSSIAN, "ar", "Arab", "Cyrl"),
        (KOREAN, "ja", "Jpan", "Hang"),
        (SPANISH, "ko", "Kore", "Latn"),
        ("Образац је доступан бесплатно", "sr-Latn", "Latn", "Cyrl"),
    ],
)
def test_a_text_in_another_script_is_wrong(text: str, tag: str, script: str, found: str) -> None:
    assert wrong(text, tag, script) == found


def test_the_two_ways_of_writing_chinese_are_told_apart() -> None:
    assert wrong_chinese([SIMPLIFIED], "Hans") == ""
    assert wrong_chinese([TRADITIONAL], "Hant") == ""
    assert wrong_chinese([TRADITIONAL], "Hans") == "Hant"
    assert wrong_chinese([SIMPLIFIED], "Hant") == "Hans"
    assert wrong_chinese(["你好"], "Hant") == ""
    assert wrong_chinese([SIMPLIFIED], "Jpan") == ""


def test_japanese_without_kana_is_chinese() -> None:
    assert lacks_kana([SIMPLIFIED * 3], "Jpan") == "Hani"
    assert lacks_kana([JAPANESE * 3], "Jpan") == ""
    assert lacks_kana([SIMPLIFIED * 3], "Hans") == ""


def test_letters_are_counted_by_script() -> None:
    assert dict(scripts_of("ab é 12 дом")) == {"Latn": 3, "Cyrl": 3}
