"""Saved views of the board: a person's own filters, kept under a name."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from langaccess.domain.access import Permission
from langaccess.domain.errors import Conflict, Invalid
from langaccess.services.documents.views import NAME_AT_MOST, delete_view, save_view
from langaccess.storage.base import db
from langaccess.storage.documents.board import board_choices
from langaccess.web.access import allow, current_actor, person_here
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.board_filters import asked_of, board_address
from langaccess.web.errors import sentence_of, status_of
from langaccess.web.form import Form


class ViewForm(Form):
    """The name of what is looked at."""

    name = StringField(
        _("Name of this view"),
        validators=[
            InputRequired(_("Type a name that fits into a menu.")),
            Length(max=NAME_AT_MOST, message=_("Type a name that fits into a menu.")),
        ],
    )


@pages.get("/board/views")
@allow(Permission.DOCUMENTS_MANAGE)
def views() -> ResponseReturnValue:
    """Show one's own views, and save what the address asks for as another."""
    return _page(ViewForm(formdata=None))


@pages.post("/board/views")
@allow(Permission.DOCUMENTS_MANAGE)
def save_board_view() -> ResponseReturnValue:
    """Keep the filters in the address under a name."""
    form = ViewForm()
    if not form.validate():
        return _page(form), 422
    filters = dict(asked_of(request.args).filters)
    try:
        view = save_view(db.session(), current_actor(), name=form.name.data, filters=filters)
    except (Conflict, Invalid) as error:
        db.session.rollback()
        form.name.errors = [sentence_of(error)]
        return _page(form), status_of(error)
    flash(gettext("The view %(name)s is saved.", name=view.name), "success")
    return redirect(board_address(view.filters), 303)


@pages.post("/board/views/<int:view_id>/delete")
@allow(Permission.DOCUMENTS_MANAGE)
def delete_board_view(view_id: int) -> ResponseReturnValue:
    """Forget one of one's own views."""
    delete_view(db.session(), current_actor(), view_id=view_id)
    flash(gettext("The view is deleted."), "success")
    return redirect(url_for("communications.views"), 303)


def _page(form: ViewForm) -> str:
    asked = asked_of(request.args)
    return render_template(
        "communications/views.html",
        form=form,
        query=asked.address(),
        filters=asked.filters,
        views=board_choices(db.session(), person_here().account_id)[1],
    )
