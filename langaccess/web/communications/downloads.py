"""Handing out the files of documents: as attachments, never shown by the browser as ours."""

import logging

from flask import abort, request
from flask.typing import ResponseReturnValue
from werkzeug.utils import send_file
from werkzeug.wrappers import Response

from langaccess.domain.access import Permission
from langaccess.domain.documents.files import MEDIA_TYPES, FileKind
from langaccess.storage.base import db
from langaccess.storage.documents.seen import file_here
from langaccess.web.access import allow, current_actor
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.document import seen
from langaccess.web.page import files

log = logging.getLogger(__name__)

UNSHOWN = "application/octet-stream"
# What a browser could run if anything ever made it show the file.
_RUNS = frozenset({FileKind.HTML})


@pages.get("/documents/<reference>/files/<sha256>")
@allow(Permission.DOCUMENT_REQUEST)
def document_file(reference: str, sha256: str) -> ResponseReturnValue:
    """One file of a document, source or delivery, for whoever may read it."""
    one = seen(reference)
    found = file_here(db.session(), current_actor(), one.id, sha256)
    if found is None:
        abort(404)
    return attached(sha256, found.name, found.kind)


def attached(sha256: str, name: str, kind: str) -> Response:
    """A stored file as an attachment under its name; its SHA-256 is its strong ETag."""
    if not files().has(sha256):
        log.error("the file store has lost %s", sha256)
        abort(404)
    known = FileKind(kind) if kind in MEDIA_TYPES else None
    answer = send_file(
        files().path_of(sha256),
        request.environ,
        mimetype=UNSHOWN if known is None or known in _RUNS else MEDIA_TYPES[known],
        as_attachment=True,
        download_name=name,
        etag=sha256,
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
