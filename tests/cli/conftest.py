"""What tests of commands ask for: an installation of their own."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from langaccess.cli.commands import cli
from langaccess.settings import KEYS, PREFIX, Settings, load_settings
from langaccess.storage.base import open_engine
from langaccess.storage.schema import migrate
from tests.factories import RULES

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installation:
    """A folder with a migrated database, and the environment that names it."""

    folder: Path
    engine: Engine
    environment: Mapping[str, str]

    def run(self, *words: str, typed: str | None = None) -> Result:
        """One command, as an operator gives it."""
        return CliRunner().invoke(cli, list(words), input=typed)

    def refused(self, *words: str, code: int = 1, typed: str | None = None) -> list[str]:
        """What a command that must end with this code says on stderr."""
        result = self.run(*words, typed=typed)
        assert (result.exit_code, result.stdout) == (code, "")
        assert "Traceback" not in result.stderr
        return result.stderr.splitlines()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every migration and no people."""
    file = tmp_path_factory.mktemp("migrated") / "langaccess.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """An installation on the day it is set up: settings and rules, and no database yet."""
    for key in KEYS:
        monkeypatch.delenv(f"{PREFIX}{key.upper()}", raising=False)
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES, encoding="utf-8")
    environment = {f"{PREFIX}INSTANCE": str(folder), f"{PREFIX}RULES": str(rules)}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    engine = open_engine(f"sqlite:///{folder / 'langaccess.sqlite'}")
    yield Installation(folder, engine, environment)
    engine.dispose()


@pytest.fixture
def here(bare: Installation, migrated: Path) -> Installation:
    """An installation that is ready to work."""
    shutil.copy(migrated, bare.folder / "langaccess.sqlite")
    return bare


@pytest.fixture
def rows(here: Installation) -> Iterator[Session]:
    """A session on the installation's database; what it commits is there for the next command."""
    with Session(here.engine) as session:
        yield session


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation that sends letters."""
    environment = {
        "LANGACCESS_INSTANCE": str(tmp_path),
        "LANGACCESS_PUBLIC_URL": "https://help.city.example/",
        "LANGACCESS_MAIL_FROM": "language-access@city.example",
    }
    return load_settings(environment, root=ROOT)


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues as they are installed."""
    folder = tmp_path_factory.mktemp("translations")
    for source in sorted(ROOT.glob("translations/*/LC_MESSAGES/messages.po")):
        compiled = (folder / source.relative_to(ROOT / "translations")).with_suffix(".mo")
        compiled.parent.mkdir(parents=True)
        with source.open("rb") as read, compiled.open("wb") as written:
            write_mo(written, read_po(read))
    return folder
