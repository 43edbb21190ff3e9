"""What every answer of the API carries: its address, its ETag, and its place in the memory."""

from typing import Any

from flask import Response, g, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from langaccess.domain.errors import WorkError
from langaccess.web.api import problems
from langaccess.web.api.blueprint import api
from langaccess.web.api.idempotency import keep_answer

for _kind in (OperationalError, InterfaceError, PoolTimeout):
    api.register_error_handler(_kind, problems.unavailable)
api.register_error_handler(WorkError, problems.tell)
api.register_error_handler(HTTPException, problems.http_fault)
api.register_error_handler(Exception, problems.fault)


@api.after_request  # type: ignore[untyped-decorator]  # the library has no types
def finish(response: Response) -> Response:
    """Say where a new thing is, keep the answer to a key, answer 304 to who has it already."""
    if response.status_code == 201:
        made: dict[str, Any] = response.get_json()
        response.headers["Location"] = f"{request.path}/{made['id']}"
    keep_answer(response)
    if request.method in {"GET", "HEAD"} and response.status_code == 200:
        if "etag" in g:
            response.set_etag(g.etag)
        else:
            response.add_etag()
        response.make_conditional(request)
    return response


def unchanged(etag: str) -> Response | None:
    """A 304 for whoever has this version; None lets the answer carry it."""
    g.etag = etag
    if not request.if_none_match.contains_weak(etag):
        return None
    answer = Response(status=304)
    answer.set_etag(etag)
    return answer
