from shapely import MultiPolygon, Polygon, box

from bim_import.transfer import model_from_json, to_json
from geometry.finding import Finding, Text
from geometry.plan import (
    Building,
    DeclaredArea,
    Element,
    Frame,
    Georeference,
    HeadroomRegion,
    Model,
    Opening,
    Space,
    Storey,
)


def test_a_model_survives_the_journey_unchanged():
    space = Space(
        id="a", storey_id="s", number="302", name="办公室", use="office", origin="modelled",
        outline=box(0, 0, 5, 1 / 3),
        floor_z_m=7.2, height_m=3.1, headroom=(HeadroomRegion(1.5, MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)])),),
        declared=(DeclaredArea("Qto_SpaceBaseQuantities.NetFloorArea", "net", 1.6),),
        findings=(Finding("overlaps-walls", "a", "warning", Text("墙", "wall"), {"overlap_m2": 0.1}),),
    )  # fmt: skip
    wall = Element("w", "wall", "W", Polygon([(0, 0), (1, 0), (1, 0.2)]), 0.0, 3.0, load_bearing=True)
    door = Opening("d", "door", "D", box(0, 0, 0.9, 0.2), 0.0, 2.1, host_id="w", hinge=(0.0, 0.0), width_m=0.9)
    model = Model(
        (Building("b", "主楼", (Storey("s", "3F", 7.2, (space,), (wall,), (door,)),)),),
        Frame((100.0, 200.0), Georeference("EPSG:4547", 5e5, 3e6, 1.0, 0.1, 1.0, "map-conversion")),
    )
    assert model_from_json(to_json(model)) == model
