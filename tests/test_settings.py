"""The settings of an installation: environment over file over defaults, checked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from langaccess.settings import KEYS, PREFIX, SettingInvalid, Settings, load_settings

Load = Callable[..., Settings]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Settings of an installation whose rules are there, from this environment."""
    (tmp_path / "priority_rules.toml").touch()

    def load(**told: str) -> Settings:
        environment = {f"{PREFIX}{key}": value for key, value in told.items()}
        return load_settings({"PATH": "/bin", **environment}, root=tmp_path)

    return load


def write(folder: Path, text: str) -> None:
    (folder / "instance").mkdir(exist_ok=True)
    (folder / "instance" / "settings.toml").write_text(text, encoding="utf-8")


def test_everything_has_a_default(load: Load, tmp_path: Path) -> None:
    found = load()

    assert found.instance == tmp_path / "instance"
    assert found.database_url == f"sqlite:///{tmp_path / 'instance' / 'langaccess.sqlite'}"
    assert found.rules_path == tmp_path / "priority_rules.toml"
    assert found.public_url == "http://127.0.0.1:8000"
    assert found.smtp_url == ""
    assert found.mail_from == "language-access@localhost"
    assert found.city_name == "City of Example"
    assert not found.is_demo
    assert not found.is_https


def test_the_folder_and_its_secret_are_made_once_and_kept_private(
    load: Load, tmp_path: Path
) -> None:
    first, second = load(), load()

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert (tmp_path / "instance").stat().st_mode & 0o077 == 0
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_given_is_used(load: Load, tmp_path: Path) -> None:
    assert load(SECRET_KEY="s" * 32).secret_key == "s" * 32
    assert not (tmp_path / "instance" / "secret_key").exists()


def test_another_folder_may_be_named(load: Load, tmp_path: Path) -> None:
    assert load(INSTANCE=str(tmp_path / "a" / "b")).instance == tmp_path / "a" / "b"
    assert (tmp_path / "a" / "b" / "secret_key").is_file()


def test_the_file_is_over_the_defaults_and_the_environment_over_the_file(
    load: Load, tmp_path: Path
) -> None:
    write(tmp_path, 'city_name = "Springfield"\ndemo = true\nhttps = false\n')

    assert load().city_name == "Springfield"
    assert load().is_demo
    assert not load().is_https
    assert load(CITY_NAME="Shelbyville").city_name == "Shelbyville"
    assert not load(DEMO="false").is_demo


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("sqlite:////var/lib/city.sqlite", "sqlite:////var/lib/city.sqlite"),
        ("postgresql://u@db/city", "postgresql+psycopg://u@db/city"),
        ("postgres://u@db/city", "postgresql+psycopg://u@db/city"),
        ("postgresql+psycopg://u@db/city", "postgresql+psycopg://u@db/city"),
    ],
)
def test_a_database_is_named_as_people_name_it(load: Load, given: str, kept: str) -> None:
    assert load(DATABASE_URL=given).database_url == kept


@pytest.mark.parametrize("given", ["1", "true", "True", "YES", "on"])
def test_yes_is_said_in_several_ways(load: Load, given: str) -> None:
    assert load(HTTPS=given).is_https


@pytest.mark.parametrize("given", ["smtp://mail.city.example:25", "smtps://u:p@10.0.0.1:465"])
def test_a_mail_server_has_host_and_port(load: Load, given: str) -> None:
    assert load(SMTP_URL=given).smtp_url == given


def test_an_address_has_no_slash_at_its_end(load: Load) -> None:
    found = load(PUBLIC_URL="https://help.city.example/")

    assert found.public_url == "https://help.city.example"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DATABASE_URL", "mysql://db"),
        ("DATABASE_URL", "city.sqlite"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("SECRET_KEY", "short"),
        ("SMTP_URL", "mail.city.example:25"),
        ("SMTP_URL", "smtp://mail.city.example"),
        ("SMTP_URL", "smtp://mail.city.example:many"),
        ("SMTP_URL", "http://mail.city.example:25"),
        ("RULES", "/no/such/file.toml"),
        ("PUBLIC_URL", "help.city.example"),
        ("DEMO", "perhaps"),
        ("HTTPS", "2"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_line_that_names_it(
    load: Load, key: str, value: str
) -> None:
    with pytest.raises(SettingInvalid) as caught:
        load(**{key: value})

    said = str(caught.value)
    assert said.startswith(f"{PREFIX}{key}: ")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("demo =", "settings.toml: "),
        ('colour = "blue"', "settings.toml: colour: not a setting; allowed: database_url, "),
        ("port = 8000", "settings.toml: port: not a setting"),
        ("city_name = 7", "settings.toml: city_name: must be text or true or false"),
        ('demo = "perhaps"', f"{PREFIX}DEMO: cannot use 'perhaps'"),
    ],
)
def test_a_wrong_file_is_refused(load: Load, tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, text)

    with pytest.raises(SettingInvalid) as caught:
        load()

    assert said in str(caught.value)


def test_a_file_that_is_not_utf_8_is_refused(load: Load, tmp_path: Path) -> None:
    write(tmp_path, "")
    (tmp_path / "instance" / "settings.toml").write_bytes(b'city_name = "\xff"')

    with pytest.raises(SettingInvalid, match=r"settings\.toml"):
        load()


def test_every_setting_is_explained() -> None:
    assert all(KEYS.values())
