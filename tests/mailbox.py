"""A real mail server on loopback, which keeps what it is given."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

CERTIFICATES = Path(__file__).parent / "data" / "mail"
USER, PASSWORD = "city", "a p@ss/word"


class Mailbox:
    """Everything that arrived. `say` decides what the server says to the next letter."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.say: Callable[[], str] = lambda: "250 Taken"
        self.say_to_recipient: Callable[[str], str] = lambda _: "250 Known"
        self.url = ""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = self.say_to_recipient(address)
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        said = self.say()
        if said.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            letter = message_from_bytes(content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.recipients.append(list(envelope.rcpt_tos))
        return said


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A server without TLS, as it stands beside us in the city's own network."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    with _running(server):
        box.url = f"smtp://127.0.0.1:{server.port}"
        yield box


@contextmanager
def private_mailbox() -> Iterator[Mailbox]:
    """A server that speaks TLS from the first byte and wants a name and a password."""
    box = Mailbox()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / "certificate.pem", CERTIFICATES / "key.pem")
    server = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=context,
        authenticator=_is_known,
        auth_required=True,
        auth_require_tls=False,  # the connection is encrypted already
    )
    with _running(server):
        box.url = f"smtps://{USER}:a%20p%40ss%2Fword@localhost:{server.port}"
        yield box


@contextmanager
def _running(server: Controller) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        server.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _is_known(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword
) -> AuthResult:
    known = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)
