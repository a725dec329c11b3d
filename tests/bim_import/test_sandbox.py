import time

import pytest

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits, run_in_child

TARGETS = "tests.bim_import.sandbox_targets:"


def test_the_answer_and_the_progress_of_the_child_arrive_without_its_noise():
    steps = []
    answer = run_in_child(TARGETS + "answers", {"word": "一间"}, on_progress=lambda *step: steps.append(step))
    assert answer.decode() == "got 一间"
    assert steps == [("read", 0.5)]


def test_a_refusal_keeps_its_code_its_sentences_and_its_evidence():
    with pytest.raises(ImportRefused) as refused:
        run_in_child(TARGETS + "refuses", {})
    finding = refused.value.finding
    assert (finding.code, finding.reason.zh, finding.evidence) == ("empty-file", "文件是空的。", {"size_bytes": 0})


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("raises", "import-failed"),
        ("crashes", "import-crashed"),
        ("eats_memory", "import-memory"),
        ("never_ends", "import-timeout"),
        ("speaks_garbage", "import-crashed"),
    ],
)
def test_a_child_that_does_not_answer_is_one_clear_sentence(target, code):
    with pytest.raises(ImportRefused) as refused:
        run_in_child(TARGETS + target, {}, limits=Limits(time_s=2 if target == "never_ends" else 60, memory_mib=400))
    assert refused.value.finding.code == code
    assert "secret path" not in str(refused.value)
    assert refused.value.finding.reason.zh.endswith("。")


def test_a_child_past_its_time_is_stopped_soon():
    start = time.monotonic()
    with pytest.raises(ImportRefused):
        run_in_child(TARGETS + "never_ends", {}, limits=Limits(time_s=0.5))
    assert time.monotonic() - start < 20
