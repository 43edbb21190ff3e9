"""What a password must be."""

import pytest

from langaccess.domain.accounts import (
    PASSWORD_AT_LEAST,
    PASSWORD_AT_MOST,
    PasswordUnfit,
    check_password,
)

EMAIL, NAME = "ana.morales.cordero@city.example", "Ana Morales Cordero"
LONG = "correct horse battery staple " * 20


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        LONG[:PASSWORD_AT_LEAST],
        LONG[:PASSWORD_AT_MOST],
        "пароль на пять слов",
        "               abcde",
        EMAIL + "!",
    ],
)
def test_any_long_text_is_a_password(password: str) -> None:
    check_password(password, email=EMAIL, name=NAME)


@pytest.mark.parametrize(
    "password",
    [
        "",
        LONG[: PASSWORD_AT_LEAST - 1],
        LONG[: PASSWORD_AT_MOST + 1],
        EMAIL,
        EMAIL.upper(),
        NAME,
        NAME.lower(),
        "ana.morales.cordero",
        "aaaaaaaaaaaaaaaaaaaa",
        "abababababABABABABAB",
        "1234123412341234",
    ],
)
def test_what_others_guess_first_is_no_password(password: str) -> None:
    with pytest.raises(PasswordUnfit):
        check_password(password, email=EMAIL, name=NAME)
