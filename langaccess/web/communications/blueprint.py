"""Where the pages about documents hang."""

from flask import Blueprint

pages = Blueprint("communications", __name__)
