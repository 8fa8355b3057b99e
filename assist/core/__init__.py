"""The pure engine: events and time in, events and a next deadline out.

Nothing in this package reads a clock, draws a random number, does I/O, logs, or
imports any other part of Overtone; the linter bans it (see ``pyproject.toml``).
"""
