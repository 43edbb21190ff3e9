"""The installation a command works on: its settings, its city, its database."""

import os
from pathlib import Path

from langaccess.adapters.calendar import city_of
from langaccess.adapters.holidays import known_places
from langaccess.cli.failing import Stop, WrongUse
from langaccess.cli.transaction import transaction
from langaccess.domain.city import City
from langaccess.domain.rules import Rules, RulesInvalid, parse_rules
from langaccess.settings import Settings, load_settings
from langaccess.storage.schema import is_current

ROOT = Path(__file__).parents[2]


def settings_here() -> Settings:
    """The settings of this installation. Raises SettingInvalid."""
    return load_settings(os.environ, root=ROOT)


def city_here(settings: Settings) -> City:
    """The city by its rules; ends the command with every fault of them."""
    return city_of(read_rules(settings.rules_path))


def read_rules(path: Path) -> Rules:
    """The rules in this file; ends the command with `FILE:LINE: key: …` for every fault."""
    try:
        text = path.read_text(encoding="utf-8")
        return parse_rules(text, places=known_places())
    except RulesInvalid as error:
        faults = (f"{path}:{fault}" for fault in error.faults)
        raise WrongUse(*faults) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise WrongUse(f"{path}:{line}: TOML: not UTF-8; TOML 1.0 is UTF-8") from error
    except OSError as error:
        raise WrongUse(f"{path}: cannot be read: {error.strerror}") from error


def must_be_current(settings: Settings) -> None:
    """End the command unless the database has every migration."""
    with transaction(settings) as session:
        if not is_current(session.connection()):
            raise Stop("the database is not up to date: run `langaccess migrate` first")
