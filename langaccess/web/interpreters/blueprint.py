"""Where the pages of this audience hang."""

from flask import Blueprint

pages = Blueprint("interpreters", __name__)
