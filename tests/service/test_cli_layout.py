import json

from tests.service.build_ifc import OFFICES, write_ifc
from tests.service.test_cli_areas import yijian


def test_a_room_without_a_door_is_refused_with_what_to_do(tmp_path):
    file = write_ifc(tmp_path / "office.ifc", OFFICES)
    code, out, err = yijian("layout", file, "--space", OFFICES[0].number, "--json")
    assert (code, out) == (2, "")
    assert "door" in err


def test_a_room_that_is_not_there_is_named(tmp_path):
    file = write_ifc(tmp_path / "office.ifc", OFFICES)
    code, _, err = yijian("layout", file, "--space", "no-such-room")
    assert code == 2
    assert "no-such-room" in err


def test_the_sample_has_an_office_laid_out_with_everything_a_checker_needs():
    code, out, err = yijian("layout", "samples/county_centre.ifc", "--space", "A126", "--json")
    assert code == 0, err
    found = json.loads(out)
    assert found["count"] == len(found["workstations"]) <= found["bound"]
    assert found["legal"] == all(check["outcome"] == "pass" for check in found["checks"])
    assert {"outline", "obstacles", "doors", "aisles", "profile", "seconds"} <= found.keys()
