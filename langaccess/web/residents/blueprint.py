"""Where the pages of this audience hang."""

from flask import Blueprint

pages = Blueprint("residents", __name__)
