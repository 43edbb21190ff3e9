"""Where the pages of this audience hang."""

from flask import Blueprint

pages = Blueprint("coordinators", __name__)
