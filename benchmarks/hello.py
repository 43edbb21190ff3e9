"""Bare Flask, saying hello: the baseline of what a page costs."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Say hello."""
    return "hello"
