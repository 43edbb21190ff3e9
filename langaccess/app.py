"""Where the floors are joined: the web application, and the command line's entry."""

import os
from pathlib import Path

from flask import Flask, Response, request

from langaccess.adapters.calendar import city_of
from langaccess.adapters.holidays import known_places
from langaccess.adapters.store import FileStore
from langaccess.cli.commands import cli
from langaccess.domain.city import City
from langaccess.domain.rules import parse_rules
from langaccess.settings import Settings, load_settings
from langaccess.storage.base import db, engine_options, prepare
from langaccess.web import errors, locale, page
from langaccess.web.guard import csrf, guard
from langaccess.web.register import register
from langaccess.web.transaction import settle

# Nothing from elsewhere, nothing inline; scripts may only write markup through our own policy.
CONTENT_SECURITY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
    " trusted-types app"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
YEAR_SECONDS = 365 * 24 * 3600
# Forms hold words, not files; a page that takes files takes all of one request together.
FORM_BYTES = 256 * 1024
UPLOAD_BYTES = 200 * 1024 * 1024
ROOT = Path(__file__).parents[1]


def create_app(settings: Settings | None = None) -> Flask:
    """The web application of one installation. Raises SettingInvalid, RulesInvalid."""
    settings = settings or load_settings(os.environ, root=ROOT)
    app = Flask("langaccess.web", instance_path=str(settings.instance))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_NAME="__Host-langaccess" if settings.is_https else "langaccess",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,  # the guard checks, before a writer stands in line
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in: a page may stay open all day
        WTF_CSRF_SSL_STRICT=settings.is_https,
        MAX_CONTENT_LENGTH=FORM_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=YEAR_SECONDS,  # addresses carry a fingerprint
        LANGACCESS_UPLOAD_BYTES=UPLOAD_BYTES,
        LANGACCESS_TOKEN_BLUEPRINTS=frozenset({"api"}),
    )
    app.extensions["langaccess_settings"] = settings
    app.extensions["langaccess_city"] = city_in(settings)
    app.extensions["langaccess_files"] = FileStore(settings.files_path)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    csrf.init_app(app)
    locale.set_up(app)
    page.set_up(app)
    errors.set_up(app)
    app.before_request(guard)
    app.after_request(settle)
    app.after_request(_sealed)
    register(app)
    return app


def city_in(settings: Settings) -> City:
    """The city by the rules file that the settings name. Raises RulesInvalid."""
    text = settings.rules_path.read_text(encoding="utf-8")
    return city_of(parse_rules(text, places=known_places()))


def main() -> None:
    """The command line's entry."""
    cli(obj=None)


def _sealed(response: Response) -> Response:
    """Every answer carries the headers that keep browsers to the rules."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
