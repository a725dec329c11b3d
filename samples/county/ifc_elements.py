"""Walls, columns, openings, slabs, stairs and lifts as IFC4 entities with shared types and shapes."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Any

from samples.county.levels import LIFT_CAR_M, SLAB_M
from samples.county.records import Column, Opening, SlabOpening, Stair, Storey, Wall
from samples.county.shapes import Shapes
from samples.county.step import Writer, rounded

LAYERS = {
    "exterior": (("外墙饰面", 0.02), ("烧结多孔砖", 0.24), ("内墙抹灰", 0.02)),
    "interior": (("内墙抹灰", 0.02), ("加气混凝土砌块", 0.20), ("内墙抹灰", 0.02)),
    "light": (("内墙抹灰", 0.02), ("轻质砌块", 0.10), ("内墙抹灰", 0.02)),
}
TYPE_NAMES = {"exterior": "外墙240", "interior": "内墙200", "light": "隔墙100"}


class ElementExport:
    """Writes walls, columns, openings, slabs, stairs and lifts of a storey, and the types they share."""

    def __init__(self, *, with_spaces: bool = True, prefix: str = "") -> None:
        self.w = Writer(prefix=prefix)
        self._shapes = Shapes(self.w)
        self.with_spaces = with_spaces
        self._members: dict[tuple[str, str], list[Any]] = {}  # (relation, key) -> related objects
        self._relating: dict[tuple[str, str], Any] = {}
        self._hosts: dict[str, Any] = {}
        self._zones: dict[str, list[Any]] = {}

    # -- relations are collected first, so that one relation carries all its members ------------------------------

    def _relate(self, relation: str, relating: Any, member: Any) -> None:
        key = (relation, relating.GlobalId if hasattr(relating, "GlobalId") else str(relating.id()))
        self._relating[key] = relating
        self._members.setdefault(key, []).append(member)

    def _write_relations(self) -> None:
        names = {
            "IfcRelAggregates": ("RelatingObject", "RelatedObjects"),
            "IfcRelContainedInSpatialStructure": ("RelatingStructure", "RelatedElements"),
            "IfcRelDefinesByType": ("RelatingType", "RelatedObjects"),
            "IfcRelDefinesByProperties": ("RelatingPropertyDefinition", "RelatedObjects"),
            "IfcRelAssociatesMaterial": ("RelatingMaterial", "RelatedObjects"),
        }
        for (relation, key), members in self._members.items():
            one, many = names[relation]
            self.w.root(relation, f"{relation}.{key}", **{one: self._relating[(relation, key)], many: members})

    def _properties(self, key: str, name: str, **values: Any) -> Any:
        """Return a property set; the same key gives the same set, shared by all who have these values."""
        w = self.w
        types = {bool: "IfcBoolean", int: "IfcInteger", float: "IfcReal", str: "IfcLabel"}

        def make() -> Any:
            properties = [
                w.add("IfcPropertySingleValue", Name=n, NominalValue=w.add(types[type(v)], wrappedValue=v))
                for n, v in values.items()
            ]
            return w.root("IfcPropertySet", f"pset.{key}", Name=name, HasProperties=properties)

        return w.shared(("pset", key), make)

    def _types(self) -> None:
        w = self.w
        self.wall_types: dict[str, Any] = {}
        self.wall_usages: dict[str, Any] = {}
        for layering, layers in LAYERS.items():
            thickness = sum(t for _, t in layers)
            layer_set = w.add(
                "IfcMaterialLayerSet",
                MaterialLayers=[
                    w.add(
                        "IfcMaterialLayer",
                        Material=w.shared(("material", name), lambda n=name: w.add("IfcMaterial", Name=n)),
                        LayerThickness=t,
                        Name=name,
                        Category="Finish" if t < 0.05 else "LoadBearing" if layering == "exterior" else "Core",
                    )
                    for name, t in layers
                ],
                LayerSetName=TYPE_NAMES[layering],
            )
            self.wall_usages[layering] = w.add(
                "IfcMaterialLayerSetUsage",
                ForLayerSet=layer_set,
                LayerSetDirection="AXIS2",
                DirectionSense="POSITIVE",
                OffsetFromReferenceLine=-round(thickness / 2, 6),
            )
            self.wall_types[layering] = w.root(
                "IfcWallType", f"wall type.{layering}", Name=TYPE_NAMES[layering], PredefinedType="SOLIDWALL"
            )
            self._relate("IfcRelAssociatesMaterial", layer_set, self.wall_types[layering])
        self._concrete = w.add("IfcMaterial", Name="钢筋混凝土")

    def _contain(self, storey: Any, type_name: str, key: str, *, placement: Any, shape: Any, **attributes: Any) -> Any:
        entity = self.w.root(type_name, key, ObjectPlacement=placement, Representation=shape, **attributes)
        self._relate("IfcRelContainedInSpatialStructure", storey, entity)
        return entity

    def _box(self, width: float, depth: float, height: float, *, y: float = 0.0, base: float = 0.0) -> Any:
        return self._shapes.prism(self._shapes.rectangle(width, depth, (0.0, y)), height, base)

    def _quantity(self, entity: Any, key: str, name: str, **values: float) -> None:
        w = self.w
        quantities = [
            w.add("IfcQuantityArea", Name=n, AreaValue=round(v, 6))
            if n.endswith("Area")
            else w.add("IfcQuantityLength", Name=n, LengthValue=round(v, 6))
            for n, v in values.items()
        ]
        quantity_set = w.root("IfcElementQuantity", f"qto.{key}", Name=name, Quantities=quantities)
        self._relate("IfcRelDefinesByProperties", quantity_set, entity)

    def _lift_car(self) -> Any:
        return self._shapes.map_of(self._shapes.representation("SweptSolid", (self._box(*LIFT_CAR_M, 2.3),)))

    def _slab(self, entity: Any, placement: Any, storey: Storey) -> None:
        solid = self._shapes.prism(self._shapes.profile(storey.slab, composite=True), SLAB_M, -SLAB_M)
        slab = self._contain(
            entity,
            "IfcSlab",
            f"{storey.key}.slab",
            placement=self.w.placement(placement, (0.0, 0.0, 0.0)),
            shape=self._shapes.body(solid),
            Name=f"楼板{storey.key}",
            PredefinedType="BASESLAB" if storey.key.endswith("1") else "FLOOR",
        )
        for hole in storey.slab_openings:
            self._void(slab, hole.key, placement, self._hole_shape(hole))

    def _hole_shape(self, hole: SlabOpening) -> Any:
        return self._shapes.body(self._shapes.prism(self._shapes.profile(hole.path), SLAB_M + 0.1, -SLAB_M - 0.05))

    def _void(self, host: Any, key: str, placement: Any, shape: Any) -> Any:
        opening = self.w.root(
            "IfcOpeningElement",
            key,
            Name="洞口",
            ObjectPlacement=self.w.placement(placement, (0.0, 0.0, 0.0)),
            Representation=shape,
            PredefinedType="OPENING",
        )
        self.w.root("IfcRelVoidsElement", f"voids.{key}", RelatingBuildingElement=host, RelatedOpeningElement=opening)
        return opening

    def _wall(self, entity: Any, placement: Any, wall: Wall) -> None:
        solid = self._shapes.prism(self._shapes.profile(wall.path, composite=".CL" in wall.key), wall.height_m)
        if wall.slope is not None:
            solid = self._shapes.under_slope(solid, wall.slope)
        product = self._contain(
            entity,
            "IfcWall",
            wall.key,
            placement=self.w.placement(placement, (0.0, 0.0, 0.0)),
            shape=self._shapes.body(solid),
            Name=TYPE_NAMES[wall.layering],
            PredefinedType="SOLIDWALL",
        )
        self._hosts[wall.key] = product
        self._relate("IfcRelDefinesByType", self.wall_types[wall.layering], product)
        self._relate("IfcRelAssociatesMaterial", self.wall_usages[wall.layering], product)
        properties = self._properties(
            f"wall.{wall.external}", "Pset_WallCommon", IsExternal=wall.external, LoadBearing=wall.external
        )
        self._relate("IfcRelDefinesByProperties", properties, product)

    def _column(self, entity: Any, placement: Any, column: Column, storey: Storey) -> None:
        s, height = self._shapes, rounded(storey.height_m - SLAB_M)

        def make() -> Any:
            if column.radius_m is None:
                solid = self._box(column.width_m, column.depth_m, height)
            else:
                position = self.w.add("IfcAxis2Placement2D", Location=self.w.point(0.0, 0.0))
                profile = self.w.add(
                    "IfcCircleProfileDef", ProfileType="AREA", Position=position, Radius=column.radius_m
                )
                solid = s.prism(profile, height)
            return s.map_of(s.representation("SweptSolid", (solid,)))

        shape = self.w.shared(("column", column.width_m, column.radius_m, height), make)
        product = self._contain(
            entity,
            "IfcColumn",
            column.key,
            placement=self.w.placement(placement, (*column.centre, 0.0), heading_x(column.heading_rad)),
            shape=s.mapped(shape),
            Name="框架柱",
            PredefinedType="COLUMN",
        )
        self._relate("IfcRelAssociatesMaterial", self._concrete, product)

    def _opening(self, entity: Any, placement: Any, o: Opening) -> None:
        w, s = self.w, self._shapes
        x = heading_x(o.heading_rad)
        hole = w.shared(
            ("hole", o.width_m, o.height_m, o.wall_m),
            lambda: s.map_of(s.representation("SweptSolid", (self._box(o.width_m, o.wall_m + 0.1, o.height_m),))),
        )
        opening = w.root(
            "IfcOpeningElement",
            f"{o.key}.hole",
            Name="洞口",
            ObjectPlacement=w.placement(placement, (*o.centre, o.sill_m), x),
            Representation=s.mapped(hole),
            PredefinedType="OPENING",
        )
        host = self._hosts[o.host]
        w.root("IfcRelVoidsElement", f"voids.{o.key}", RelatingBuildingElement=host, RelatedOpeningElement=opening)
        if o.kind == "opening":
            return
        left_corner = (o.centre[0] - x[0] * o.width_m / 2, o.centre[1] - x[1] * o.width_m / 2)
        shape, product_type = self._leaf(o)
        attributes: dict[str, Any] = {"OverallHeight": o.height_m, "OverallWidth": o.width_m}
        if o.kind == "door":
            attributes |= {"PredefinedType": "DOOR", "OperationType": _operation(o), "Name": "木门"}
        else:
            attributes |= {"PredefinedType": "WINDOW", "PartitioningType": "DOUBLE_PANEL_VERTICAL", "Name": "铝合金窗"}
        product = self._contain(
            entity,
            "IfcDoor" if o.kind == "door" else "IfcWindow",
            o.key,
            placement=w.placement(placement, (*left_corner, o.sill_m), x),
            shape=s.mapped(shape),
            **attributes,
        )
        self._relate("IfcRelDefinesByType", product_type, product)
        w.root("IfcRelFillsElement", f"fills.{o.key}", RelatingOpeningElement=opening, RelatedBuildingElement=product)

    def _leaf(self, o: Opening) -> tuple[Any, Any]:
        """Return the shared shape and type of a door or window; local origin is its lower left corner, y the swing."""
        w, s = self.w, self._shapes
        operation = _operation(o)
        key = ("leaf", o.kind, o.width_m, o.height_m, o.wall_m, operation)

        def make() -> tuple[Any, Any]:
            thick = 0.05 if o.kind == "door" else 0.08
            y = o.wall_m / 2 - thick / 2 if o.kind == "door" else 0.0
            solid = s.prism(s.rectangle(o.width_m, thick, (rounded(o.width_m / 2), rounded(y))), o.height_m)
            shape = s.map_of(s.representation("SweptSolid", (solid,)))
            name = f"{'M' if o.kind == 'door' else 'C'}{round(o.width_m * 10):02d}{round(o.height_m * 10):02d}"
            common = {"Name": name, "RepresentationMaps": [shape]}
            type_key = f"type.{'.'.join(str(k) for k in key)}"
            if o.kind == "door":
                return shape, w.root("IfcDoorType", type_key, PredefinedType="DOOR", OperationType=operation, **common)
            return shape, w.root(
                "IfcWindowType", type_key, PredefinedType="WINDOW", PartitioningType="DOUBLE_PANEL_VERTICAL", **common
            )

        shape, product_type = w.shared(key, make)
        return shape, product_type

    def _stair(self, entity: Any, placement: Any, stair: Stair) -> None:
        """Two flights of equal steps, side by side, up and back."""
        w, s = self.w, self._shapes
        steps = 11

        def make() -> Any:
            rise, tread = stair.rise_m / 2 / steps, stair.run_m / steps
            solids = []
            for flight in range(2):
                for i in range(steps):
                    y = (i if flight == 0 else steps - 1 - i) * tread + tread / 2
                    base = flight * stair.rise_m / 2 + i * rise
                    profile = s.rectangle(1.1, rounded(tread), (0.55 + 1.1 * flight, rounded(y)))
                    solids.append(s.prism(profile, rise, rounded(base)))
            return s.map_of(s.representation("SweptSolid", tuple(solids)))

        shape = w.shared(("stair", stair.rise_m, stair.run_m), make)
        self._contain(
            entity,
            "IfcStair",
            stair.key,
            placement=w.placement(placement, (*stair.corner, 0.0), (cos(stair.heading_rad), sin(stair.heading_rad))),
            shape=s.mapped(shape),
            Name="楼梯",
            PredefinedType="HALF_TURN_STAIR",
        )


def heading_x(heading_rad: float) -> tuple[float, float]:
    """Return the x axis of a frame whose y axis points to ``heading_rad``."""
    return (cos(heading_rad - pi / 2), sin(heading_rad - pi / 2))


def _operation(o: Opening) -> str:
    if o.kind == "window":
        return "NOTDEFINED"
    if o.sliding:
        return "DOUBLE_DOOR_SLIDING"
    if o.width_m > 1.2:
        return "DOUBLE_DOOR_SINGLE_SWING"
    return "SINGLE_SWING_LEFT" if o.hinge_left else "SINGLE_SWING_RIGHT"
