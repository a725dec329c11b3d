"""From the blocks to one IFC4 file: site, five buildings, storeys, spaces, walls, columns, openings, stairs, lifts."""

from __future__ import annotations

from math import cos, radians, sin
from typing import Any

from samples.county.ifc_elements import ElementExport, heading_x
from samples.county.records import Block, Room, Storey
from samples.county.staffing import display_name

# An invented place: the numbers are plausible for the zone, and no county of this name is known to us.
CRS_NAME = "EPSG:4546"
EASTINGS_M, NORTHINGS_M, HEIGHT_M, ROTATION_DEG = 437215.4, 3081640.25, 156.3, 12.5
CREATED_S = 1767600000  # the time stamp of the header, in seconds of Unix time


class Export(ElementExport):
    """Writes the blocks; ``with_spaces=False`` leaves out every IfcSpace and what hangs on it."""

    place_name = "澜溪县行政中心"

    # -- project, site, units, place ----------------------------------------------------------------------------

    def project(self, blocks: list[Block]) -> Any:
        """Write the whole file and return the project."""
        w = self.w
        units = w.add(
            "IfcUnitAssignment",
            Units=[
                w.add("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE"),
                w.add("IfcSIUnit", UnitType="AREAUNIT", Name="SQUARE_METRE"),
                w.add("IfcSIUnit", UnitType="VOLUMEUNIT", Name="CUBIC_METRE"),
                w.add("IfcSIUnit", UnitType="PLANEANGLEUNIT", Name="RADIAN"),
            ],
        )
        project = w.root(
            "IfcProject",
            "project",
            OwnerHistory=self._owner(),
            Name=self.place_name,
            LongName=f"{self.place_name}（虚构示例）",
            RepresentationContexts=[self._shapes.context],
            UnitsInContext=units,
        )
        self._georeference()
        self._types()
        site_placement = w.placement(None, (0.0, 0.0, 0.0))
        site = w.root(
            "IfcSite", "site", Name=self.place_name, ObjectPlacement=site_placement, CompositionType="ELEMENT"
        )
        self._relate("IfcRelAggregates", project, site)
        for block in blocks:
            self._building(site, site_placement, block)
        for unit, spaces in self._zones.items():
            zone = w.root("IfcZone", f"zone.{unit}", Name=unit, ObjectType="OrgUnit")
            w.root("IfcRelAssignsToGroup", f"zone members.{unit}", RelatedObjects=spaces, RelatingGroup=zone)
        self._write_relations()
        return project

    def _owner(self) -> Any:
        w = self.w
        organization = w.add("IfcOrganization", Name="Yijian")
        person = w.add("IfcPerson", Identification="samples")
        application = w.add(
            "IfcApplication",
            ApplicationDeveloper=organization,
            Version="1",
            ApplicationFullName="Yijian samples",
            ApplicationIdentifier="yijian-samples",
        )
        return w.add(
            "IfcOwnerHistory",
            OwningUser=w.add("IfcPersonAndOrganization", ThePerson=person, TheOrganization=organization),
            OwningApplication=application,
            ChangeAction="NOTDEFINED",
            CreationDate=CREATED_S,
        )

    def _georeference(self) -> None:
        w = self.w
        crs = w.add(
            "IfcProjectedCRS",
            Name=CRS_NAME,
            Description="CGCS2000 / 3-degree Gauss-Kruger CM 111E",
            GeodeticDatum="CGCS2000",
            VerticalDatum="1985国家高程基准",
            MapProjection="Gauss-Kruger",
            MapZone="CM 111E",
            MapUnit=w.add("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE"),
        )
        w.add(
            "IfcMapConversion",
            SourceCRS=self._shapes.context,
            TargetCRS=crs,
            Eastings=EASTINGS_M,
            Northings=NORTHINGS_M,
            OrthogonalHeight=HEIGHT_M,
            XAxisAbscissa=round(cos(radians(ROTATION_DEG)), 12),
            XAxisOrdinate=round(sin(radians(ROTATION_DEG)), 12),
            Scale=1.0,
        )

    # -- buildings and storeys ----------------------------------------------------------------------------------

    def _building(self, site: Any, site_placement: Any, block: Block) -> None:
        w = self.w
        turn = radians(block.rotation_deg)
        placement = w.placement(site_placement, block.origin_m, (cos(turn), sin(turn)))
        building = w.root(
            "IfcBuilding",
            f"building.{block.letter}",
            Name=block.name,
            LongName=f"{self.place_name}{block.name}",
            ObjectPlacement=placement,
            CompositionType="ELEMENT",
        )
        self._relate("IfcRelAggregates", site, building)
        self._quantity(
            building, f"building.{block.letter}", "Qto_BuildingBaseQuantities", GrossFloorArea=block.gross_m2
        )
        for storey in block.storeys:
            self._storey(building, placement, storey)

    def _storey(self, building: Any, parent: Any, storey: Storey) -> None:
        w = self.w
        placement = w.placement(parent, (0.0, 0.0, storey.elevation_m))
        entity = w.root(
            "IfcBuildingStorey",
            f"storey.{storey.key}",
            Name=f"{storey.key[1:]}F",
            LongName=storey.name,
            ObjectPlacement=placement,
            CompositionType="ELEMENT",
            Elevation=storey.elevation_m,
        )
        self._relate("IfcRelAggregates", building, entity)
        self._quantity(
            entity,
            f"storey.{storey.key}",
            "Qto_BuildingStoreyBaseQuantities",
            GrossFloorArea=storey.gross_m2,
            GrossHeight=storey.height_m,
        )
        self._slab(entity, placement, storey)
        for wall in storey.walls:
            self._wall(entity, placement, wall)
        for column in storey.columns:
            self._column(entity, placement, column, storey)
        for opening in storey.openings:
            self._opening(entity, placement, opening)
        for stair in storey.stairs:
            self._stair(entity, placement, stair)
        car = w.shared("lift", self._lift_car) if storey.lifts else None
        for lift in storey.lifts:
            self._contain(
                entity,
                "IfcTransportElement",
                lift.key,
                placement=w.placement(placement, (*lift.centre, 0.0), heading_x(lift.heading_rad)),
                shape=self._shapes.mapped(car),
                Name="电梯",
                PredefinedType="ELEVATOR",
            )
        if self.with_spaces:
            for room in storey.rooms:
                self._space(entity, placement, storey, room)

    # -- spaces -------------------------------------------------------------------------------------------------

    def _space(self, storey_entity: Any, placement: Any, storey: Storey, room: Room) -> None:
        w, s = self.w, self._shapes
        solid = s.prism(s.profile(room.path), room.height_m)
        if room.slope is not None:
            solid = s.under_slope(solid, room.slope)
        space = w.root(
            "IfcSpace",
            room.key,
            Name=room.number,
            LongName=display_name(room),
            ObjectType=room.name,
            ObjectPlacement=w.placement(placement, (0.0, 0.0, 0.0)),
            Representation=s.body(solid),
            CompositionType="ELEMENT",
            PredefinedType="INTERNAL",
        )
        self._relate("IfcRelAggregates", storey_entity, space)
        self._quantity(
            space, room.key, "Qto_SpaceBaseQuantities", GrossFloorArea=room.gross_m2, NetFloorArea=room.net_m2
        )
        if room.occupants:
            people = self._properties(
                f"people.{room.occupants}", "Pset_SpaceOccupancyRequirements", OccupancyNumber=room.occupants
            )
            self._relate("IfcRelDefinesByProperties", people, space)
        if room.org_unit:
            self._zones.setdefault(room.org_unit, []).append(space)
