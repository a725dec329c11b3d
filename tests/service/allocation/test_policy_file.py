"""A policy file is validated to the line, a local file changes only what it names, the version follows the content."""

import pytest

from service.allocation.policy_file import PolicyError, load_policy

LOCAL = """
extends = "cn-2014"

[sources.local]
document = "澜溪县规定"
title = { zh = "澜溪县规定", en = "Rule of Lanxi county" }

"""
CITED = 'source = "local"\narticle = "3"\nconfidence = "M"\n'


def written(tmp_path, text, name="lanxi.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(tmp_path, text):
    with pytest.raises(PolicyError) as caught:
        load_policy(written(tmp_path, text))
    return caught.value.problems


def test_a_local_file_overrides_only_what_it_names(tmp_path):
    text = LOCAL + f"[rules.verdict]\ntolerance_m2 = 1\n{CITED}"
    local, national = load_policy(written(tmp_path, text)), load_policy("cn-2014")
    assert (local.id, local.family, local.extends) == ("lanxi", "local", ("cn-2014",))
    assert local.rules.verdict.tolerance_m2 == 1
    assert local.rules.verdict.area_decimals == 2
    assert local.clause(local.rules.verdict) == "澜溪县规定, 3"
    assert local.organs == national.organs
    assert local.version != national.version


def test_one_post_can_be_changed_and_says_where_from(tmp_path):
    text = LOCAL + f"[organs.county.posts.leader]\nlimit_m2 = 28\n{CITED}"
    local = load_policy(written(tmp_path, text))
    leader, deputy = (local.entitlement(level, organ_level="county") for level in ("县级正职", "县级副职"))
    assert (leader.limit_m2, leader.clause.startswith("澜溪县规定, 3")) == (28, True)
    assert (deputy.limit_m2, deputy.clause.startswith("发改投资")) == (24, True)


def test_the_version_changes_with_the_content_and_with_nothing_else(tmp_path):
    text = LOCAL + f"[rules.verdict]\ntolerance_m2 = 1\n{CITED}"
    same = text.replace("\n\n", "\n# a remark\n\n")
    first, second = (load_policy(written(tmp_path / n, t)) for n, t in _folders(tmp_path, a=text, b=same))
    assert first.label == second.label
    third = load_policy(written(tmp_path, text.replace("= 1\n", "= 2\n")))
    assert third.version != first.version


def _folders(tmp_path, **texts):
    for name in texts:
        (tmp_path / name).mkdir()
    return texts.items()


def test_a_local_file_may_extend_another_local_file(tmp_path):
    written(tmp_path, LOCAL + f"[rules.verdict]\ntolerance_m2 = 1\n{CITED}", "city.toml")
    county = (
        LOCAL.replace("cn-2014", "city.toml")
        + "[rules.share]\nsplit = 'equal'\nsource='local'\narticle='4'\nconfidence='L'\n"
    )
    policy = load_policy(written(tmp_path, county))
    assert (policy.rules.verdict.tolerance_m2, policy.rules.share.split) == (1, "equal")
    assert policy.extends == ("city", "cn-2014")


@pytest.mark.parametrize(
    ("table", "line", "key", "words"),
    [
        (f'[rules.verdict]\ntolerance_m2 = "1"\n{CITED}', 9, "rules.verdict.tolerance_m2", "number not below 0"),
        (f"[rules.verdict]\ntolerance_m2 = -1\n{CITED}", 9, "rules.verdict.tolerance_m2", "number not below 0"),
        (f"[rules.verdict]\ntolerance_m2 = nan\n{CITED}", 9, "rules.verdict.tolerance_m2", "number not below 0"),
        (f"[rules.verdict]\ntolerance_m2 = true\n{CITED}", 9, "rules.verdict.tolerance_m2", "number not below 0"),
        (f"[rules.verdict]\ntolerence_m2 = 1\n{CITED}", 9, "rules.verdict.tolerence_m2", "no key called"),
        ("[rules.verdict]\n\ntolerance_m2 = 1\n", 10, "rules.verdict.tolerance_m2", "does not say where it is from"),
        (f"[rules.verdict]\ntolerance_m2 = 1\n{CITED}".replace('"local"', '"x"'), 10, "rules.verdict.source", "source"),
        (f"[rules.share]\nsplit = 'half'\n{CITED}", 9, "rules.share.split", "one of a few values"),
        (f"[equipment]\nof = 'actual'\n{CITED}", 9, "equipment.of", "one of a few values"),
        (f"[rules.door]\nsingle = 'office'\n{CITED}", 9, "rules.door.single", "a list"),
        (f"[organs.county.posts.leader]\nlimit_m2 = 0\n{CITED}", 9, "organs.county.posts.leader.limit_m2", "greater"),
        (
            f"[rules.toilet]\neligible = [\n'county.leader',\n'county.mayor']\n{CITED}",
            9,
            "rules.toilet.eligible",
            "county.mayor",
        ),
        (f"[organs.village]\nzh = '村'\nen = 'village'\n{CITED}", 8, "organs.village.posts", "missing"),
        (f"[equipment]\nshare = 9\n{CITED}", 9, "equipment.share", "between 0 and 1"),
        (f"[rules.verdict]\neffective_from = 2020-01-01T08:00:00\n{CITED}", 9, "rules.verdict.effective_from", "date"),
    ],
)
def test_a_fault_is_named_with_its_line_and_key(tmp_path, table, line, key, words):
    [problem] = problems(tmp_path, LOCAL + table)
    assert (problem.file, problem.line, problem.key) == ("lanxi.toml", line, key)
    assert words in problem.reason.en
    assert problem.reason.zh.startswith(f"lanxi.toml 第 {line} 行")


def test_what_is_allowed_stands_beside_the_fault(tmp_path):
    [problem] = problems(tmp_path, LOCAL + f"[rules.share]\nsplit = 'half'\n{CITED}")
    assert problem.allowed == "'proportional', 'equal'"


def test_the_city_bracket_on_the_county_formula_is_refused(tmp_path):
    """A system in use asks 200 and 400 of counties and arrives at 2 m² a post."""
    table = f"[service.by_organ.county]\nlow_staff = 200\nhigh_staff = 400\n{CITED}"
    low, high = problems(tmp_path, LOCAL + table)
    assert (low.line, high.line) == (9, 10)
    assert "the formula gives 2 m² where 6 m² is fixed" in high.what.en


def test_every_fault_is_reported_at_once(tmp_path):
    table = f"[rules.verdict]\ntolerance_m2 = 'a'\narea_decimals = 1.5\nexcess_base = 'used'\n{CITED}"
    assert [p.line for p in problems(tmp_path, LOCAL + table)] == [9, 10, 11]


@pytest.mark.parametrize("text", ["= 3", "a = [1", "\x00"])
def test_what_is_no_toml_is_one_sentence(tmp_path, text):
    [problem] = problems(tmp_path, text)
    assert problem.reason.en.startswith("lanxi.toml: This is not a valid TOML file")


def test_an_unknown_policy_names_the_known_ones(tmp_path):
    with pytest.raises(PolicyError, match="cn-1999, cn-2014"):
        load_policy("cn-2041")
    [problem] = problems(tmp_path, LOCAL.replace("cn-2014", "cn-2041"))
    assert (problem.line, problem.key) == (2, "extends")


def test_files_that_extend_each_other_are_refused(tmp_path):
    written(tmp_path, 'extends = "lanxi.toml"\n', "other.toml")
    [problem] = problems(tmp_path, 'extends = "other.toml"\n')
    assert "circle" in problem.reason.en
