"""The live part of a page: a conditional answer to a poll, 304 while nothing moved."""

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from langaccess.web.locale import page_locale


def unchanged(version: str) -> Response | None:
    """A 304 if the page already shows this version in this language; else nothing."""
    tag = etag(version)
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
        answer.set_etag(tag)
        return answer
    return None


def changed(
    version: str,
    *,
    html: str,
    title: str,
    state: str,
    final: bool = False,
    announce: str | None = None,
) -> ResponseReturnValue:
    """The new look of the live part; a screen reader says `announce`, or else the new title."""
    told = {"html": html, "title": title, "state": state, "final": final, "announce": announce}
    answer = jsonify(version=etag(version), **told)
    answer.set_etag(etag(version))
    return answer


def etag(version: str) -> str:
    """A version as pages and polls name it: the language belongs to it."""
    return f"{version}-{page_locale()}"
