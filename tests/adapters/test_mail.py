"""The door to the mail server, with real servers on loopback."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from langaccess.adapters.mail import Letter, MailRefused, RecordingMailer, SmtpMailer, message_of
from tests.factories import NINE
from tests.mailbox import CERTIFICATES, Mailbox, free_port, mailbox, private_mailbox

# The server cannot know that TLS from the first byte is TLS too.
over_tls = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

LETTER = Letter(
    to="ana@city.example",
    sender="language-access@city.example",
    subject="Se espera a un intérprete",
    text="Mañana ختم 你好\n",
    language_tag="es",
    message_id="<1@langaccess.invalid>",
    written_at=NINE,
)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


def test_a_letter_arrives_as_it_was_written(box: Mailbox) -> None:
    SmtpMailer(box.url).send(LETTER)

    assert box.recipients == [["ana@city.example"]]
    letter = box.letters[0]
    assert letter["Subject"] == LETTER.subject
    assert letter["From"] == LETTER.sender
    assert letter["Message-ID"] == LETTER.message_id
    assert letter["Date"] == "Mon, 23 Nov 2026 17:00:00 +0000"
    assert letter["Content-Language"] == "es"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == LETTER.text


def test_the_same_letter_has_the_same_id_each_time(box: Mailbox) -> None:
    for _ in range(2):
        SmtpMailer(box.url).send(LETTER)

    assert [one["Message-ID"] for one in box.letters] == [LETTER.message_id] * 2


@pytest.mark.parametrize("said", ["550 No such person", "554 Refused"])
def test_what_the_server_will_never_take_is_refused(box: Mailbox, said: str) -> None:
    box.say = lambda: said

    with pytest.raises(MailRefused, match=said[4:]):
        SmtpMailer(box.url).send(LETTER)


def test_what_the_server_does_not_take_now_is_tried_again(box: Mailbox) -> None:
    box.say = lambda: "451 Come back later"

    with pytest.raises(OSError, match="Come back later") as caught:
        SmtpMailer(box.url).send(LETTER)
    assert not isinstance(caught.value, MailRefused)


@pytest.mark.parametrize(("said", "is_final"), [("550 Unknown", True), ("450 Busy", False)])
def test_a_recipient_may_be_unknown_or_busy(box: Mailbox, said: str, is_final: bool) -> None:
    box.say_to_recipient = lambda _: said

    with pytest.raises(OSError, match=said[4:]) as caught:
        SmtpMailer(box.url).send(LETTER)
    assert isinstance(caught.value, MailRefused) is is_final


def test_a_server_that_is_not_there_is_tried_again() -> None:
    mailer = SmtpMailer(f"smtp://127.0.0.1:{free_port()}")

    with pytest.raises(ConnectionRefusedError):
        mailer.send(LETTER)
    with pytest.raises(ConnectionRefusedError):
        mailer.greet()


def test_a_server_that_speaks_something_else_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        mailer = SmtpMailer(f"smtp://127.0.0.1:{listener.getsockname()[1]}", patience_seconds=0.2)

        with pytest.raises(OSError, match="timed out"):
            mailer.send(LETTER)


def test_a_server_that_answers_is_greeted(box: Mailbox) -> None:
    SmtpMailer(box.url).greet()

    assert box.letters == []


@over_tls
def test_letters_go_over_tls_with_name_and_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "certificate.pem"))
    with private_mailbox() as box:
        SmtpMailer(box.url).send(LETTER)

        assert [one["Message-ID"] for one in box.letters] == [LETTER.message_id]

        wrong = SmtpMailer(box.url.replace("city:", "town:"))
        with pytest.raises(OSError, match="535"):
            wrong.greet()


@over_tls
def test_a_server_that_cannot_prove_who_it_is_gets_nothing() -> None:
    with private_mailbox() as box:
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            SmtpMailer(box.url).send(LETTER)
        assert box.letters == []


def test_a_subject_cannot_smuggle_in_another_line() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        message_of(replace(LETTER, subject="Hello\nBcc: everybody@city.example"))


def test_a_recording_mailer_remembers() -> None:
    mailer = RecordingMailer()

    mailer.send(LETTER)

    assert mailer.sent == [LETTER]
