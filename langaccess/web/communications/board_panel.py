"""The part of the board above its lines: orders, saved views and filters, made once and kept."""

from functools import lru_cache

from flask import render_template
from flask_babel import lazy_gettext as _

from langaccess.domain.documents.workflow import IN_WORK, JobState, TimeStatus
from langaccess.storage.documents.board import Order
from langaccess.storage.documents.wanted import Holder
from langaccess.web.communications.board_filters import Asked
from langaccess.web.document_words import JOB_STATES, TIME_STATUSES
from langaccess.web.locale import page_locale
from langaccess.web.page import city

ORDERS = {
    Order.QUEUE: _("The queue"),
    Order.CLASS: _("By class"),
    Order.DUE: _("By due date"),
    Order.PERSON: _("By person"),
}
HOLDERS = {Holder.NOBODY: _("Nobody yet"), Holder.ME: _("I have it")}
# Where a job of an open document can be; a cancelled one is nobody's work any more.
_STATES = [one for one in JobState if one in IN_WORK or one is JobState.DELIVERED]
Choices = tuple[tuple[int, str], ...]


def panel_of(asked: Asked, departments: Choices, views: Choices, *, is_open: bool) -> str:
    """Orders, saved views and filters for what the address asks; without a token, so for all.

    The form of the filters stands there once somebody looks for something: it is heavy, and most
    look at the queue as it is.
    """
    classes = tuple((one.id, f"{one.id} {one.name}") for one in city().rules.classes)
    is_open = is_open or any(name != "order" for name, _value in asked.filters)
    return _panel(page_locale(), asked, departments, views, classes, is_open)


@lru_cache(512)
def _panel(
    _locale: str,
    asked: Asked,
    departments: Choices,
    views: Choices,
    classes: tuple[tuple[str, str], ...],
    is_open: bool,
) -> str:
    orders = [
        (str(label), asked.address(order="" if one is Order.QUEUE else one.value), one)
        for one, label in ORDERS.items()
    ]
    return render_template(
        "communications/_board_panel.html",
        asked=asked,
        order=asked.order,
        orders=orders,
        views=views,
        departments=departments,
        classes=classes,
        states=[(one.value, JOB_STATES[one]) for one in _STATES],
        times=[(one.value, TIME_STATUSES[one]) for one in TimeStatus],
        holders=[(one.value, label) for one, label in HOLDERS.items()],
        is_open=is_open,
        find=asked.address(find="1"),
    )
