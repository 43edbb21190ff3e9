"""A session that ended in the middle of a form: what was typed travels on, signed, unlost."""

from flask import abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer

from langaccess.web.sign_in_form import SignInForm

SALT = "resume"
LASTS_SECONDS = 3600
NEVER_KEPT = frozenset({"csrf_token", "password"})


def resume_page(path: str) -> ResponseReturnValue:
    """The sign-in page that holds what was typed; 401. Only for forms of our own pages."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(400)
    kept = [pair for pair in request.form.items(multi=True) if pair[0] not in NEVER_KEPT]
    packed = _serializer().dumps([path, kept])
    page = render_template(
        "shared/resume.html",
        form=SignInForm(formdata=None),
        action=url_for("doors.sign_in"),
        fields=[("resume", packed)],
        csrf=generate_csrf(),
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


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=SALT)
