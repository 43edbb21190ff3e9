"""Raising a document above what its rules give: only by a role of that class, and with a reason."""

from collections.abc import Mapping

from langaccess.domain.documents.reasons import Reason, Why
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.rules.model import DocumentClass


def raised(
    request: DocumentRequest,
    by_rules: DocumentClass,
    *,
    classes: tuple[DocumentClass, ...],
    raise_roles: Mapping[str, frozenset[str]],
) -> tuple[DocumentClass, Reason]:
    """The class after the raise that the request asks for, and why it won or was ignored.

    Of several reasons to ignore it, the one is told that whoever asked would have to mend first.
    """
    wanted = next((one for one in classes if one.id == request.raised_to), None)
    if wanted is None:
        facts = {
            "class_id": request.raised_to or "",
            "classes": ", ".join(one.id for one in classes),
        }
        return by_rules, Reason(Why.RAISE_UNKNOWN, facts)
    named = {"class_id": wanted.id, "class_name": wanted.name}
    if classes.index(wanted) >= classes.index(by_rules):
        return by_rules, Reason(Why.RAISE_NO_HIGHER, named)
    ignored = _why_ignored(request, named, raise_roles.get(wanted.id, frozenset()))
    if ignored is not None:
        return by_rules, ignored
    facts = {
        **named,
        "role": request.raised_by_role or "",
        "reason": request.raised_because.strip(),
    }
    return wanted, Reason(Why.RAISED, facts)


def _why_ignored(
    request: DocumentRequest, named: Mapping[str, str], roles: frozenset[str]
) -> Reason | None:
    role, known = request.raised_by_role, ", ".join(sorted(roles))
    if not roles:
        return Reason(Why.RAISE_CLOSED, named)
    if not role:
        return Reason(Why.RAISE_BY_NOBODY, {**named, "roles": known})
    if role not in roles:
        return Reason(Why.RAISE_NOT_ALLOWED, {**named, "role": role, "roles": known})
    if not request.raised_because.strip():
        return Reason(Why.RAISE_NO_REASON, {**named, "role": role})
    return None
