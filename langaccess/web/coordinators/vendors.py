"""The city's third-party lines: in order, each with what a clerk says and where it is called."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import Mode
from langaccess.domain.errors import WorkError
from langaccess.domain.languages import meant_tags
from langaccess.domain.vendors import (
    PhoneInvalid,
    VendorNameTaken,
    VendorOrderTaken,
    VideoLinkInvalid,
    script_words,
)
from langaccess.services import vendors as deeds
from langaccess.storage.base import db
from langaccess.storage.languages import all_languages
from langaccess.storage.places import all_departments
from langaccess.storage.vendors import Vendor, all_vendors, vendor_whole
from langaccess.web import words
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.forms.fields import hours_words
from langaccess.web.coordinators.forms.vendors import VendorForm, vendor_form
from langaccess.web.form_deeds import done

REFUSED_AT: dict[type[WorkError], str] = {
    PhoneInvalid: "phone",
    VendorNameTaken: "name",
    VendorOrderTaken: "position",
    VideoLinkInvalid: "video_link",
}
EXAMPLE_REFERENCE = "K7WQ2M"


@pages.get("/vendors")
@allow(Permission.VENDORS_EDIT)
def vendors() -> ResponseReturnValue:
    """Show every line in the order it is tried, those out of use last."""
    lines = sorted(all_vendors(db.session()), key=lambda one: (not one.is_active, one.position))
    return render_template(
        "coordinators/vendors.html",
        vendors=lines,
        languages_by={one.id: _languages_of(one) for one in lines},
        hours_by={one.id: _hours_of(one) for one in lines},
    )


@pages.route("/vendors/new", methods=["GET", "POST"])
@allow(Permission.VENDORS_EDIT)
def add_vendor() -> ResponseReturnValue:
    """Add a line."""
    return _save(None)


@pages.route("/vendors/<int:vendor_id>", methods=["GET", "POST"])
@allow(Permission.VENDORS_EDIT)
def vendor(vendor_id: int) -> ResponseReturnValue:
    """Show and change a line, with the words a clerk will say."""
    found = vendor_whole(db.session(), vendor_id)
    if found is None:
        abort(404)
    return _save(found)


@pages.post("/vendors/<int:vendor_id>/retire")
@allow(Permission.VENDORS_EDIT)
def retire_vendor(vendor_id: int) -> ResponseReturnValue:
    """Use a line no more; its records stay."""
    found = deeds.retire_vendor(db.session(), current_actor(), vendor_id=vendor_id, now=now())
    flash(gettext("%(name)s is not used any more.", name=found.name), "success")
    return redirect(url_for("coordinators.vendors"), 303)


def _save(found: Vendor | None) -> ResponseReturnValue:
    form = vendor_form(all_departments(db.session()), found)
    known = found.id if found else None
    wants_preview = "preview" in request.form
    if request.method == "POST" and form.validate() and _tags_known(form) and not wants_preview:
        saved = done(
            form,
            lambda: deeds.save_vendor(
                db.session(), current_actor(), form.facts, vendor_id=known, now=now()
            ),
            REFUSED_AT,
        )
        if saved is not None:
            flash(gettext("Saved."), "success")
            return redirect(url_for("coordinators.vendor", vendor_id=saved.id), 303)
    page = render_template(
        "coordinators/vendor.html",
        vendor_id=known,
        form=form,
        heading=form.name.data or gettext("Add a vendor"),
        preview=_preview(form),
    )
    return page, (422 if form.errors else 200)


def _tags_known(form: VendorForm) -> bool:
    """Whether every tag that was typed can be interpreted; if not, each is told with a hint."""
    register = [row.facts for row in all_languages(db.session())]
    interpreted = {one.tag for one in register if one.is_interpreted}
    for field in (form.phone_tags, form.video_tags):
        wrong = [tag for tag in (field.data or "").split() if tag not in interpreted]
        for tag in wrong:
            meant = (*meant_tags(tag, register), *meant_tags(tag.partition("-")[0], register))
            hints = [one for one in dict.fromkeys(meant) if one in interpreted]
            if hints:
                told = gettext("%(tag)s: did you mean %(hint)s?", tag=tag, hint=", ".join(hints))
            else:
                told = gettext("%(tag)s: nobody can interpret a language of this tag.", tag=tag)
            field.errors = [*field.errors, told]
    return not form.errors


def _preview(form: VendorForm) -> tuple[str, str]:
    """The words and the link as a clerk would find them, for an example."""
    departments = [field for field in form.codes if field.data]
    code = departments[0].data if departments else form.code_0.data
    names = {f"code_{one.id}": one.name for one in all_departments(db.session())}
    department = names.get(departments[0].name) if departments else next(iter(names.values()), None)
    say = script_words(
        form.script.data or "",
        language=gettext("Vietnamese"),
        department=department or gettext("Permit Office"),
        client_id=form.client_id.data or "",
        code=code or "",
        reference=EXAMPLE_REFERENCE,
    )
    return say, script_words(form.video_link.data or "", room="k3v9xq7d2m", language="vi")


def _languages_of(one: Vendor) -> list[tuple[str, int]]:
    """How many languages a line interprets by each means."""
    counts = [
        (mode, sum(row.mode is mode for row in one.languages)) for mode in (Mode.PHONE, Mode.VIDEO)
    ]
    return [(str(words.MODES[mode]), count) for mode, count in counts if count]


def _hours_of(one: Vendor) -> list[tuple[str, str]]:
    """A line's hours by weekday; none is day and night."""
    return [
        (str(words.WEEKDAYS[day]), hours_words([span]))
        for day, span in sorted(one.weekly_hours.items())
    ]
