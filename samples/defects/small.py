"""A building of one or two rooms in a few lines: the sound base every defect is put into."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from samples.county.step import Writer

Ring = Sequence[tuple[float, float]]


def box(x1: float, y1: float, x2: float, y2: float) -> list[tuple[float, float]]:
    """Return a rectangle as a ring."""
    return [(x1, y1), (x2, y1), (x2, y2), (x1, y2)]


class Small:
    """One building in IFC4; all measures are given in metres and written times ``per_metre``."""

    def __init__(self, name: str, *, per_metre: float = 1.0, units: Sequence[str] = ("METRE", "SQUARE_METRE")) -> None:
        self.name, self.k = name, per_metre
        self.w = w = Writer()
        self._n = 0
        self.origin = w.add("IfcAxis2Placement3D", Location=w.point(0.0, 0.0, 0.0))
        self.context = w.add(
            "IfcGeometricRepresentationContext",
            ContextType="Model",
            CoordinateSpaceDimension=3,
            Precision=1e-5,
            WorldCoordinateSystem=self.origin,
        )
        self.project = self.root(
            "IfcProject", Name=name, RepresentationContexts=[self.context], UnitsInContext=self._units(units)
        )
        self.site = self.root("IfcSite", Name="场地", ObjectPlacement=self.place(None), CompositionType="ELEMENT")
        self.building = self.root(
            "IfcBuilding",
            Name="楼",
            ObjectPlacement=self.place(self.site.ObjectPlacement),
            CompositionType="ELEMENT",
        )
        self.gather(self.project, self.site)
        self.gather(self.site, self.building)
        self._storey: Any = None

    def root(self, type_name: str, **attributes: Any) -> Any:
        """Create an entity with an id that follows from the file and its turn."""
        self._n += 1
        return self.w.root(type_name, f"ugly.{self.name}.{self._n}", **attributes)

    def _units(self, names: Sequence[str]) -> Any:
        w = self.w
        units = []
        for name in names:
            if name in {"FOOT", "INCH"}:
                size = 0.3048 if name == "FOOT" else 0.0254
                for kind, base, value in (("LENGTHUNIT", "METRE", size), ("AREAUNIT", "SQUARE_METRE", size**2)):
                    power = 1 if kind == "LENGTHUNIT" else 2
                    units.append(
                        w.add(
                            "IfcConversionBasedUnit",
                            Dimensions=w.add(
                                "IfcDimensionalExponents",
                                LengthExponent=power,
                                MassExponent=0,
                                TimeExponent=0,
                                ElectricCurrentExponent=0,
                                ThermodynamicTemperatureExponent=0,
                                AmountOfSubstanceExponent=0,
                                LuminousIntensityExponent=0,
                            ),
                            UnitType=kind,
                            Name=name.lower() if power == 1 else f"square {name.lower()}",
                            ConversionFactor=w.add(
                                "IfcMeasureWithUnit",
                                ValueComponent=w.add(
                                    "IfcLengthMeasure" if power == 1 else "IfcAreaMeasure", wrappedValue=value
                                ),
                                UnitComponent=w.add("IfcSIUnit", UnitType=kind, Name=base),
                            ),
                        )
                    )
            elif name == "MILLIMETRE":
                units.append(w.add("IfcSIUnit", UnitType="LENGTHUNIT", Prefix="MILLI", Name="METRE"))
            else:
                kind = "AREAUNIT" if name == "SQUARE_METRE" else "LENGTHUNIT"
                units.append(w.add("IfcSIUnit", UnitType=kind, Name=name))
        return w.add("IfcUnitAssignment", Units=units)

    def place(self, parent: Any, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Any:
        """Return a local placement, metres."""
        k = self.k
        return self.w.placement(parent, (x * k, y * k, z * k))

    def gather(self, whole: Any, *parts: Any) -> None:
        """Aggregate parts under a whole."""
        self.root("IfcRelAggregates", RelatingObject=whole, RelatedObjects=list(parts))

    def storey(self, name: str = "1F", z: float = 0.0, *, elevation: float | None = None) -> Any:
        """Add a storey; later rooms and walls go there."""
        self._storey = self.root(
            "IfcBuildingStorey",
            Name=name,
            ObjectPlacement=self.place(self.building.ObjectPlacement, z=z),
            CompositionType="ELEMENT",
            Elevation=(z if elevation is None else elevation) * self.k,
        )
        self.gather(self.building, self._storey)
        return self._storey

    # -- shapes ------------------------------------------------------------------------------------------------

    def curve(self, ring: Ring) -> Any:
        """Return a closed polyline."""
        points = [self.w.point(x * self.k, y * self.k) for x, y in ring]
        return self.w.add("IfcPolyline", Points=[*points, points[0]])

    def solid(self, ring: Ring, height: float = 3.0, *, z: float = 0.0, holes: Sequence[Ring] = ()) -> Any:
        """Return a prism."""
        w = self.w
        outer = self.curve(ring)
        if holes:
            profile = w.add(
                "IfcArbitraryProfileDefWithVoids",
                ProfileType="AREA",
                OuterCurve=outer,
                InnerCurves=[self.curve(h) for h in holes],
            )
        else:
            profile = w.add("IfcArbitraryClosedProfileDef", ProfileType="AREA", OuterCurve=outer)
        return w.add(
            "IfcExtrudedAreaSolid",
            SweptArea=profile,
            Position=w.axes((0.0, 0.0, z * self.k)),
            ExtrudedDirection=w.direction(0.0, 0.0, 1.0),
            Depth=height * self.k,
        )

    def representation(self, kind: str, items: Sequence[Any], identifier: str = "Body") -> Any:
        """Return a shape representation."""
        return self.w.add(
            "IfcShapeRepresentation",
            ContextOfItems=self.context,
            RepresentationIdentifier=identifier,
            RepresentationType=kind,
            Items=list(items),
        )

    def shape(self, *representations: Any) -> Any:
        """Return a product shape."""
        return self.w.add("IfcProductDefinitionShape", Representations=list(representations))

    # -- things ------------------------------------------------------------------------------------------------

    def room(
        self, number: str, name: str, *solids: Any, shape: Any = None, z: float = 0.0, placement: Any = None
    ) -> Any:
        """Add a space on the current storey, or under the building where there is none."""
        parent = self._storey or self.building
        if shape is None and solids:
            shape = self.shape(self.representation("SweptSolid", solids))
        space = self.root(
            "IfcSpace",
            Name=number,
            LongName=name,
            ObjectPlacement=placement or self.place(parent.ObjectPlacement, z=z),
            Representation=shape,
            CompositionType="ELEMENT",
            PredefinedType="INTERNAL",
        )
        self.gather(parent, space)
        return space

    def wall(self, ring: Ring, height: float = 3.0) -> Any:
        """Add a wall on the current storey."""
        wall = self.root(
            "IfcWall",
            Name="墙",
            ObjectPlacement=self.place(self._storey.ObjectPlacement),
            Representation=self.shape(self.representation("SweptSolid", [self.solid(ring, height)])),
        )
        self.root("IfcRelContainedInSpatialStructure", RelatedElements=[wall], RelatingStructure=self._storey)
        return wall

    def walls_around(self, x1: float, y1: float, x2: float, y2: float, t: float = 0.2) -> None:
        """Add four walls whose inner faces are this rectangle."""
        self.wall(box(x1 - t, y1 - t, x2 + t, y1))
        self.wall(box(x1 - t, y2, x2 + t, y2 + t))
        self.wall(box(x1 - t, y1, x1, y2))
        self.wall(box(x2, y1, x2 + t, y2))

    def declare(self, space: Any, set_name: str, **areas: float) -> None:
        """Give a space a quantity set; the values are written as they are."""
        quantities = [self.w.add("IfcQuantityArea", Name=n, AreaValue=v) for n, v in areas.items()]
        quantity_set = self.root("IfcElementQuantity", Name=set_name, Quantities=quantities)
        self.root("IfcRelDefinesByProperties", RelatedObjects=[space], RelatingPropertyDefinition=quantity_set)

    def text(self) -> str:
        """Return the file as STEP text."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "small.ifc"
            self.w.write(path, name=self.name)
            return path.read_text(encoding="ascii")

    def data(self) -> bytes:
        """Return the file."""
        return self.text().encode("ascii")


def sound(name: str, **options: Any) -> Small:
    """Return a sound model: room 101 of 5 m × 4 m between four walls on one storey."""
    small = Small(name, **options)
    small.storey()
    small.walls_around(0.0, 0.0, 5.0, 4.0)
    small.room("101", "办公室", small.solid(box(0.0, 0.0, 5.0, 4.0)))
    return small
