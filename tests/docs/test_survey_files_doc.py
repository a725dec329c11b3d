"""docs/survey_files.md names every sheet, column and word, and the limits of the code."""

from bim_import.survey.cells import CLEAR_HEIGHT, DISTANCE, SIDE
from bim_import.survey.observation_sheets import FACES_LIMIT_DEG
from bim_import.survey.room_survey import REPEAT_M
from bim_import.survey.roomplan import SIGMA_M
from bim_import.survey.roomplan_remarks import OFF_M
from bim_import.survey.splay_rooms import LEVEL_DEG
from bim_import.survey.storey_names import STOREY_HEIGHT_M
from geometry.survey.wall_fit import OPEN_DEG, STRAIGHT_M
from geometry.survey.wall_loop import MEET_M
from tests.docs.survey_tables import DOCUMENT, render

TEXT = DOCUMENT.read_text("utf-8")


def test_the_tables_are_those_of_the_code():
    assert render() in TEXT, "run: python -m tests.docs.survey_tables"


def test_the_limits_are_those_of_the_code():
    for phrase in (
        f"{DISTANCE.low_m:g}–{DISTANCE.high_m:g} m",
        f"from {SIDE.low_m:g} m",
        f"clear heights {CLEAR_HEIGHT.low_m:g}–{CLEAR_HEIGHT.high_m:g} m",
        f"Within {REPEAT_M * 1000:g} mm",
        f"{FACES_LIMIT_DEG * 60:g}′",
        f"{STOREY_HEIGHT_M:g} m apart",
        f"within {LEVEL_DEG:g}° of the horizontal",
        f"({STRAIGHT_M * 100:g} cm)",
        f"more than {OPEN_DEG:g}°",
        f"over {OFF_M:.2f} m",
        f"{MEET_M:.2f} m give the outline",
        f"σ = {SIGMA_M * 1000:g} mm",
    ):
        assert phrase in TEXT, phrase
