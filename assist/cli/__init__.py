"""The command line: ``assist``. Each command lives in a module of its own."""

from __future__ import annotations

import typer

from . import (
    demo,
    doctor,
    forget,
    formats,
    record,
    replay,
    report,
    rules,
    serve,
    simulate,
    spec,
    tap,
)

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # locals hold customers' words
    help="Overtone (弦外): one timely hint for the agent of a live call.",
)
app.add_typer(rules.app, name="rules")
app.command()(replay.replay)
app.command()(record.record)
app.command()(report.report)
app.command()(serve.serve)
app.command()(demo.demo)
app.command()(tap.tap)
app.command()(simulate.simulate)
app.command()(doctor.doctor)
app.command()(spec.spec)
app.command()(formats.formats)
app.command()(forget.forget)
