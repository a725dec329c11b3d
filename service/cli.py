"""The ``yijian`` command. Exit codes: 0 done, 1 done but the answer is "no", 2 the input cannot be used."""

from __future__ import annotations

import logging
import os

import typer

from service.cli_adjust import adjust
from service.cli_areas import areas
from service.cli_backup import backup, restore
from service.cli_consolidate import consolidate
from service.cli_findings import findings
from service.cli_history import verify_history
from service.cli_keys import keys
from service.cli_layout import layout
from service.cli_serve import serve
from service.cli_survey_template import survey_template
from service.cli_verify import verify_certificate
from service.cli_worker import worker

app = typer.Typer(
    name="yijian",
    help="Every office measured, none over. 一间不超:每间办公室都量得清。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(areas)
app.command()(findings)
app.command()(layout)
app.command()(consolidate)
app.command()(adjust)
app.command()(serve)
app.command("survey-template")(survey_template)
app.command("verify")(verify_certificate)
app.command("verify-history")(verify_history)
app.command()(keys)
app.command()(worker)
app.command()(backup)
app.command()(restore)


def main() -> None:
    """Run the command line; details of a failure are logged only when ``YIJIAN_DEBUG`` is set."""
    if os.environ.get("YIJIAN_DEBUG"):
        logging.basicConfig(level=logging.DEBUG)
    else:
        logging.getLogger().addHandler(logging.NullHandler())  # or Python would print them beside our one sentence
    app()
