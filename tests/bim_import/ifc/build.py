"""Small IFC files as STEP text, for tests: a project with storeys, spaces and walls of any representation."""

from __future__ import annotations

from pathlib import Path

GUID_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"


class Step:
    """Collects entities; every method returns the reference of what it added."""

    def __init__(self, *, schema="IFC4", length="METRE", prefix="$", area_unit=True) -> None:
        self.schema = schema
        self.lines: list[str] = []
        self.file_name = "test.ifc"
        self.origin = self.add("IFCCARTESIANPOINT((0.,0.,0.))")
        self.axes = self.add(f"IFCAXIS2PLACEMENT3D({self.origin},$,$)")
        units = [self.add(f"IFCSIUNIT(*,.LENGTHUNIT.,{prefix},.{length}.)")]
        if area_unit:
            units.append(self.add("IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.)"))
        units.append(self.add("IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.)"))
        self.units = units
        self.context = self.add(f"IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,{self.axes},$)")
        self._guid = 0
        self.contained: dict[str, list[str]] = {}
        self.composed: dict[str, list[str]] = {}
        self.project = ""
        self.building = ""

    def add(self, text: str) -> str:
        self.lines.append(text)
        return f"#{len(self.lines)}"

    def replace(self, reference: str, text: str) -> None:
        self.lines[int(reference[1:]) - 1] = text

    def guid(self) -> str:
        self._guid += 1
        n, digits = self._guid, ""
        while n:
            n, d = divmod(n, 64)
            digits = GUID_DIGITS[d] + digits
        return digits.rjust(22, "0")

    # -- places --------------------------------------------------------------------------------------------------------

    def point(self, *xyz: float) -> str:
        return self.add(f"IFCCARTESIANPOINT(({','.join(_real(v) for v in xyz)}))")

    def direction(self, *xyz: float) -> str:
        return self.add(f"IFCDIRECTION(({','.join(_real(v) for v in xyz)}))")

    def axis(self, origin=(0.0, 0.0, 0.0), z=None, x=None) -> str:
        axis = self.direction(*z) if z else "$"
        reference = self.direction(*x) if x else "$"
        return self.add(f"IFCAXIS2PLACEMENT3D({self.point(*origin)},{axis},{reference})")

    def placement(self, origin=(0.0, 0.0, 0.0), parent="$", x=None) -> str:
        return self.add(f"IFCLOCALPLACEMENT({parent},{self.axis(origin, (0.0, 0.0, 1.0) if x else None, x)})")

    # -- shapes --------------------------------------------------------------------------------------------------------

    def polyline(self, points) -> str:
        closed = [*points, points[0]]
        return self.add(f"IFCPOLYLINE(({','.join(self.point(*p) for p in closed)}))")

    def profile(self, points, holes=()) -> str:
        outer = self.polyline(points)
        if holes:
            inner = ",".join(self.polyline(h) for h in holes)
            return self.add(f"IFCARBITRARYPROFILEDEFWITHVOIDS(.AREA.,$,{outer},({inner}))")
        return self.add(f"IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,{outer})")

    def prism(self, profile, height, *, origin=(0.0, 0.0, 0.0), z=None, x=None, along=(0.0, 0.0, 1.0)) -> str:
        position = self.axis(origin, z, x)
        return self.add(f"IFCEXTRUDEDAREASOLID({profile},{position},{self.direction(*along)},{_real(height)})")

    def half_space(self, origin, normal, *, agreement=".F.", bound=None, position=None) -> str:
        plane = self.add(f"IFCPLANE({self.axis(origin, normal)})")
        if bound is None:
            return self.add(f"IFCHALFSPACESOLID({plane},{agreement})")
        curve = self.polyline(bound)
        return self.add(f"IFCPOLYGONALBOUNDEDHALFSPACE({plane},{agreement},{position or self.axis()},{curve})")

    def cut(self, solid: str, tool: str) -> str:
        return self.add(f"IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,{solid},{tool})")

    def brep(self, faces) -> str:
        references = []
        for rings in faces:
            bounds = []
            for i, ring in enumerate(rings):
                loop = self.add(f"IFCPOLYLOOP(({','.join(self.point(*p) for p in ring)}))")
                bounds.append(self.add(f"{'IFCFACEOUTERBOUND' if i == 0 else 'IFCFACEBOUND'}({loop},.T.)"))
            references.append(self.add(f"IFCFACE(({','.join(bounds)}))"))
        shell = self.add(f"IFCCLOSEDSHELL(({','.join(references)}))")
        return self.add(f"IFCFACETEDBREP({shell})")

    def shape(self, *items: str, identifier: str = "Body", kind: str = "SweptSolid") -> str:
        representation = self.add(f"IFCSHAPEREPRESENTATION({self.context},'{identifier}','{kind}',({','.join(items)}))")
        return self.add(f"IFCPRODUCTDEFINITIONSHAPE($,$,({representation}))")

    # -- the building --------------------------------------------------------------------------------------------------

    def storey(self, name: str, elevation: float, *, z: float | None = None) -> str:
        if not self.building:
            self.building = self.add(f"IFCBUILDING('{self.guid()}',$,'B',$,$,$,$,$,.ELEMENT.,$,$,$)")
        place = self.placement((0.0, 0.0, elevation if z is None else z))
        storey = self.add(f"IFCBUILDINGSTOREY('{self.guid()}',$,'{name}',$,$,{place},$,$,.ELEMENT.,{_real(elevation)})")
        self.composed.setdefault(self.building, []).append(storey)
        return storey

    def space(self, storey, shape, *, number="101", name="办公室", placement="$", kind=".INTERNAL.") -> str:
        named = f"'{_text(number)}',$,$,{placement},{shape},'{_text(name)}'"
        space = self.add(f"IFCSPACE('{self.guid()}',$,{named},.ELEMENT.,{kind},$)")
        if storey:
            self.composed.setdefault(storey, []).append(space)
        return space

    def element(self, storey: str | None, kind: str, shape: str, *, name="", placement="$", rest=",$,$") -> str:
        element = self.add(f"{kind}('{self.guid()}',$,'{_text(name)}',$,$,{placement},{shape}{rest})")
        if storey:
            self.contained.setdefault(storey, []).append(element)
        return element

    def wall(self, storey: str | None, points, height: float, *, z: float = 0.0, name="墙") -> str:
        rest = ",$" if self.schema == "IFC2X3" else ",$,$"
        shape = self.shape(self.prism(self.profile(points), height, origin=(0.0, 0.0, z)))
        return self.element(storey, "IFCWALL", shape, name=name, rest=rest)

    def text(self) -> str:
        lines = list(self.lines)

        def add(text: str) -> str:
            lines.append(text)
            return f"#{len(lines)}"

        assignment = add(f"IFCUNITASSIGNMENT(({','.join(self.units)}))")
        project = add(f"IFCPROJECT('{self.guid()}',$,'P',$,$,$,$,({self.context}),{assignment})")
        if self.building:
            add(f"IFCRELAGGREGATES('{self.guid()}',$,$,$,{project},({self.building}))")
        for parent, children in self.composed.items():
            add(f"IFCRELAGGREGATES('{self.guid()}',$,$,$,{parent},({','.join(children)}))")
        for parent, children in self.contained.items():
            add(f"IFCRELCONTAINEDINSPATIALSTRUCTURE('{self.guid()}',$,$,$,({','.join(children)}),{parent})")
        body = "\n".join(f"#{i}={line};" for i, line in enumerate(lines, 1))
        return (
            "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\n"
            f"FILE_NAME('{self.file_name}','2026-01-01T00:00:00',(''),(''),'','','');\n"
            f"FILE_SCHEMA(('{self.schema}'));\nENDSEC;\nDATA;\n{body}\nENDSEC;\nEND-ISO-10303-21;\n"
        )

    def save(self, folder: Path, name: str = "model.ifc") -> Path:
        path = folder / name
        path.write_text(self.text(), encoding="ascii")
        return path


def rectangle(x0: float, y0: float, x1: float, y1: float):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def room(*, schema: str = "IFC4") -> Step:
    """One storey with one 5 × 4 m space, 3 m high, between four walls of 0.2 m."""
    step = Step(schema=schema)
    storey = step.storey("1F", 0.0)
    step.space(storey, step.shape(step.prism(step.profile(rectangle(0, 0, 5, 4)), 3.0)))
    for box in ((-0.2, -0.2, 5.2, 0), (-0.2, 4, 5.2, 4.2), (-0.2, 0, 0, 4), (5, 0, 5.2, 4)):
        step.wall(storey, rectangle(*box), 3.0)
    return step


def _real(value: float) -> str:
    text = repr(float(value)).upper()
    return text.replace("INF", "1.E999").replace("NAN", "NAN")


def _text(value: str) -> str:
    out = ""
    for c in value:
        out += c if ord(c) < 128 else f"\\X2\\{ord(c):04X}\\X0\\"
    return out
