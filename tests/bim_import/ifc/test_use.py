from __future__ import annotations

from typing import Any

import ifcopenshell
import ifcopenshell.guid
import pytest

from bim_import.ifc.use import classify_use, not_a_room
from bim_import.use_terms import match_of_text, use_of_code, use_of_text
from geometry.finding import Text
from tests.corpus import has_corpus, opened

SERVICE = [
    "会议室",
    "接待室",
    "档案室",
    "图书资料室",
    "机关信息网络用房",
    "机要保密室",
    "文印室",
    "收发室",
    "医务室",
    "值班室",
    "储藏室",
    "物业及工勤人员用房",
    "开水间",
    "卫生间",
]
EQUIPMENT = [
    "变配电室",
    "水泵房",
    "水箱间",
    "中水处理间",
    "锅炉房",
    "热力交换站",
    "空调机房",
    "通信机房",
    "电梯机房",
    "建筑智能化系统设备用房",
]
ANCILLARY = [
    "食堂",
    "停车库",
    "汽车库",
    "自行车库",
    "电动车库",
    "摩托车库",
    "警卫用房",
    "人防设施",
]


@pytest.mark.parametrize("name", SERVICE)
def test_service_rooms_of_the_standard(name: str) -> None:
    assert use_of_text(name) == "service"


@pytest.mark.parametrize("name", EQUIPMENT)
def test_equipment_rooms_of_the_standard(name: str) -> None:
    assert use_of_text(name) == "equipment"


@pytest.mark.parametrize("name", ANCILLARY)
def test_ancillary_rooms_of_the_standard(name: str) -> None:
    assert use_of_text(name) == "ancillary"


@pytest.mark.parametrize(
    ("name", "use"),
    [
        # English for the service rooms, in the order of the standard
        ("Meeting room", "service"),
        ("Reception room", "service"),
        ("Archive room", "service"),
        ("Library and reference room", "service"),
        ("Information network room", "service"),
        ("Confidential document room", "service"),
        ("Print room", "service"),
        ("Mail room", "service"),
        ("Medical room", "service"),
        ("Duty room", "service"),
        ("Storage room", "service"),
        ("Property management room", "service"),
        ("Boiled-water room", "service"),
        ("Toilet", "service"),
        # and for equipment and ancillary rooms
        ("Substation", "equipment"),
        ("Pump room", "equipment"),
        ("Water tank room", "equipment"),
        ("Reclaimed water treatment room", "equipment"),
        ("Boiler room", "equipment"),
        ("Heat exchange station", "equipment"),
        ("Air-conditioning room", "equipment"),
        ("Telecommunications room", "equipment"),
        ("Elevator machine room", "equipment"),
        ("Canteen", "ancillary"),
        ("Parking garage", "ancillary"),
        ("Guard room", "ancillary"),
        ("Civil defence shelter", "ancillary"),
    ],
)
def test_english_names(name: str, use: str) -> None:
    assert use_of_text(name) == use


@pytest.mark.parametrize(
    ("name", "use"),
    [
        # the longest term at a place
        ("电梯机房", "equipment"),
        ("电梯厅", "circulation"),
        ("档案室", "service"),
        ("档案馆业务用房", "technical"),
        ("技术业务用房", "technical"),
        ("消防控制室", "equipment"),
        ("政务服务大厅", "technical"),
        ("大厅", "circulation"),
        ("通信机房", "equipment"),
        ("网络机房", "service"),
        # the word that names the room stands last
        ("会议室储藏间", "service"),
        ("会议室外走廊", "circulation"),
        ("县长办公室卫生间", "service"),
        ("副县长办公室", "office"),
        ("主任会议室", "service"),
        ("门厅上空", "not-a-room"),
        ("屋顶电梯机房", "equipment"),
        ("卫生间前室", "circulation"),
        # names of sections, numbered
        ("人事科", "office"),
        ("人事科2", "office"),
        ("人事科长室", "office"),
        ("信访接待室(2)", "service"),
        ("1#楼梯间", "circulation"),
        # alternatives and notes yield
        ("办公室(原会议室)", "office"),
        ("办公室兼会议室", "office"),
        ("会议室/办公室", "service"),
        # spelling
        ("會議室", "service"),
        ("辦公室", "office"),
        ("卫 生 间", "service"),
        ("ＷＣ", "service"),
        ("休息室", "office"),
        ("职工休息室", "service"),
    ],
)
def test_tricky_chinese_names(name: str, use: str) -> None:
    assert use_of_text(name) == use


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("Officers' mess", "ancillary"),
        ("Officer's mess", "ancillary"),
        ("office storage", "service"),
        ("Store near office", "service"),
        ("Office of the mayor", "office"),
        ("SCIF OPEN OFFICE", "office"),
        ("OPEN_OFFICE", "office"),
        ("MeetingRoom", "service"),
        ("S-1/S-4 STOR", "service"),
        ("VEST/ENTRY", "circulation"),
        ("ELEV EQ RM", "equipment"),
        ("ELEV", "circulation"),
        ("Roof plant room", "equipment"),
        ("Void over lobby", "not-a-room"),
        ("External", "not-a-room"),
        ("Roof", "not-a-room"),
        ("exterior vestibule to annex", "circulation"),
        ("Flur EG Eingang", "circulation"),
        ("Flur Büro", "circulation"),
        ("Buero Hausmeister", "office"),
        ("Großraumbüro", "office"),
        ("Kellerflur", "circulation"),
        ("Luftraum über Foyer", "not-a-room"),
        ("Dachboden-2", "other"),
        ("WC Herren", "service"),
        ("toestellenberging", "service"),
        ("cv ruimte", "equipment"),
        ("С/У", "service"),
        ("Коридор", "circulation"),
        ("Кабинет директора", "office"),
        ("Второй свет", "not-a-room"),
        ("Sala riunioni", "service"),
        ("Vano scala", "circulation"),
        ("Salle de réunion", "service"),
        ("SALLE DE REUNION", "service"),
        ("Local technique", "equipment"),
        ("Neuvotteluhuone", "service"),
        ("Käytävä", "circulation"),
    ],
)
def test_tricky_names_in_other_languages(name: str, use: str) -> None:
    assert use_of_text(name) == use


@pytest.mark.parametrize(
    "name", ["", "301", "Room", "Space 12", "房间", "Комната", "kris", "MuellerIII", "officer", "storeyed"]
)
def test_a_name_that_says_nothing_is_none(name: str) -> None:
    assert use_of_text(name) is None


def test_the_term_that_decided_is_told() -> None:
    match = match_of_text("三楼东 多功能厅")
    assert match is not None
    assert match.term == "多功能厅"


@pytest.mark.parametrize(
    ("system", "code", "use"),
    [
        ("din-277", "NUF 2", "office"),
        ("din-277", "TF", "equipment"),
        ("din-277", "VF 9.1", "circulation"),
        ("omniclass-13", "13-85 11 11", "circulation"),
        ("omniclass-13", "13-81 21 31", "circulation"),
        ("omniclass-13", "13-81 21 17", "equipment"),
        ("omniclass-13", "13-25 11 11", None),
        ("uniclass-sl", "SL_20_15_59", "office"),
        ("uniclass-sl", "SL_90_50_35", "service"),
        ("no-such-system", "1", None),
    ],
)
def test_classification_codes(system: str, code: str, use: str | None) -> None:
    assert use_of_code(system, code) == use


# -- spaces of a file --------------------------------------------------------------------------------------------------


class File:
    """A file with one space, and what may be hung on it."""

    def __init__(self, schema: str = "IFC4", **attributes: Any) -> None:
        self.ifc = ifcopenshell.file(schema=schema)
        self.space = self.ifc.create_entity("IfcSpace", GlobalId=ifcopenshell.guid.new(), **attributes)

    def pset(self, name: str, **values: Any) -> File:
        properties = [
            self.ifc.create_entity(
                "IfcPropertySingleValue", Name=key.replace("_", " "), NominalValue=self.ifc.create_entity(kind, value)
            )
            for key, (kind, value) in values.items()
        ]
        definition = self.ifc.create_entity(
            "IfcPropertySet", GlobalId=ifcopenshell.guid.new(), Name=name, HasProperties=properties
        )
        self.ifc.create_entity(
            "IfcRelDefinesByProperties",
            GlobalId=ifcopenshell.guid.new(),
            RelatedObjects=[self.space],
            RelatingPropertyDefinition=definition,
        )
        return self

    def classified(self, code: str | None, name: str | None) -> File:
        key = "ItemReference" if self.ifc.schema == "IFC2X3" else "Identification"
        reference = self.ifc.create_entity("IfcClassificationReference", Name=name, **{key: code})
        self.ifc.create_entity(
            "IfcRelAssociatesClassification",
            GlobalId=ifcopenshell.guid.new(),
            RelatedObjects=[self.space],
            RelatingClassification=reference,
        )
        return self

    def use(self) -> tuple[str, str]:
        use, reason = classify_use(self.space, self.space.Name or "", self.space.LongName or "")
        return use, reason.en


def test_the_name_comes_before_the_classification() -> None:
    use, reason = File("IFC2X3", Name="014", LongName="Corridor").classified("13", "Store").use()
    assert use == "circulation"
    assert "corridor" in reason


def test_a_classification_speaks_where_the_name_does_not() -> None:
    assert File(Name="S-1").classified("13-11 21: Meeting Spaces", None).use()[0] == "service"
    assert File(Name="7").classified("NUF 2", None).use()[0] == "office"
    assert File(Name="7").classified("SL_90_10_36", "Hallways").use()[0] == "circulation"
    assert File("IFC2X3", Name="7").classified("13-85 21", "unnamed").use()[0] == "circulation"


@pytest.mark.parametrize(
    ("pset", "values", "use"),
    [
        ("Pset_SpaceCommon", {"Category": ("IfcLabel", "Office")}, "office"),
        ("Pset_SpaceCommon", {"Reference": ("IfcIdentifier", "toilet 10")}, "service"),
        ("Pset_SpaceOccupancyRequirements", {"OccupancyType": ("IfcLabel", "会议")}, "service"),
        ("房间信息", {"房间功能": ("IfcText", "变配电室")}, "equipment"),
        (
            "PSet_Revit_Identity Data",
            {"OmniClass_Table_13_Category": ("IfcText", "13-85 11 11: Corridor")},
            "circulation",
        ),
    ],
)
def test_property_sets_speak_too(pset: str, values: dict[str, tuple[str, Any]], use: str) -> None:
    assert File(Name="7").pset(pset, **values).use()[0] == use


def test_marks_of_the_file() -> None:
    assert File(PredefinedType="GFA", LongName="办公区").use()[0] == "not-a-room"
    assert File(PredefinedType="EXTERNAL", LongName="X").use()[0] == "not-a-room"
    assert File(PredefinedType="EXTERNAL", LongName="会议室").use()[0] == "service"
    assert File(PredefinedType="PARKING").use()[0] == "ancillary"
    assert File("IFC2X3", InteriorOrExteriorSpace="EXTERNAL", LongName="Terrasse").use()[0] == "not-a-room"
    assert File(LongName="X").pset("Pset_SpaceCommon", IsExternal=("IfcBoolean", True)).use()[0] == "not-a-room"
    assert File(LongName="X").pset("Pset_SpaceCommon", IsExternal=("IfcBoolean", False)).use()[0] == "other"


def test_object_type_and_description_come_last_but_count() -> None:
    assert File(Name="entry", ObjectType="hallway").use()[0] == "circulation"
    assert File(Name="7", Description="Store for chairs").use()[0] == "service"


def test_a_room_nobody_knows_is_other_and_says_why() -> None:
    use, reason = File(Name="7", LongName="kris").use()
    assert use == "other"
    assert "kris" in reason


def test_braces_in_a_name_do_no_harm() -> None:
    assert File(Name="{0} {x}").use()[0] == "other"
    finding = not_a_room("id", "1", "{roof}", Text("{0}", "{x}"))
    assert (finding.code, finding.subject) == ("not-a-room", "id")
    assert "{roof}" in finding.reason.en


@pytest.mark.skipif(not has_corpus(), reason="the corpus of real models is not here")
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("01", {"office": 25, "service": 48, "equipment": 10, "circulation": 16}),
        ("02", {"office": 45, "service": 11, "equipment": 4, "technical": 7, "circulation": 13, "other": 2}),
        ("03", {"other": 6, "circulation": 6, "service": 4, "ancillary": 2, "equipment": 2, "not-a-room": 1}),
        ("05", {"service": 39, "equipment": 3, "circulation": 3, "other": 3}),
        ("06", {"office": 4, "circulation": 9, "service": 1}),
        ("08", {"other": 5, "circulation": 5, "service": 2, "ancillary": 1}),
    ],
)
def test_uses_in_real_models(number: str, expected: dict[str, int]) -> None:
    uses = [classify_use(s, s.Name or "", s.LongName or "")[0] for s in opened(number).by_type("IfcSpace")]
    assert {use: uses.count(use) for use in set(uses)} == expected
