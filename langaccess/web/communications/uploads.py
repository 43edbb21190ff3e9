"""Files as people send them: read in full, each fault told, good ones kept at hand meanwhile.

A file that was read well is known to its page by a signed field, so that it need not be sent again
while something else is still asked or wrong.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath

from flask import current_app, request
from flask_babel import gettext
from itsdangerous import BadData, URLSafeTimedSerializer

from langaccess.domain.documents.files import EXTENSIONS, FileRefused
from langaccess.services.documents.files import FILES_AT_MOST, Upload, read_upload
from langaccess.web.errors import sentence_of
from langaccess.web.page import files

SALT = "kept-file"
KEPT_SECONDS = 24 * 3600
NAME_AT_MOST = 150
# What the file dialog offers first; what a file is, its content says.
ACCEPT = ",".join(f".{one}" for one in EXTENSIONS)
# A browser sends a name; some send a path before it.
_PATH = re.compile(r".*[/\\]")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was read well, and the signed field by which its page knows it."""

    upload: Upload
    token: str


@dataclass(slots=True)
class Intake:
    """What one request brought: files that were read well, and a sentence for each fault."""

    kept: list[KeptFile] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    text: Upload | None = None

    @property
    def uploads(self) -> list[Upload]:
        """Everything that was read well; a text that was typed comes last."""
        return [one.upload for one in self.kept] + ([self.text] if self.text else [])


def take_in(account_id: int, *, text: str = "", title: str = "") -> Intake:
    """Keep and read everything that this request brings, in the order it was sent.

    Fields: `files` as they are sent now, `kept` as an earlier page signed them. `text` is what was
    typed instead of a file; it becomes one of this `title`. To be called before anything is
    written.
    """
    intake = Intake()
    for name, upload in _read_all(intake, account_id):
        if any(one.upload.sha256 == upload.sha256 for one in intake.kept):
            continue  # the same file, sent twice
        named = _named(upload, name, {one.upload.name.casefold() for one in intake.kept})
        intake.kept.append(KeptFile(named, _sign(account_id, named)))
    if text.strip():
        intake.text = _read_text(intake, text, title)
    if len(intake.uploads) > FILES_AT_MOST:
        most = FILES_AT_MOST
        intake.faults.append(gettext("Send %(most)s files at most at once.", most=most))
    return intake


def clean_name(name: str) -> str:
    """A file's name without its path and without signs that are not seen."""
    plain = _PATH.sub("", unicodedata.normalize("NFC", name))
    seen = "".join(one for one in plain if unicodedata.category(one)[0] != "C").strip(" .")
    path = PurePosixPath(seen or "file")
    return path.stem[: NAME_AT_MOST - len(path.suffix[:20])] + path.suffix[:20]


def _read_all(intake: Intake, account_id: int) -> Iterator[tuple[str, Upload]]:
    """Each file that can be read, with its name; the others become faults."""
    for token in request.form.getlist("kept"):
        yield from _read_kept(intake, account_id, token)
    for sent in request.files.getlist("files"):
        if sent.filename:
            upload = _read(intake, clean_name(sent.filename), sent.stream)  # type: ignore[arg-type]
            if upload is not None:
                yield upload.name, upload


def _read_kept(intake: Intake, account_id: int, token: str) -> Iterator[tuple[str, Upload]]:
    try:
        whose, name, sha256 = _serializer().loads(token, max_age=KEPT_SECONDS)
    except BadData:
        intake.faults.append(gettext("A file is not kept any more. Choose it again."))
        return
    try:
        if whose != account_id:
            raise FileNotFoundError
        with files().open(sha256) as stream:
            upload = read_upload(files(), name, stream)
    except FileNotFoundError:
        told = gettext("%(name)s is not kept any more. Choose it again.", name=name)
        intake.faults.append(told)
    else:
        yield name, upload


def _read(intake: Intake, name: str, stream: BytesIO) -> Upload | None:
    try:
        return read_upload(files(), name, stream)
    except FileRefused as refused:
        intake.faults.append(sentence_of(refused))
        return None


def _read_text(intake: Intake, text: str, title: str) -> Upload | None:
    taken = {one.upload.name.casefold() for one in intake.kept}
    upload = _read(intake, clean_name(f"{title.strip() or 'Text'}.txt"), BytesIO(text.encode()))
    return _named(upload, upload.name, taken) if upload else None


def _named(upload: Upload, name: str, taken: set[str]) -> Upload:
    """The same under a name that no other file here has: "notice (2).docx"."""
    path, number, found = PurePosixPath(name), 1, name
    while found.casefold() in taken:
        number += 1
        found = f"{path.stem} ({number}){path.suffix}"
    return Upload(found, upload.sha256, upload.size, upload.reading)


def _sign(account_id: int, upload: Upload) -> str:
    return str(_serializer().dumps([account_id, upload.name, upload.sha256]))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=SALT)
