"""A gettext catalogue: the messages of its program, and how many of them are translated."""

import re
from io import StringIO

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from langaccess.adapters.files.found import Found
from langaccess.domain.documents.files import Fault, FileBroken, FileKind, FileNote

_LINE = re.compile(
    r"\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s*)?"
    r'"(?:[^"\\]|\\.)*"\s*)?'
)


def read_catalogue(text: str, name: str) -> Found:
    """Each message, plural forms of the source apart; messages no longer used do not count.

    Raises FileBroken with the line where it is known.
    """
    found = Found()
    for number, line in enumerate(text.splitlines(), 1):
        if not _LINE.fullmatch(line):  # Babel would pass over it, and what hangs on it
            raise FileBroken(name, FileKind.PO, Fault.CATALOGUE, f"line {number}")
    try:
        catalogue = read_po(StringIO(text), ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        where = f"line {error.lineno + 1}" if error.lineno >= 0 else ""
        raise FileBroken(name, FileKind.PO, Fault.CATALOGUE, where) from error
    except (ValueError, LookupError, TypeError) as error:
        raise FileBroken(name, FileKind.PO, Fault.CATALOGUE) from error
    states = [_say(found, message) for message in catalogue if message.id]
    translated, fuzzy = states.count("translated"), states.count("fuzzy")
    if not states:
        return found
    found.add(
        FileNote.TRANSLATED_BEFORE,
        translated=translated,
        fuzzy=fuzzy,
        untranslated=len(states) - translated - fuzzy,
    )
    found.tell(FileNote.TRANSLATED_BEFORE, language=catalogue.locale_identifier or "")
    return found


def _say(found: Found, message: Message) -> str:
    texts = message.id if isinstance(message.id, list | tuple) else [message.id]
    for text in texts:
        found.say(f"line {message.lineno or 1}", text)
    done = message.string if isinstance(message.string, list | tuple) else [message.string]
    if not all(done):
        return "untranslated"
    return "fuzzy" if message.fuzzy else "translated"
