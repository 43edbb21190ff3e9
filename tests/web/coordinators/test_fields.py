"""Refusals of deeds, told on the form they came from."""

from flask import Flask

from langaccess.domain.people import HoursOverlap
from langaccess.web.coordinators.forms.people import WeekForm
from langaccess.web.form_deeds import done


def test_a_refusal_that_belongs_to_no_field_is_told_of_the_whole_form(app: Flask) -> None:
    def overlap() -> None:
        raise HoursOverlap

    with app.test_request_context(method="POST"):
        form = WeekForm()
        outcome = done(form, overlap)

        assert outcome is None
        assert form.form_errors == ["Two stretches of hours overlap."]
