"""``python -m assist``: the same as the command ``assist``."""

from assist.cli import app

app()
