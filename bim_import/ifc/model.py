"""Read an open IFC file into ``geometry.plan.Model`` and an ``ImportReport``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from bim_import.ifc.area_unit import area_unit_findings
from bim_import.ifc.assemble import Contents, settle_storeys, with_spaces, without_spaces
from bim_import.ifc.describe import describe
from bim_import.ifc.elements import ElementReader
from bim_import.ifc.forgiving import Forgiving
from bim_import.ifc.georeference import read_georeference
from bim_import.ifc.names import Ids
from bim_import.ifc.openings import OpeningReader
from bim_import.ifc.reader import open_ifc, refuse
from bim_import.ifc.reveal_depth import with_reveal_depths
from bim_import.ifc.room_coverage import with_room_coverage
from bim_import.ifc.scale import Scale, settle_scale
from bim_import.ifc.shapes import Shapes
from bim_import.ifc.spaces import ReadSpace, read_space
from bim_import.ifc.storeys import Places
from bim_import.ifc.tree import Tree, by_type
from bim_import.ifc.units import read_units
from bim_import.ifc.world_axes import world_axes_findings
from bim_import.kinds import Progress, Reading, ReadOptions
from bim_import.report import ImportReport
from geometry.differences import with_differences
from geometry.finding import Finding, Text
from geometry.plan import Frame, Georeference, Model

REPEATED_ID = Text(
    "{count} 个 GlobalId 重复出现,后出现的构件改用带编号的标识。",
    "{count} GlobalIds occur more than once; the later elements got ids with their entity number.",
)


def read_ifc(path: Path, *, name: str, options: ReadOptions, progress: Progress) -> Reading:
    """Return the model of an .ifc or .ifczip file; raises ``ImportRefused``."""
    with open_ifc(path) as opened:
        model, report = read_model(opened.file, ignore_spaces=options.ignore_spaces, progress=progress)
        report = replace(report, findings=(*opened.findings, *report.findings))
        return Reading(model, report, opened.schema, opened.application)


def read_model(
    file: Any, *, ignore_spaces: bool = False, progress: Progress | None = None
) -> tuple[Model, ImportReport]:
    """Return the model of an open IFC file in storey-local metres, and what the import has to say."""
    tell = progress or (lambda step, share: None)
    if not by_type(file, "IfcProject"):
        raise refuse("no-project")
    tell("units", 0.15)
    entities = by_type(file, "IfcSpace")
    ids, tree = Ids(), Tree(file)
    scale = settle_scale(read_units(file), [*entities, *by_type(file, "IfcWall"), *by_type(file, "IfcSlab")])
    shapes = Shapes(scale.units, scale.offset_m)
    tell("spaces", 0.25)
    read = [] if ignore_spaces else [read_space(e, shapes, ids) for e in entities]
    rejected = [r for r in read if isinstance(r, Finding)]
    spaces = [r for r in read if isinstance(r, ReadSpace)]
    contents, unread = _contents(spaces, tree, shapes, scale, ids, tell)
    if not entities and not any(e.kind in ("wall", "curtain-wall", "column") for e in contents.elements):
        raise refuse("no-geometry")
    tell("storeys", 0.7)
    places = Places(tree, shapes, scale.units, ids)
    settled = settle_storeys(contents, places)
    georeference, more = _georeference(file, scale)
    model = replace(without_spaces(contents, settled, places), frame=Frame(scale.offset_m, georeference))
    tell("checks", 0.8)
    if spaces or not contents.elements:
        records, about_spaces = describe(spaces, contents.elements, settled, scale.units)
        model = with_differences(with_room_coverage(with_spaces(model, records)))
    else:
        model, about_spaces = _derived(model)
    model = with_reveal_depths(model, contents.frames)
    more += [*world_axes_findings(file, scale.units), *area_unit_findings(scale.units, model.spaces())]
    findings = [*scale.findings(), *more, *settled.findings, *about_spaces, *rejected, *unread]
    findings += [*tree.broken.findings(), *places.broken.findings(), *_repeated(ids)]
    findings += [f for s in spaces for f in s.findings if f.outcome == "repaired"]
    repaired = sum(s.repaired for s in spaces)
    return model, ImportReport(len(model.spaces()) - repaired, repaired, len(rejected), tuple(findings))


def _contents(
    spaces: list[ReadSpace], tree: Tree, shapes: Shapes, scale: Scale, ids: Ids, tell: Progress
) -> tuple[Contents, list[Finding]]:
    tell("elements", 0.4)
    element_reader = ElementReader(tree, shapes, scale.units, ids)
    elements = element_reader.read(ceilings=not spaces)
    tell("openings", 0.6)
    hosts = {e.id: e for e in elements if e.body is not None}
    opening_reader = OpeningReader(tree, shapes, scale.units, ids, hosts)
    openings = opening_reader.read()
    entity_of = element_reader.entity_of | opening_reader.entity_of
    unread = [*element_reader.findings, *opening_reader.findings]
    return Contents(spaces, elements, openings, entity_of, opening_reader.frames), unread


def _georeference(file: Any, scale: Scale) -> tuple[Georeference | None, list[Finding]]:
    broken = Forgiving("georeference")
    with broken:
        return read_georeference(file, scale.units, own_place_m=scale.place_m)
    return None, broken.findings()


def _repeated(ids: Ids) -> list[Finding]:
    if not ids.repeated:
        return []
    reason = REPEATED_ID.format(count=len(ids.repeated))
    return [Finding("repeated-id", "", "warning", reason, {"ids": ids.repeated[:20]})]


def _derived(model: Model) -> tuple[Model, list[Finding]]:
    """Return the model with the rooms that its walls enclose."""
    from geometry.enclosure import derive_spaces  # only models without spaces need it

    buildings = []
    findings: list[Finding] = []
    for building in model.buildings:
        storeys, found = derive_spaces(building.storeys)
        buildings.append(replace(building, storeys=tuple(storeys)))
        findings += found
    return replace(model, buildings=tuple(buildings)), findings
