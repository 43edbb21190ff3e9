"""Names of the city's places, and the short form of them that stands in addresses."""

import re
import unicodedata
from collections.abc import Container

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def slug_of(name: str, taken: Container[str]) -> str:
    """The name as it can stand in an address, with a number behind it if that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = _NOT_IN_SLUG.sub("-", plain).strip("-") or "site"
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found
