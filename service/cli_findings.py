"""``yijian findings``: areas of one file and a roster to findings about who has too much room, without any database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Final, get_args

import orjson
import typer

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits
from geometry.finding import Text
from service.allocation.findings import OPEN_OUTCOMES, Code, Outcome
from service.cli_reading import NO_SUCH_FILE, refuse, run_shown
from service.cli_roster import day_of, organ_of, roster_files
from service.language import preferred_language

TARGET = "service.usecases.findings_document:findings_document"
ANY: Final = "any"
SETTLED = ("within", "not-decided", "due")  # outcomes that no `--fail-on CODE` is about
UNKNOWN_FAIL_ON = Text("--fail-on 不认识 {word};可用:{known}。", "--fail-on does not know {word}; choose of: {known}.")


def findings(
    file: Annotated[Path, typer.Argument(help="a model, drawing or survey: anything `yijian areas` reads")],
    roster: Annotated[
        list[Path],
        typer.Option(help="who is where: .xlsx or .csv, a folder of them, or the option again for every sheet"),
    ],
    policy: Annotated[
        str,
        typer.Option(help="cn-2014, hubei-2015, wuhan …, or a TOML file of your own; the national one if not given"),
    ] = "",
    organ: Annotated[str, typer.Option(help="organ level of org units that give none: county, city, township …")] = "",
    as_of: Annotated[str, typer.Option(help="the day asked about, 2026-11-21; today if not given")] = "",
    fail_on: Annotated[
        str, typer.Option(help="exit code 1 if there is such a finding: any, or codes and outcomes with commas")
    ] = "",
    names: Annotated[
        bool, typer.Option("--names", help="say the names of people; they are left out otherwise")
    ] = False,
    show_all: Annotated[bool, typer.Option("--all", help="also list what is within its limit")] = False,
    ignore_spaces: Annotated[bool, typer.Option("--ignore-spaces", help="derive the rooms from walls")] = False,
    unit: Annotated[str, typer.Option(help="unit of length of a drawing that does not say it")] = "",
    layers: Annotated[str, typer.Option(help="what the layers of a drawing stand for")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print the findings document and nothing else")] = False,
    time_limit_s: Annotated[float, typer.Option(help="stop after this many seconds")] = 900.0,
    memory_limit_mib: Annotated[int, typer.Option(help="stop when more memory than this is needed")] = 4096,
) -> None:
    """Say who has too much room: areas of a building and a roster of people, under a dated policy."""
    wanted = _fail_on(fail_on)
    if not file.is_file():
        refuse(NO_SUCH_FILE.format(file=file.name or str(file)))
    payload: dict[str, Any] = {
        "path": str(file.resolve()),
        "file": file.name,
        "ignore_spaces": ignore_spaces,
        "options": {"unit": unit, "layers": layers},
        "rosters": [{"path": str(path.resolve()), "file": path.name} for path in roster_files(roster)],
        "policy": str(Path(policy).resolve()) if policy.endswith(".toml") else policy,
        "organ": organ_of(organ),
        "as_of": day_of(as_of).isoformat(),
        "names": names,
        "indent": as_json and sys.stdout.isatty(),
    }
    try:
        document = run_shown(TARGET, payload, Limits(time_s=time_limit_s, memory_mib=memory_limit_mib))
    except ImportRefused as refused:
        refuse(refused.finding.reason, refused.finding.evidence.get("rows", ()))
    found = orjson.loads(document)
    if as_json:
        sys.stdout.buffer.write(document + b"\n")
    else:
        from service.cli_findings_table import print_findings  # Rich is not needed to print JSON

        print_findings(found, language=preferred_language(), show_all=show_all)
    if any(_matches(finding, wanted) for finding in found["findings"]):
        raise typer.Exit(1)


def _fail_on(text: str) -> frozenset[str]:
    wanted = frozenset(word.strip() for word in text.split(",") if word.strip())
    known = (ANY, *get_args(Code), *get_args(Outcome))
    for word in sorted(wanted - set(known)):
        refuse(UNKNOWN_FAIL_ON.format(word=word, known=", ".join(known)))
    return wanted


def _matches(finding: dict[str, Any], wanted: frozenset[str]) -> bool:
    outcome = finding["outcome"]
    if outcome in wanted or (ANY in wanted and outcome in OPEN_OUTCOMES):
        return True
    return finding["code"] in wanted and outcome not in SETTLED
