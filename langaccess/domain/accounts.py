"""Signing in: how long a sign-in lasts, how fast one may guess, what a password must be."""

from datetime import timedelta

from langaccess.domain.errors import Conflict, Invalid, Missing

# NIST SP 800-63B (2025) 3.1.1: at least 15 characters where a password is the only factor, no
# rules of composition; ASVS 5 6.2.9 allows at least 64.
PASSWORD_AT_LEAST = 15
PASSWORD_AT_MOST = 256

# A desk's working day; a browser that was not used for half of it signs in again (ASVS 5 7.3.1).
SIGN_IN_LASTS = timedelta(hours=12)
SIGN_IN_IDLE = timedelta(hours=6)
# How often a request writes down that it was there: rarely, as it is a write.
SEEN_EVERY = timedelta(minutes=5)

LINK_LASTS = timedelta(days=3)
FAILURES_AT_MOST = 10
FAILURES_WITHIN = timedelta(minutes=15)


class WrongPassword(Invalid):
    """The address or the password is wrong; which of them is not said."""


class TooManyTries(Conflict):
    """Too many wrong passwords for this address; it opens again by itself."""


class PasswordUnfit(Invalid):
    """The new password is too short, too long, or the person's own address or name."""


class LinkUnknown(Missing):
    """The one-time link was used, has expired, or never was."""


class AccountUnknown(Missing):
    """Nobody has this address."""


class TokenUnknown(Missing):
    """No such API token, or it is revoked."""


def check_password(password: str, *, email: str, name: str) -> None:
    """Refuse a password nobody should have. Raises PasswordUnfit."""
    folded = password.casefold()
    own = {email.casefold(), name.casefold(), email.partition("@")[0].casefold()}
    if not PASSWORD_AT_LEAST <= len(password) <= PASSWORD_AT_MOST:
        raise PasswordUnfit
    if folded in own or len(set(folded)) < 5:
        raise PasswordUnfit
