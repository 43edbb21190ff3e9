"""A session that ended in the middle of a form: what was typed travels on, signed, unlost."""

from io import BytesIO
from typing import Any, TypeAlias

from flask import abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

from langaccess.web.sign_in_form import SignInForm

Typed: TypeAlias = MultiDict[str, str]
Sent: TypeAlias = MultiDict[str, FileStorage]
SALT = "resume"
LASTS_SECONDS = 3600
NEVER_KEPT = frozenset({"csrf_token", "password"})


def resume_page(path: str, *, is_read: bool = False) -> ResponseReturnValue:
    """The sign-in page that holds what was typed; 401. Only for forms of our own pages.

    Files are never kept for a stranger: their bytes are read past, and the page says so.
    `is_read` is for a form that was read before.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(400)
    typed, sent = (request.form, request.files) if is_read else _read_past_files()
    kept = [pair for pair in typed.items(multi=True) if pair[0] not in NEVER_KEPT]
    packed = _serializer().dumps([path, kept])
    page = render_template(
        "shared/resume.html",
        form=SignInForm(formdata=None),
        action=url_for("doors.sign_in"),
        fields=[("resume", packed)],
        csrf=generate_csrf(),
        has_files=any(one.filename for one in sent.values()),
    )
    return page, 401


def continue_page(packed: str) -> ResponseReturnValue:
    """After signing in again: one press sends what was typed, as it was."""
    try:
        path, kept = _serializer().loads(packed, max_age=LASTS_SECONDS)
    except BadData:
        abort(400)
    return render_template(
        "shared/resume.html", form=None, action=path, fields=kept, csrf=generate_csrf()
    )


class _Nowhere(BytesIO):
    """Takes bytes and keeps none."""

    def write(self, given: Any, /) -> int:
        """Say that it is written."""
        return memoryview(given).nbytes


def _read_past_files() -> tuple[Typed, Sent]:
    parser = FormDataParser(
        stream_factory=lambda *_, **__: _Nowhere(),
        max_form_memory_size=request.max_form_memory_size,
        max_content_length=request.max_content_length,
        max_form_parts=request.max_form_parts,
    )
    _, typed, sent = parser.parse(
        request.stream, request.mimetype, request.content_length, request.mimetype_params
    )
    return typed, sent


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=SALT)
