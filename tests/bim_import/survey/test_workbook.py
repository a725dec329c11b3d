"""Workbooks and tables become rooms: the right area, with its uncertainty, where their rows say."""

import math

import pytest

from tests.bim_import.survey.build import DISTANCES, ROOMS, quick, raw_workbook, read, refusal, workbook

L_WALLS = (("A", "B", 6.0), ("B", "C", 3.0), ("C", "D", 2.0), ("D", "E", 2.0), ("E", "F", 4.0), ("F", "A", 5.0))


def only(result):
    (space,) = result.model.spaces()
    return space


def codes(result):
    return {f.code for f in (*result.report.findings, *(f for s in result.model.spaces() for f in s.findings))}


def test_a_rectangle_is_length_times_width(tmp_path):
    result = read(quick(tmp_path / "a.xlsx", ("1号楼", "3F", 302, "局长办公室", 5.0, 4.0)))
    space = only(result)
    assert (space.number, space.name, space.use, space.origin) == ("302", "局长办公室", "office", "surveyed")
    assert space.outline.area == pytest.approx(20.0, abs=1e-9)
    assert space.survey is not None
    assert 0.005 < space.survey.standard_uncertainty_m2 < 0.1
    (building,) = result.model.buildings
    assert (building.name, [s.name for s in building.storeys]) == ("1号楼", ["3F"])
    assert (result.source.kind, result.source.schema) == ("survey-workbook", "xlsx")
    assert result.report.accepted == 1


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("房号", "长(cm)", "宽(cm)"), ("1", 500, 400)),
        (("房号", "长(mm)", "宽(mm)"), ("1", 5000, 4000)),
        (("Number", "Length (m)", "Width (m)"), ("1", 5, 4)),
        (("房号", "长", "宽", "单位"), ("1", 500, 400, "厘米")),
        (("房号", "长(m)", "宽(m)", "单位"), ("1", 5000, 4000, "mm")),
        (("房号", "长", "宽"), ("1", 5.0, 4.0)),
        (("房号", "长(m)", "宽(m)"), ("1", "5,00", "4.000")),
        (("房号", "长(m)", "宽(m)"), ("1", "５．０", "４．０")),
        (("房号", "长(m)", "宽(m)"), ("1", "5000 mm", "400cm")),
        (("房号", "长(m)", "宽(m)"), ("1", "5.0m", "4.0 米")),
        (("房号", "长(m)", "宽(m)"), ("1", "5,000", "4,000")),
        (("房号", "长(mm)", "宽(mm)"), ("1", "5,000", "4,000")),
    ],
)
def test_units_and_writings_of_numbers_lead_to_one_area(headings, row, tmp_path):
    assert only(read(quick(tmp_path / "a.xlsx", row, headings=headings))).outline.area == pytest.approx(20.0, abs=1e-9)


def test_a_unit_nobody_stated_is_said(tmp_path):
    assert "unit-assumed" in codes(read(quick(tmp_path / "a.xlsx", ("1", 5, 4), headings=("房号", "长", "宽"))))
    assert "unit-assumed" not in codes(
        read(quick(tmp_path / "b.xlsx", ("1", 5, 4), headings=("房号", "长(m)", "宽(m)")))
    )


def test_a_second_width_and_a_diagonal_make_the_area_surer(tmp_path):
    headings = ("房号", "长(m)", "宽(m)", "长2(m)", "宽2(m)", "对角线(m)")
    plain = only(read(quick(tmp_path / "a.xlsx", ("1", 5, 4, None, None, None), headings=headings)))
    checked = only(read(quick(tmp_path / "b.xlsx", ("1", 5, 4, 5, 4, math.hypot(5, 4)), headings=headings)))
    assert checked.survey.standard_uncertainty_m2 < plain.survey.standard_uncertainty_m2
    assert checked.survey.degrees_of_freedom > plain.survey.degrees_of_freedom


def test_an_l_shaped_room_of_walls_and_right_angles(tmp_path):
    rooms = [("楼层", "房号", "直角", "转角顺序"), ("1F", "101", "是", "A B C D E F")]
    distances = [DISTANCES, *(("101", *wall) for wall in L_WALLS)]
    result = read(workbook(tmp_path / "a.xlsx", 房间=rooms, 距离=distances))
    assert only(result).outline.area == pytest.approx(26.0, abs=1e-6)
    assert {"reflex-corners-found", "assumed-angles"} <= codes(result)


def test_walls_and_angles_determine_a_room_without_right_angles(tmp_path):
    angles = [("房号", "角", "数值(deg)"), *(("101", c, 270 if c == "D" else 90) for c in "ABCDEF")]
    result = read(workbook(tmp_path / "a.xlsx", 距离=[DISTANCES, *(("101", *w) for w in L_WALLS)], 角度=angles))
    assert only(result).outline.area == pytest.approx(26.0, abs=1e-6)
    assert "assumed-angles" not in codes(result)


def test_walls_and_diagonals_determine_a_room(tmp_path):
    corners = {"1": (0, 0), "2": (5.1, 0.2), "3": (5.6, 3.9), "4": (2.0, 5.2), "5": (-0.3, 3.6)}

    def row(a, b):
        return ("101", a, b, round(math.dist(corners[a], corners[b]), 4))

    walls = [row(a, b) for a, b in ("12", "23", "34", "45", "51")]
    diagonals = [DISTANCES, *(row(a, b) for a, b in ("13", "14", "24"))]
    result = read(workbook(tmp_path / "a.xlsx", 距离=[DISTANCES, *walls], 对角线=diagonals))
    x, y = zip(*corners.values(), strict=True)
    area = sum(x[i] * y[(i + 1) % 5] - x[(i + 1) % 5] * y[i] for i in range(5)) / 2
    assert only(result).outline.area == pytest.approx(area, abs=0.002)


def test_walls_alone_leave_a_room_undetermined_and_say_what_is_missing(tmp_path):
    rooms = [("房号", "名称"), ("101", "会议室"), ("102", "办公室")]
    distances = [DISTANCES, *(("101", *wall) for wall in L_WALLS)]
    result = read(workbook(tmp_path / "a.xlsx", 房间=rooms, 距离=distances))
    assert result.model.spaces() == ()
    assert result.report.rejected == 2
    reasons = {f.subject.rpartition("/")[2]: f.reason.en for f in result.report.findings if f.code == "undetermined"}
    assert "diagonal" in reasons["101"]
    assert "Nothing was measured" in reasons["102"]


def test_wall_to_wall_distances_of_a_rectangle(tmp_path):
    distances = [DISTANCES, ("101", "南墙", "北墙", 4.0), ("101", "东墙", "西墙", 5.0)]
    rooms = [("房号", "直角"), ("101", "是")]
    assert only(read(workbook(tmp_path / "a.xlsx", 房间=rooms, 距离=distances))).outline.area == pytest.approx(20.0)


def test_repeated_readings_are_one_distance_unless_they_contradict_each_other(tmp_path):
    headings = (*DISTANCES, "读数2(m)")
    others = (("2", "3", 4.0), ("3", "4", 5.0), ("4", "1", 4.0))
    walls = [("101", "1", "2", 5.001, 4.999), *(("101", *other, None) for other in others)]
    rooms = [("房号", "直角"), ("101", "是")]
    good = read(workbook(tmp_path / "a.xlsx", 房间=rooms, 距离=[headings, *walls]))
    assert only(good).survey is not None
    (first, *_) = [o for o in only(good).survey.observations if o.kind == "distance"]
    assert first.value == pytest.approx(5.0)
    bad = read(workbook(tmp_path / "b.xlsx", 房间=rooms, 距离=[headings, ("101", "1", "2", 5.0, 5.1), *walls[1:]]))
    assert "readings-differ" in codes(bad)
    assert only(bad).outline.area == pytest.approx(20.0, abs=0.05)


def test_obstacles_are_deducted_by_the_basis(tmp_path):
    from geometry.areas import measure_all
    from geometry.basis import BASES

    obstacles = [
        ("房号", "类型", "长(m)", "宽(m)", "直径(cm)", "数量"),
        ("101", "柱", 0.5, 0.5, None, 2),
        ("101", "Duct", None, None, 40, None),
    ]
    heights = [("房号", "净高(m)"), ("101", 2.85)]
    rooms = [ROOMS, ("1号楼", "1F", "101", "", 5.0, 4.0)]
    result = read(workbook(tmp_path / "a.xlsx", 房间=rooms, 扣减=obstacles, 净高=heights))
    (storey,) = result.model.buildings[0].storeys
    (statement,) = measure_all(storey, basis=BASES["cn-usable"])
    deducted = 0.5 + math.pi / 4 * 0.16
    assert statement.gross_area_m2 == pytest.approx(20.0)
    assert statement.net_area_m2 == pytest.approx(20.0 - deducted)
    assert statement.standard_uncertainty_m2 > 0
    assert storey.spaces[0].height_m == pytest.approx(2.85)


def test_control_points_place_a_room_and_others_stand_beside_it(tmp_path):
    places = (("101", "1", 500120.0, 3400200.0), ("101", "2", 500120.0, 3400205.0))
    control = [("房号", "角", "东坐标(m)", "北坐标(m)"), *places]
    walls = [("101", "1", "2", 5.0), ("101", "2", "3", 4.0), ("101", "3", "4", 5.0), ("101", "4", "1", 4.0)]
    rooms = [("房号", "长(m)", "宽(m)", "直角"), ("101", None, None, "是"), ("102", 3.0, 3.0, None)]
    result = read(workbook(tmp_path / "a.xlsx", 房间=rooms, 距离=[DISTANCES, *walls], 控制点=control))
    placed, beside = result.model.spaces()
    x, y = result.model.frame.offset_m
    west, south, east, north = placed.outline.bounds
    assert (round(west + x, 3), round(south + y, 3)) == (500116.0, 3400200.0)
    assert (round(east + x, 3), round(north + y, 3)) == (500120.0, 3400205.0)
    assert placed.outline.distance(beside.outline) > 1.0
    assert [any(f.code == "not-placed" for f in s.findings) for s in (placed, beside)] == [False, True]


def test_buildings_and_storeys_come_in_order(tmp_path):
    rows = [("2号楼", "2F", "1"), ("2号楼", "B1", "2"), ("1号楼", "1F", "3"), ("2号楼", "1F", "4")]
    result = read(quick(tmp_path / "a.xlsx", *((*row, "", 4.0, 3.0) for row in rows)))
    assert [(b.name, [(s.name, s.elevation_m) for s in b.storeys]) for b in result.model.buildings] == [
        ("2号楼", [("B1", -3.6), ("1F", 0.0), ("2F", 3.6)]),
        ("1号楼", [("1F", 0.0)]),
    ]
    assert "storey-elevation-assumed" in codes(result)


def test_rooms_of_a_storey_do_not_touch(tmp_path):
    spaces = read(quick(tmp_path / "a.xlsx", *(("1", "1F", str(i), "", 4.0 + i, 3.0) for i in range(9)))).model.spaces()
    assert all(a.outline.distance(b.outline) > 1.0 for a in spaces for b in spaces if a.id < b.id)


def test_the_same_room_has_the_same_id_in_a_later_survey(tmp_path):
    first = only(read(quick(tmp_path / "a.xlsx", ("1号楼", "1F", "101", "", 5.0, 4.0))))
    later = only(read(quick(tmp_path / "b.xlsx", ("1号楼", "1F", 101.0, "", 5.01, 4.0))))
    assert first.id == later.id


def test_a_building_without_a_name_is_called_by_the_file(tmp_path):
    result = read(quick(tmp_path / "后勤楼.xlsx", ("101", 5, 4), headings=("房号", "长(m)", "宽(m)")))
    assert result.model.buildings[0].name == "后勤楼"


def test_sums_unknown_columns_and_unknown_sheets_are_said(tmp_path):
    headings = (*ROOMS, "颜色")
    rows = [headings, ("1号楼", "1F", "101", "", 5.0, 4.0, "红"), ("合计", None, None, None, 5.0, 4.0, None)]
    result = read(
        workbook(tmp_path / "a.xlsx", 房间=rows, 预算=[("项目", "金额"), ("地砖", 3)], 说明=[("请逐行填写",)])
    )
    assert len(result.model.spaces()) == 1
    found = codes(result)
    assert {"survey-sums-left-out", "survey-column-ignored", "survey-sheet-ignored"} <= found


def test_hidden_rows_and_sheets_are_read_and_said(tmp_path):
    book, path = raw_workbook(
        tmp_path / "a.xlsx", {"房间": [ROOMS, *(("1", "1F", str(i), "", 5, 4) for i in range(3))]}
    )
    book["房间"].row_dimensions[3].hidden = True
    book.save(path)
    result = read(path)
    assert len(result.model.spaces()) == 3
    assert "survey-hidden-rows" in codes(result)


def test_an_unknown_instrument_is_said(tmp_path):
    headings = ("房号", "长(m)", "宽(m)", "仪器")
    assert "instrument-unknown" in codes(read(quick(tmp_path / "a.xlsx", ("1", 5, 4, "目测"), headings=headings)))
    known = read(quick(tmp_path / "b.xlsx", ("1", 5, 4, "Leica DISTO X3"), headings=headings))
    assert "instrument-unknown" not in codes(known)


def test_headings_without_rows_and_sheets_without_headings_are_refused(tmp_path):
    assert refusal(quick(tmp_path / "a.xlsx")) == "survey-empty"
    assert refusal(workbook(tmp_path / "b.xlsx", Sheet1=[("项目", "金额"), ("地砖", 3)])) == "survey-no-table"
    assert refusal(workbook(tmp_path / "c.xlsx", Sheet1=[])) == "survey-no-table"


# -- CSV ---------------------------------------------------------------------------------------------------------------

TABLE = "楼层,房号,名称,长(m),宽(m)\r\n3F,302,局长办公室,5.00,4.00\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_csv_is_read_in_every_usual_encoding(encoding, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE.encode(encoding))
    space = only(read(path))
    assert (space.number, space.name) == ("302", "局长办公室")
    assert space.outline.area == pytest.approx(20.0)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_csv_may_use_another_delimiter_and_a_decimal_comma(delimiter, tmp_path):
    path = tmp_path / "a.txt"
    text = TABLE.replace(",", delimiter).replace("5.00", "5,00").replace("4.00", "4,00")
    path.write_text(text, encoding="utf-8")
    assert only(read(path)).outline.area == pytest.approx(20.0)


def test_a_csv_of_distances_makes_its_rooms_itself(tmp_path):
    path = tmp_path / "a.csv"
    walls = ("A,B,5", "B,C,4", "C,D,5", "D,A,4", f"A,C,{math.hypot(5, 4):.4f}")
    path.write_text("房号,起点,终点,数值(m)\n" + "".join(f"101,{w}\n" for w in walls), encoding="utf-8")
    result = read(path)
    assert only(result).outline.area == pytest.approx(20.0, abs=0.01)
    assert (result.source.kind, result.source.schema) == ("survey-table", "csv")


def test_polar_shots_in_gon_and_two_faces_give_the_room(tmp_path):
    corners = ((0, 0), (5, 0), (5, 4), (0, 4))
    lines = ["station,target,slope distance (m),Hz (gon),V (gon),Hz 2 (gon),V 2 (gon)"]
    for i, (x, y) in enumerate(corners):
        level = math.dist((2, 1.5), (x, y))
        hz = (math.degrees(math.atan2(x - 2, y - 1.5)) + 77) % 360 / 0.9
        zenith = (95.0 + i) / 0.9
        slope = level / math.sin(math.radians(95.0 + i))
        lines.append(f"S,{i + 1},{slope:.5f},{hz:.5f},{zenith:.5f},{(hz + 200) % 400:.5f},{400 - zenith:.5f}")
    path = tmp_path / "302.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    space = only(read(path))
    assert space.number == "302"
    assert space.outline.area == pytest.approx(20.0, abs=1e-3)
