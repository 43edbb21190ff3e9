"""How a command fails: lines on stderr and an exit code, never a traceback."""

from typing import IO, Any

import click
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from langaccess.domain.accounts import AccountUnknown, PasswordUnfit, TokenUnknown
from langaccess.domain.errors import WorkError
from langaccess.domain.people import EmailInvalid, EmailTaken, NameMissing
from langaccess.settings import SettingInvalid

REFUSED = 1
WRONG_USE = 2

# What operators read when a deed is refused.
SENTENCES: dict[type[WorkError], str] = {
    AccountUnknown: "nobody has this email address",
    EmailInvalid: "this is no email address",
    EmailTaken: "somebody already has this email address",
    NameMissing: "a person needs a name",
    PasswordUnfit: "a password has 15 to 256 characters, not all alike, and is not one's own name",
    TokenUnknown: "there is no such token, or it is revoked",
}


class Stop(click.ClickException):
    """The command ends here: each line goes to stderr."""

    exit_code = REFUSED

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the lines."""
        for line in self.lines:
            click.echo(line, file=file, err=file is None)


class WrongUse(Stop):
    """What was given cannot be used as it stands: a setting, a file, a word."""

    exit_code = WRONG_USE


class Operators(click.Group):
    """A group of commands whose refusals are told in one line each."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; say in words why it was refused."""
        try:
            return super().invoke(context)
        except SettingInvalid as error:
            raise WrongUse(str(error)) from error
        except WorkError as error:
            raise Stop(sentence_of(error)) from error
        except SQLAlchemyError as error:
            raise Stop(trouble_of(error)) from error


def sentence_of(error: WorkError) -> str:
    """Why a deed was refused, in words; its name, where there are none."""
    return SENTENCES.get(type(error), str(error) or type(error).__name__)


def trouble_of(error: SQLAlchemyError) -> str:
    """What the database said, without anything that was to be written into it."""
    if isinstance(error, OperationalError):
        said = str(error.orig).strip().splitlines() or [""]
        return f"the database cannot be used: {said[0]}"
    return f"the database refused: {type(error).__name__}"
