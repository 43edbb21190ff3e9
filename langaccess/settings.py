"""One installation's settings: environment over instance/settings.toml over defaults, checked."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from langaccess.domain.errors import Invalid

PREFIX = "LANGACCESS_"
KEYS = {
    "database_url": "where the data is; default: SQLite in instance/",
    "secret_key": "signs cookies; default: made once in instance/secret_key",
    "smtp_url": "smtp://host:port or smtps://user:password@host:port; default: mail stays here",
    "mail_from": "the address mail comes from",
    "files": "the folder documents are kept in; default: instance/files",
    "rules": "the rules file; default: priority_rules.toml",
    "city_name": "the city's name, as residents know it",
    "public_url": "the address residents and staff open, for links in mail",
    "demo": "true for the demonstration city",
    "https": "true when served over HTTPS, as it must be off this machine",
}
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


class SettingInvalid(Invalid):
    """A setting cannot be used; the text names it and says what is allowed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation decides for itself. `smtp_url` is empty while mail is off."""

    instance: Path
    database_url: str
    secret_key: str
    smtp_url: str
    mail_from: str
    files_path: Path
    rules_path: Path
    city_name: str
    public_url: str
    is_demo: bool
    is_https: bool


def load_settings(environment: Mapping[str, str], *, root: Path) -> Settings:
    """The settings of the installation whose folder is `root` (or LANGACCESS_INSTANCE).

    Makes the instance folder and its secret on first use. Raises SettingInvalid.
    """
    instance = Path(environment.get(f"{PREFIX}INSTANCE", root / "instance")).resolve()
    written = _read_file(instance / "settings.toml")
    told = {key: environment.get(f"{PREFIX}{key.upper()}", written.get(key, "")) for key in KEYS}
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    rules_path = Path(told["rules"] or root / "priority_rules.toml")
    if not rules_path.is_file():
        raise SettingInvalid(f"{PREFIX}RULES: there is no file {rules_path}")
    return Settings(
        instance=instance,
        database_url=_database(told["database_url"], instance),
        secret_key=_secret(told["secret_key"], instance),
        smtp_url=_smtp(told["smtp_url"]),
        mail_from=told["mail_from"] or "language-access@localhost",
        files_path=Path(told["files"] or instance / "files").resolve(),
        rules_path=rules_path,
        city_name=told["city_name"] or "City of Example",
        public_url=_url(told["public_url"]),
        is_demo=_flag("demo", told["demo"]),
        is_https=_flag("https", told["https"]),
    )


def _read_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingInvalid(f"{path}: {error}") from error
    for key, value in found.items():
        if key not in KEYS:
            raise SettingInvalid(f"{path}: {key}: not a setting; allowed: {', '.join(KEYS)}")
        if not isinstance(value, str | bool):
            raise SettingInvalid(f"{path}: {key}: must be text or true or false")
    return {key: str(value) for key, value in found.items()}


def _database(url: str, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'langaccess.sqlite'}"
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return url
    if scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    raise SettingInvalid(
        f"{PREFIX}DATABASE_URL: cannot use {scheme or url!r};"
        " allowed: sqlite:////path/to/file or postgresql://user@host/database"
    )


def _secret(given: str, instance: Path) -> str:
    if given:
        if len(given) < 32:
            raise SettingInvalid(f"{PREFIX}SECRET_KEY: too short; at least 32 characters")
        return given
    path = instance / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass  # another start made it first, or an earlier one
    return path.read_text(encoding="ascii").strip()


def _smtp(url: str) -> str:
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"smtp", "smtps"} and parts.hostname and parts.port
    except ValueError:
        usable = False
    if not usable:
        raise SettingInvalid(
            f"{PREFIX}SMTP_URL: cannot use {url!r}; allowed: smtp://host:port or smtps://host:port"
        )
    return url


def _url(url: str) -> str:
    if not url:
        return "http://127.0.0.1:8000"
    if urlsplit(url).scheme not in {"http", "https"}:
        raise SettingInvalid(f"{PREFIX}PUBLIC_URL: cannot use {url!r}; allowed: https://…")
    return url.rstrip("/")


def _flag(key: str, value: str) -> bool:
    if value.lower() not in TRUE | FALSE:
        raise SettingInvalid(f"{PREFIX}{key.upper()}: cannot use {value!r}; allowed: true or false")
    return value.lower() in TRUE
