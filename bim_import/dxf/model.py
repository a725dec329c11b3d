"""Read a DXF drawing into ``geometry.plan.Model`` and an ``ImportReport``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bim_import.dxf import drawing_remarks as remarks
from bim_import.dxf.contents import ContentsReader
from bim_import.dxf.document import open_dxf
from bim_import.dxf.layers import MOST_KEPT, Roles, roles_by_name, roles_chosen
from bim_import.dxf.place import near_origin
from bim_import.dxf.plan_lines import sort_strokes
from bim_import.dxf.refusals import refuse
from bim_import.dxf.scale_check import LabelScale, check_scale, label_scale
from bim_import.dxf.sheets import Sheet, split_sheets
from bim_import.dxf.storey import ASSUMED_HEIGHT_M, Found, build_storey
from bim_import.dxf.texts import layer_name
from bim_import.dxf.titles import level_of, storey_name
from bim_import.dxf.unit_hints import unit_missing
from bim_import.dxf.units import Unit, drawing_unit
from bim_import.dxf.written import written_in
from bim_import.errors import ImportRefused
from bim_import.ifc.room_coverage import with_room_coverage
from bim_import.kinds import Progress, Reading, ReadOptions
from bim_import.report import ImportReport
from geometry.finding import Finding
from geometry.linework.graph import TooManyLinesError
from geometry.plan import Building, Frame, Model


def read_dxf(path: Path, *, name: str, options: ReadOptions, progress: Progress) -> Reading:
    """Return the rooms of a drawing in storey-local metres; raises ``ImportRefused``."""
    opened = open_dxf(path)
    progress("units", 0.4)
    document = opened.document
    stated = drawing_unit(document.header, options.unit)

    def measured(unit: Unit) -> LabelScale | None:
        try:
            return label_scale(read_drawing(document, unit, name=name, layers=options.layers)[0].spaces())
        except ImportRefused:
            return None

    if stated.unit is None:
        raise unit_missing(document, stated.written, measured)
    model, about = read_drawing(document, stated.unit, name=name, layers=options.layers, progress=progress)
    spaces = model.spaces()
    repaired = [s for s in spaces if any(f.outcome == "repaired" for f in s.findings)]
    findings = [*opened.findings, *stated.findings, *about]
    findings += [f for s in repaired for f in s.findings if f.outcome == "repaired"]
    report = ImportReport(len(spaces) - len(repaired), len(repaired), 0, tuple(findings))
    return Reading(model, report, opened.release)


def read_drawing(
    document: Any, unit: Unit, *, name: str, layers: str = "", progress: Progress | None = None
) -> tuple[Model, list[Finding]]:
    """Return the model of an open drawing (ezdxf) read in ``unit``, and what is to be said about it as a whole."""
    tell = progress or (lambda step, share: None)
    roles = _roles(document, layers)
    contents = ContentsReader(document, unit.metres, roles).read()
    if not contents.strokes and not contents.fills:
        raise remarks.empty(contents)
    offset_m = near_origin(contents)
    tell("spaces", 0.5)
    lines = sort_strokes(contents, roles)
    written = written_in(contents.texts, roles)
    stem = Path(name).stem
    building_id = "drawing-" + (re.sub(r"\W+", "-", stem.casefold()).strip("-") or "plan")
    sheets = split_sheets(lines.room_segments(), written.titles)
    tell("elements", 0.6)
    found = []
    try:
        for sheet in sheets:
            level, title = _level_and_name(sheet, stem)
            found.append(
                build_storey(
                    lines.on(sheet.holds),
                    written.labels_on(sheet.holds),
                    storey_id=f"{building_id}:{title}",
                    name=title,
                    elevation_m=ASSUMED_HEIGHT_M * (level - 1 if level > 0 else level),
                )
            )
    except TooManyLinesError as error:
        raise refuse("lines-tangled", {"layers": dict(contents.drawn().most_common(MOST_KEPT))}) from error
    tell("checks", 0.9)
    model = Model((_building(building_id, stem, found),), Frame(offset_m))
    model, suspect = check_scale(with_room_coverage(model), unit, lines)
    about = [*suspect, *lines.findings, *(f for storey in found for f in storey.findings)]
    about += remarks.about_contents(contents, roles)
    about += remarks.about_paper_space(sum(len(layout) for layout in document.layouts if layout.name != "Model"))
    return model, [*about, *remarks.about_model(model, ASSUMED_HEIGHT_M)]


def _roles(document: Any, layers: str) -> Roles:
    # Entities may lie on layers that no table lists.
    used = {str(e.dxf.layer) for e in document.entitydb.values() if e.is_alive and e.dxf.hasattr("layer")}
    names = sorted({layer_name(name) for name in {str(layer.dxf.name) for layer in document.layers} | used})
    return roles_chosen(names, layers) if layers.strip() else roles_by_name(names)


def _level_and_name(sheet: Sheet, stem: str) -> tuple[int, str]:
    """Return which storey a sheet is, 1 the ground storey, and its name: by its title, else by the file's name."""
    if sheet.title is not None:
        return sheet.title.level, sheet.title.name
    level = level_of(stem)
    return (1, stem) if level is None else (level, storey_name(level))


def _building(building_id: str, name: str, found: list[Found]) -> Building:
    storeys = sorted((f.storey for f in found), key=lambda s: s.elevation_m)
    return Building(building_id, name, tuple(storeys))
