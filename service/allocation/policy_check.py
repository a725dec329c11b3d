"""Contradictions inside a policy whose values are well-formed one by one: what no single key can show."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from geometry.basis import BASES
from geometry.finding import Text
from service.allocation.policy_rules import Cited, PolicyFile, ServiceFormula
from service.allocation.policy_shape import Fault

NO_SUCH_SOURCE = Text("没有名为 {name} 的出处。", "There is no source called {name}.")
NO_SUCH_ORGAN = Text("没有名为 {name} 的机关级别。", "There is no organ called {name}.")
NO_SUCH_POST = Text("没有名为 {name} 的职级(机关.职级)。", "There is no post called {name} (organ.post).")
NO_LIMIT = Text("面积标准应大于 0。", "A limit must be greater than 0.")
ENDS_FIRST = Text("失效日期早于生效日期。", "It ends before it begins.")
NOT_A_SHARE = Text("应在 0 与 1 之间。", "This lies between 0 and 1.")
BRACKETS = Text(
    "人数下限应小于上限,且除数大于 0。", "The lower bracket end must lie below the upper one, the divisor above 0."
)
NO_SUCH_BASIS = Text("没有名为 {name} 的测量依据。", "There is no measurement basis called {name}.")
OTHER_BASIS = Text(
    "测量依据 {name} 与本表的开关不符:{key}。",
    "The measurement basis {name} contradicts a switch of this table: {key}.",
)
HALF_A_FORMULA = Text(
    "low_staff、high_staff、minuend、divisor 应同时给出或同时省略。",
    "Give low_staff, high_staff, minuend and divisor together or none of them.",
)
NOT_CONTINUOUS = Text(
    "在编制 {staff} 人处,公式得 {formula:g} m²,而该处规定为 {fixed:g} m²:分段与公式不符。",
    "At {staff} posts the formula gives {formula:g} m² where {fixed:g} m² is fixed: bracket and formula do not fit.",
)


def contradictions(file: PolicyFile) -> Iterator[Fault]:
    """Yield every contradiction of a policy with the path of the value that shows it."""
    yield from _dates(file, ())
    posts = {f"{organ}.{post}" for organ, table in file.organs.items() for post in table.posts}
    for path, cited in _citations(file):
        if cited.source not in file.sources:
            yield Fault((*path, "source"), NO_SUCH_SOURCE.format(name=cited.source), ", ".join(file.sources))
        yield from _dates(cited, path)
    for organ, table in file.organs.items():
        for post, row in table.posts.items():
            if row.limit_m2 is not None and row.limit_m2 <= 0:
                yield Fault(("organs", organ, "posts", post, "limit_m2"), NO_LIMIT)
    for name, rule in file.derived.rules.items() if file.derived else ():
        for organ in (*rule.from_organs, rule.to):
            if organ not in file.organs:
                yield Fault(("derived", "rules", name), NO_SUCH_ORGAN.format(name=organ), ", ".join(file.organs))
    for organ, formula in file.service.by_organ.items() if file.service else ():
        if organ not in file.organs:
            yield Fault(("service", "by_organ", organ), NO_SUCH_ORGAN.format(name=organ), ", ".join(file.organs))
        yield from _formula(formula, ("service", "by_organ", organ))
    yield from _bases(file)
    yield from _named_posts(file, posts)
    yield from _shares(file)


def _citations(file: PolicyFile) -> Iterator[tuple[tuple[str, ...], Cited]]:
    for name in PolicyFile.__dataclass_fields__:
        yield from _cited_in(getattr(file, name), (name,))


def _cited_in(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Cited]]:
    if isinstance(value, Cited):
        yield path, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _cited_in(child, (*path, key))
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            child = getattr(value, name)
            if isinstance(child, dict) or hasattr(child, "__dataclass_fields__"):
                yield from _cited_in(child, (*path, name))


def _dates(value: PolicyFile | Cited, path: tuple[str, ...]) -> Iterator[Fault]:
    if value.effective_from and value.effective_until and value.effective_until < value.effective_from:
        yield Fault((*path, "effective_until"), ENDS_FIRST)


def _formula(formula: ServiceFormula, path: tuple[str, ...]) -> Iterator[Fault]:
    parts = (formula.low_staff, formula.high_staff, formula.minuend, formula.divisor)
    if all(part is None for part in parts):
        return
    low, high, minuend, divisor = parts
    if low is None or high is None or minuend is None or divisor is None:
        yield Fault(path, HALF_A_FORMULA)
        return
    if low >= high or divisor <= 0:
        yield Fault((*path, "low_staff"), BRACKETS)
        return
    for key, staff, fixed in (("low_staff", low, formula.low_m2), ("high_staff", high, formula.high_m2)):
        value = (minuend - staff) / divisor
        if not isclose(value, fixed, abs_tol=1e-9):
            yield Fault((*path, key), NOT_CONTINUOUS.format(staff=staff, formula=value, fixed=fixed))


def _bases(file: PolicyFile) -> Iterator[Fault]:
    rule = file.rules.measurement
    for name in rule.bases if rule else ():
        basis, path = BASES.get(name), ("rules", "measurement", "bases")
        if basis is None:
            yield Fault(path, NO_SUCH_BASIS.format(name=name), ", ".join(BASES))
            continue
        assert rule
        switches = {
            "wall_face": basis.wall_face.face == rule.wall_face,
            "deduct_columns": basis.columns.deducted == rule.deduct_columns,
            "deduct_shafts": basis.shafts.deducted == rule.deduct_shafts,
            "count_built_in": basis.built_ins.deducted != rule.count_built_in,
        }
        for key, agrees in switches.items():
            if not agrees:
                yield Fault(("rules", "measurement", key), OTHER_BASIS.format(name=name, key=key))


def _named_posts(file: PolicyFile, posts: set[str]) -> Iterator[Fault]:
    toilet, remedies = file.rules.toilet, file.rules.remedies
    lists = [
        (("rules", "toilet", "eligible"), toilet.eligible if toilet else ()),
        (("rules", "toilet", "eligible_by_title"), toilet.eligible_by_title if toilet else ()),
        (("rules", "remedies", "works_forbidden"), remedies.works_forbidden if remedies else ()),
    ]
    for path, names in lists:
        for name in names:
            if name not in posts:
                yield Fault(path, NO_SUCH_POST.format(name=name), ", ".join(sorted(posts)))


def _shares(file: PolicyFile) -> Iterator[Fault]:
    rules = file.rules
    shares: list[tuple[tuple[str, ...], float]] = []
    if file.equipment:
        shares.append((("equipment", "share"), file.equipment.share))
    if file.building:
        shares += [
            (("building", "k_multi_storey"), file.building.k_multi_storey),
            (("building", "k_high_rise"), file.building.k_high_rise),
        ]
    if rules.severity:
        shares.append((("rules", "severity", "medium_from"), rules.severity.medium_from))
    for path, share in shares:
        if not 0 < share <= 1:
            yield Fault(path, NOT_A_SHARE)
