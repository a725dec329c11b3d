"""IFC shapes of outlines with arcs: profiles, prisms, sloped ceilings and the mapped shapes of doors and windows."""

from __future__ import annotations

from math import hypot
from typing import Any

from samples.county.band import Path
from samples.county.records import Slope
from samples.county.step import Writer, rounded


class Shapes:
    """Shape representations in the contexts of one file."""

    def __init__(self, writer: Writer) -> None:
        self.w = writer
        world = writer.axes((0.0, 0.0, 0.0))
        true_north = writer.direction(0.0, 1.0)
        self.context = writer.add(
            "IfcGeometricRepresentationContext",
            ContextType="Model",
            CoordinateSpaceDimension=3,
            Precision=1e-5,
            WorldCoordinateSystem=world,
            TrueNorth=true_north,
        )
        self.body_context = writer.add(
            "IfcGeometricRepresentationSubContext",
            ContextIdentifier="Body",
            ContextType="Model",
            ParentContext=self.context,
            TargetView="MODEL_VIEW",
        )

    def polycurve(self, path: Path) -> Any:
        """Return a closed indexed curve: straight sides as lines, arcs as three-point arcs."""
        w = self.w
        points: list[tuple[float, float]] = []
        steps: list[tuple[int, ...]] = []
        for vertex in path:
            points.append((rounded(vertex.point[0]), rounded(vertex.point[1])))
            first = len(points)
            if vertex.arc_mid is not None:
                points.append((rounded(vertex.arc_mid[0]), rounded(vertex.arc_mid[1])))
            steps.append(tuple(range(first, len(points) + 2)))
        steps[-1] = (*steps[-1][:-1], 1)
        coordinates = w.add("IfcCartesianPointList2D", CoordList=points)
        if not any(len(s) == 3 for s in steps):
            points.append(points[0])
            coordinates.CoordList = points
            return w.add("IfcIndexedPolyCurve", Points=coordinates, SelfIntersect=False)
        segments = [w.add("IfcArcIndex" if len(s) == 3 else "IfcLineIndex", wrappedValue=s) for s in steps]
        return w.add("IfcIndexedPolyCurve", Points=coordinates, Segments=segments, SelfIntersect=False)

    def composite_curve(self, path: Path) -> Any:
        """Return the same curve as trimmed circles about the origin and straight pieces, the older way to write it."""
        w = self.w
        segments = []
        for vertex, following in zip(path, (*path[1:], path[0]), strict=True):
            start, end = w.point(*vertex.point), w.point(*following.point)
            if vertex.arc_mid is None:
                curve, same = w.add("IfcPolyline", Points=[start, end]), True
            else:
                centre = w.shared("plane origin", lambda: w.add("IfcAxis2Placement2D", Location=w.point(0.0, 0.0)))
                radius = rounded(hypot(*vertex.point))
                circle = w.shared(
                    ("circle", radius), lambda c=centre, r=radius: w.add("IfcCircle", Position=c, Radius=r)
                )
                a, m, b = vertex.point, vertex.arc_mid, following.point
                left = (m[0] - a[0]) * (b[1] - a[1]) - (m[1] - a[1]) * (b[0] - a[0]) > 0
                curve, same = (
                    w.add(
                        "IfcTrimmedCurve",
                        BasisCurve=circle,
                        Trim1=[start],
                        Trim2=[end],
                        SenseAgreement=left,
                        MasterRepresentation="CARTESIAN",
                    ),
                    True,
                )
            segments.append(
                w.add("IfcCompositeCurveSegment", Transition="CONTINUOUS", SameSense=same, ParentCurve=curve)
            )
        return w.add("IfcCompositeCurve", Segments=segments, SelfIntersect=False)

    def profile(self, path: Path, *, composite: bool = False) -> Any:
        """Return an area profile."""
        curve = self.composite_curve(path) if composite else self.polycurve(path)
        return self.w.add("IfcArbitraryClosedProfileDef", ProfileType="AREA", OuterCurve=curve)

    def rectangle(self, width: float, depth: float, centre: tuple[float, float]) -> Any:
        """Return a rectangle profile about ``centre``; equal ones are shared."""
        w = self.w

        def make() -> Any:
            position = w.add("IfcAxis2Placement2D", Location=w.point(*centre))
            return w.add(
                "IfcRectangleProfileDef",
                ProfileType="AREA",
                Position=position,
                XDim=rounded(width),
                YDim=rounded(depth),
            )

        return w.shared(("rectangle", rounded(width), rounded(depth), centre), make)

    def prism(self, profile: Any, height: float, base: float = 0.0) -> Any:
        """Return the profile swept upwards."""
        return self.w.add(
            "IfcExtrudedAreaSolid",
            SweptArea=profile,
            Position=self.w.axes((0.0, 0.0, base)),
            ExtrudedDirection=self.w.direction(0.0, 0.0, 1.0),
            Depth=rounded(height),
        )

    def under_slope(self, solid: Any, slope: Slope) -> Any:
        """Return the solid cut off above a sloping ceiling (straight blocks only: v is y)."""
        w = self.w
        up = slope.rise if slope.side == "low" else -slope.rise
        length = hypot(1.0, up)
        placement = w.add(
            "IfcAxis2Placement3D",
            Location=w.point(0.0, slope.face_v, slope.height_m),
            Axis=w.direction(0.0, -up / length, 1.0 / length),
            RefDirection=w.direction(1.0, 0.0, 0.0),
        )
        plane = w.add("IfcPlane", Position=placement)
        half_space = w.add("IfcHalfSpaceSolid", BaseSurface=plane, AgreementFlag=False)
        return w.add("IfcBooleanClippingResult", Operator="DIFFERENCE", FirstOperand=solid, SecondOperand=half_space)

    def body(self, *items: Any) -> Any:
        """Return a product shape with these solids."""
        types = {i.is_a() for i in items}
        kind = "SweptSolid" if types == {"IfcExtrudedAreaSolid"} else "Clipping"
        return self.product(self.representation(kind, items))

    def representation(self, kind: str, items: tuple[Any, ...]) -> Any:
        """Return a body representation."""
        return self.w.add(
            "IfcShapeRepresentation",
            ContextOfItems=self.body_context,
            RepresentationIdentifier="Body",
            RepresentationType=kind,
            Items=list(items),
        )

    def product(self, representation: Any) -> Any:
        """Return a product shape of one representation."""
        return self.w.add("IfcProductDefinitionShape", Representations=[representation])

    def map_of(self, representation: Any) -> Any:
        """Return a representation map, the shape of a type."""
        return self.w.add(
            "IfcRepresentationMap",
            MappingOrigin=self.w.axes((0.0, 0.0, 0.0)),
            MappedRepresentation=representation,
        )

    def mapped(self, representation_map: Any) -> Any:
        """Return a product shape that reuses a map."""
        w = self.w

        def make() -> Any:
            target = w.shared(
                "identity",
                lambda: w.add("IfcCartesianTransformationOperator3D", LocalOrigin=w.point(0.0, 0.0, 0.0), Scale=1.0),
            )
            return w.add("IfcMappedItem", MappingSource=representation_map, MappingTarget=target)

        item = w.shared(("mapped", representation_map.id()), make)
        return self.product(self.representation("MappedRepresentation", (item,)))
