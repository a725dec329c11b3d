"""``yijian consolidate``: scenarios for the buildings of one file and a roster, compared, without any database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits
from geometry.finding import Text
from service.allocation.consolidation.records import STRATEGIES
from service.cli_reading import NO_SUCH_FILE, refuse, run_shown
from service.cli_roster import day_of, organ_of, roster_files
from service.language import preferred_language

TARGET: Final = "service.usecases.consolidation_document:consolidation_document"
READING_S: Final = 600.0  # beside the search: reading the model, judging the scenarios
NOT_A_STRATEGY = Text("没有策略 {word};可用:{known}。", "There is no strategy {word}; choose of: {known}.")
SPLITS: Final = ("area", "headcount")  # meters are read where they hang, not in a roster
NOT_A_SPLIT = Text("--split-by 没有 {word};可用:{known}。", "--split-by knows no {word}; choose of: {known}.")
NOT_A_PAIR = Text("--together 应写成“单位甲=单位乙”。", "--together is written “unit one=unit two”.")


def consolidate(
    file: Annotated[Path, typer.Argument(help="a building model or drawing")],
    roster: Annotated[list[Path], typer.Option(help="who is where: .xlsx or .csv, a folder, or the option again")],
    time_limit_s: Annotated[float, typer.Option(min=1.0, help="time to search, all scenarios together")] = 120.0,
    strategy: Annotated[
        list[str] | None, typer.Option(help="reseat-only, open-plan, release-storeys, fewest-moves; all if not given")
    ] = None,
    stay: Annotated[list[str] | None, typer.Option(help="an org unit that keeps its rooms")] = None,
    empty_storey: Annotated[list[str] | None, typer.Option(help="a storey to be emptied: “building storey”")] = None,
    empty_building: Annotated[list[str] | None, typer.Option(help="a building to be emptied")] = None,
    together: Annotated[list[str] | None, typer.Option(help="two org units on one storey: “one=other”")] = None,
    keep_room: Annotated[
        list[str] | None, typer.Option(help="a room not to be used: number, “building storey number” or id")
    ] = None,
    one_storey: Annotated[
        bool, typer.Option("--one-storey/--any-storey", help="every org unit on one storey where one can hold it")
    ] = True,
    assume_removable: Annotated[
        bool,
        typer.Option("--assume-removable/--known-removable", help="join through walls not said to carry load, flagged"),
    ] = True,
    policy: Annotated[str, typer.Option(help="as for `yijian findings`")] = "",
    organ: Annotated[str, typer.Option(help="organ level of org units that give none: county, city …")] = "",
    as_of: Annotated[str, typer.Option(help="the day asked about; today if not given")] = "",
    per_move: Annotated[float | None, typer.Option(min=0, help="cost of moving one person")] = None,
    works_per_m2: Annotated[float | None, typer.Option(min=0, help="cost of works per m² of joined rooms")] = None,
    running_per_m2: Annotated[float | None, typer.Option(min=0, help="running cost per m² in use and year")] = None,
    bill: Annotated[
        float | None, typer.Option(min=0, help="a bill for water, electricity or heat to be split over the org units")
    ] = None,
    split_by: Annotated[str, typer.Option(help="area or headcount")] = "area",
    seed: Annotated[int, typer.Option(help="the same seed searches the same way")] = 0,
    ignore_spaces: Annotated[bool, typer.Option("--ignore-spaces", help="derive the rooms from walls")] = False,
    unit: Annotated[str, typer.Option(help="unit of length of a drawing that does not say it")] = "",
    layers: Annotated[str, typer.Option(help="what the layers of a drawing stand for")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print the consolidation document and nothing else")] = False,
    memory_limit_mib: Annotated[int, typer.Option(help="stop when more memory than this is needed")] = 4096,
) -> None:
    """Say how people could sit better in the rooms there are, each scenario beside the best that anyone could reach."""
    if not file.is_file():
        refuse(NO_SUCH_FILE.format(file=file.name or str(file)))
    for word in strategy or ():
        if word not in STRATEGIES:
            refuse(NOT_A_STRATEGY.format(word=word, known=", ".join(STRATEGIES)))
    if split_by not in SPLITS:
        refuse(NOT_A_SPLIT.format(word=split_by, known=", ".join(SPLITS)))
    payload: dict[str, Any] = {
        "path": str(file.resolve()),
        "file": file.name,
        "ignore_spaces": ignore_spaces,
        "options": {"unit": unit, "layers": layers},
        "rosters": [{"path": str(path.resolve()), "file": path.name} for path in roster_files(roster)],
        "policy": str(Path(policy).resolve()) if policy.endswith(".toml") else policy,
        "organ": organ_of(organ),
        "as_of": day_of(as_of).isoformat(),
        "strategies": strategy or list(STRATEGIES),
        "choices": {
            "stay": stay or [],
            "emptied_storeys": empty_storey or [],
            "emptied_buildings": empty_building or [],
            "together": [_pair(text) for text in together or ()],
            "kept_rooms": keep_room or [],
            "one_storey": one_storey,
        },
        "rates": {"per_move": per_move, "works_per_m2": works_per_m2, "running_per_m2_year": running_per_m2},
        "bill": bill,
        "split_by": split_by,
        "assume_removable": assume_removable,
        "time_limit_s": time_limit_s,
        "seed": seed,
        "indent": as_json and sys.stdout.isatty(),
    }
    try:
        document = run_shown(TARGET, payload, Limits(time_s=READING_S + 2 * time_limit_s, memory_mib=memory_limit_mib))
    except ImportRefused as refused:
        refuse(refused.finding.reason, refused.finding.evidence.get("rows", ()))
    found = orjson.loads(document)
    if as_json:
        sys.stdout.buffer.write(document + b"\n")
    else:
        from service.cli_consolidate_table import print_scenarios  # Rich is not needed to print JSON

        print_scenarios(found, language=preferred_language())
    if not any(scenario["feasible"] for scenario in found["scenarios"]):
        raise typer.Exit(1)


def _pair(text: str) -> tuple[str, str]:
    one, sign, other = text.partition("=")
    if not sign or not one.strip() or not other.strip():
        refuse(NOT_A_PAIR)
    return one.strip(), other.strip()
