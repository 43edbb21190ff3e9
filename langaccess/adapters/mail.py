"""The door to the city's mail server."""

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit

PATIENCE_SECONDS = 20


class MailRefused(OSError):
    """The server will never take this letter: trying again is no use."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, ready to send, in its recipient's language."""

    to: str
    sender: str
    subject: str
    text: str
    language_tag: str
    message_id: str
    written_at: datetime
    thread_id: str | None = None
    attachments: tuple[Attachment, ...] = ()


class Mailer(Protocol):
    """Anything that can send a letter."""

    def send(self, letter: Letter) -> None:
        """Send it, or raise OSError to have it tried again, MailRefused to give it up."""
        ...


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Sends by SMTP: `smtp://host:port`, or `smtps://user:password@host:port` over TLS."""

    url: str
    patience_seconds: float = PATIENCE_SECONDS  # for each answer of the server

    def send(self, letter: Letter) -> None:
        """Hand it to the server; returns only when the server has taken it."""
        try:
            with self._connection() as server:
                server.send_message(message_of(letter))
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, str(error)) from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _refusal(min(codes, default=450), str(error)) from error

    def greet(self) -> None:
        """Connect, sign in and leave; raises OSError where that cannot be done."""
        try:
            with self._connection() as server:
                server.noop()
        except smtplib.SMTPException as error:
            raise OSError(str(error)) from error

    def _connection(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or 25
        if parts.scheme == "smtps":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=self.patience_seconds, context=context
            )
        else:
            server = smtplib.SMTP(host, port, timeout=self.patience_seconds)
        if parts.username:
            try:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            except BaseException:
                server.close()
                raise
        return server


@dataclass(slots=True)
class RecordingMailer:
    """Sends nothing and remembers everything: for tests, and for a city that tries us out."""

    sent: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        """Remember it."""
        self.sent.append(letter)


def message_of(letter: Letter) -> EmailMessage:
    """The letter as RFC 5322 has it; the same letter gives the same Message-ID each time."""
    message = EmailMessage(policy=SMTP)
    message.set_content(letter.text)  # first: it throws away what is said of the content
    message["Subject"] = letter.subject
    message["From"] = letter.sender
    message["To"] = letter.to
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    message["Content-Language"] = letter.language_tag
    message["Auto-Submitted"] = "auto-generated"
    if letter.thread_id:
        message["In-Reply-To"] = message["References"] = letter.thread_id
    for one in letter.attachments:
        main, _, sub = one.media_type.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return message


def _refusal(code: int, said: str) -> OSError:
    """5yz is final, everything else is tried again (RFC 5321, 4.2.1)."""
    return MailRefused(said) if 500 <= code < 600 else OSError(said)
