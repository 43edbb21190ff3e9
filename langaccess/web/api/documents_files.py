"""Files as other systems send them: kept and read before anybody stands in line to write."""

import hashlib
import json
import re
import unicodedata
from dataclasses import replace
from io import BytesIO
from typing import Any

from flask import g, request
from werkzeug.datastructures import FileStorage

from langaccess.services.documents.files import FILES_AT_MOST, Upload, read_upload
from langaccess.web.api.problems import BodyNotJson, FieldsRefused
from langaccess.web.page import files

MULTIPART = "multipart/form-data"
NAME_AT_MOST = 150
# What OpenAPI says of a body that brings files.
BODY = {
    "content": {
        MULTIPART: {
            "schema": {
                "type": "object",
                "properties": {
                    "request": {
                        "type": "string",
                        "contentMediaType": "application/json",
                        "description": "The same object as a body of application/json.",
                    },
                    "files": {
                        "type": "array",
                        "items": {"type": "string", "contentMediaType": "*/*"},
                        "maxItems": FILES_AT_MOST,
                    },
                },
            }
        }
    }
}
_PATH = re.compile(r".*[/\\]")


def read_parts() -> bytes:
    """Keep and read the files of a multipart body, and parse its `request` into `g.body`.

    What comes back makes two bodies the same: the object and the hashes of the files. Raises
    BodyNotJson, FieldsRefused, FileRefused.
    """
    told = request.form.get("request", "{}")
    try:
        g.body = json.loads(told)
    except (ValueError, RecursionError) as error:
        raise BodyNotJson from error
    unknown = {*request.form, *request.files} - {"request", "files"}
    if unknown:
        raise FieldsRefused({name: ["Unknown field."] for name in sorted(unknown)})
    sent = request.files.getlist("files")
    if len(sent) > FILES_AT_MOST:
        raise FieldsRefused({"files": [f"Send {FILES_AT_MOST} files at most."]})
    g.uploads = _with_own_names([_read(one) for one in sent])
    brought = [[one.name, one.sha256] for one in g.uploads]
    return hashlib.sha256(json.dumps([g.body, brought], sort_keys=True).encode()).digest()


def read_text() -> None:
    """Make a file of the text that a JSON body holds instead of files."""
    body = g.get("body")
    text: Any = body.get("text") if isinstance(body, dict) else None
    if isinstance(text, str) and text.strip():
        g.uploads = [read_upload(files(), "text.txt", BytesIO(text.encode(errors="replace")))]


def uploads() -> list[Upload]:
    """What this request brought."""
    brought: list[Upload] = g.get("uploads", [])
    return brought


def _read(sent: FileStorage) -> Upload:
    return read_upload(files(), _clean(sent.filename or ""), sent.stream)


def _clean(name: str) -> str:
    """A file's name without its path and without signs that are not seen."""
    plain = _PATH.sub("", unicodedata.normalize("NFC", name))
    seen = "".join(one for one in plain if unicodedata.category(one)[0] != "C").strip(" .")
    return seen[-NAME_AT_MOST:] or "file"


def _with_own_names(found: list[Upload]) -> list[Upload]:
    """The same contents once each, under names that no two of them share."""
    by_hash = {one.sha256: one for one in reversed(found)}
    kept: dict[str, Upload] = {}
    for one in [each for each in found if by_hash[each.sha256] is each]:
        name, number = one.name, 1
        while name.casefold() in kept:
            number += 1
            stem, dot, suffix = one.name.rpartition(".")
            name = f"{stem or suffix} ({number}){dot}{suffix if stem else ''}"
        kept[name.casefold()] = replace(one, name=name)
    return list(kept.values())
