"""Read a policy from TOML: merge it onto what it extends, validate every value, name file and line of each fault.

A local file says ``extends = "cn-2014"`` and repeats only what differs. A table in which it changes a value must name
the source of the change: a local number never passes as national.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from geometry.finding import Text
from service.allocation.policy import Policy
from service.allocation.policy_check import contradictions
from service.allocation.policy_rules import PolicyFile
from service.allocation.policy_shape import Fault, structured
from service.allocation.toml_lines import key_lines, line_of

VERSION_DIGITS = 8
DEEPEST_CHAIN = 8
CITATION = ("source", "article", "confidence", "effective_from", "effective_until")
NOT_CITED = ("title", "sources")
CONTAINERS = ("organs", "posts", "by_organ", "rules")

NO_SUCH_POLICY = Text(
    "没有名为 {name} 的标准;可用的有:{known},或给出一个 TOML 文件。",
    "There is no policy called {name}; choose one of: {known}, or give a TOML file.",
)
PLACE = Text("{file} 第 {line} 行,{key}", "{file}, line {line}, {key}")
ALLOWED = Text("可用:{allowed}。", " Allowed: {allowed}.")
NOT_TOML = Text("不是有效的 TOML 文件:{what}。", "This is not a valid TOML file: {what}.")
CIRCLE = Text("标准文件互相引用。", "The policy files extend each other in a circle.")
NO_SOURCE = Text(
    "此处改动了数值,却没有写明出处;请加上 source、article 和 confidence。",
    "This table changes a value and does not say where it is from; add source, article and confidence.",
)
NOT_IN_FORCE = Text(
    "标准 {policy} 在 {day} 不适用(适用期 {begins} 至 {ends});不同日期的标准不混用。",
    "Policy {policy} is not in force on {day} (it is from {begins} to {ends}); standards of different dates are never "
    "mixed.",
)
NO_POLICY = Text("没有在 {day} 适用的国家标准。", "No national policy is in force on {day}.")


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """One fault of a policy file: where it stands, the dotted key, what is wrong, what is allowed ("" if obvious)."""

    file: str
    line: int
    key: str
    what: Text
    allowed: str = ""

    @property
    def reason(self) -> Text:
        """Return the whole message in one line."""
        place = PLACE.format(file=self.file, line=self.line, key=self.key) if self.key else Text(self.file, self.file)
        end = ALLOWED.format(allowed=self.allowed) if self.allowed else Text("", "")
        return Text(f"{place.zh}:{self.what.zh}{end.zh}", f"{place.en}: {self.what.en}{end.en}")


class PolicyError(Exception):
    """A policy cannot be used; ``problems`` has all the reasons that were found."""

    def __init__(self, *problems: PolicyProblem) -> None:
        super().__init__("; ".join(problem.reason.en for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Layer:
    """One file of a chain, its values as written and the lines they stand on."""

    file: str
    table: dict[str, Any]
    lines: Mapping[tuple[str, ...], int]
    folder: Path

    @property
    def id(self) -> str:
        return str(self.table.get("id", Path(self.file).stem))

    def problem(self, path: tuple[str, ...], what: Text, allowed: str = "") -> PolicyProblem:
        return PolicyProblem(self.file, line_of(path, self.lines), ".".join(path), what, allowed)


def policy_names() -> tuple[str, ...]:
    """Return the ids of the policies that come with the program."""
    folder = resources.files("service.allocation").joinpath("policies")
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


def load_policy(name: str | Path) -> Policy:
    """Return the policy of that id, or of that TOML file; raises ``PolicyError`` with every fault, file and line."""
    layers = _chain(name)
    problems = [problem for layer in layers[:-1] for problem in _uncited(layer)]
    merged: dict[str, Any] = {}
    for layer in reversed(layers):
        _inherit(layer.table, {})
        _merge(merged, layer.table)
    if "extends" in layers[0].table:
        merged["id"] = layers[0].id
        merged["family"] = layers[0].table.get("family", "local")
    merged.pop("extends", None)
    file, faults = structured(merged)
    if file is not None:
        faults = tuple(contradictions(file))
    problems += [_located(fault, layers) for fault in faults]
    if problems or file is None:
        raise PolicyError(*sorted(problems, key=lambda problem: (problem.file, problem.line)))
    return _policy(file, merged, tuple(layer.id for layer in layers[1:]))


def policy_on(day: date, *, family: str = "national") -> Policy:
    """Return the policy of a family that is in force on ``day``; raises ``PolicyError`` where there is none."""
    for name in policy_names():
        policy = load_policy(name)
        if policy.family == family and policy.holds_on(day):
            return policy
    raise PolicyError(PolicyProblem(family, 0, "", NO_POLICY.format(day=day)))


def require_in_force(policy: Policy, day: date) -> None:
    """Raise ``PolicyError`` where ``policy`` is not the standard of ``day``."""
    if not policy.holds_on(day):
        begins, ends = policy.effective_from or "…", policy.effective_until or "…"
        what = NOT_IN_FORCE.format(policy=policy.id, day=day, begins=begins, ends=ends)
        raise PolicyError(PolicyProblem(policy.id, 0, "", what))


def _chain(name: str | Path) -> list[_Layer]:
    """Return the file and what it extends, the most local first."""
    layers = [_read(name, None)]
    while "extends" in layers[-1].table:
        if len(layers) == DEEPEST_CHAIN:
            raise PolicyError(layers[0].problem(("extends",), CIRCLE))
        layers.append(_read(str(layers[-1].table["extends"]), layers[-1]))
    return layers


def _read(name: str | Path, above: _Layer | None) -> _Layer:
    known = policy_names()
    path = Path() if above is None else above.folder
    if str(name) in known:
        file = f"{name}.toml"
        raw = resources.files("service.allocation").joinpath("policies", file).read_bytes()
    else:
        path /= name
        if path.suffix != ".toml" or not path.is_file():
            what = NO_SUCH_POLICY.format(name=name, known=", ".join(known))
            raise PolicyError(above.problem(("extends",), what) if above else PolicyProblem(path.name, 0, "", what))
        file, raw = path.name, path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as bad:
        raise PolicyError(PolicyProblem(file, 0, "", NOT_TOML.format(what=bad))) from bad
    return _Layer(file, table, key_lines(text), path.parent)


def _inherit(table: dict[str, Any], above: dict[str, Any]) -> None:
    """Write the citation of each table into the tables below it that have none of their own."""
    own = above | {key: table[key] for key in CITATION if key in table and "source" in table}
    for key, child in table.items():
        if not isinstance(child, dict) or key in NOT_CITED:
            continue
        if key not in CONTAINERS and "source" not in child:
            for name, value in own.items():
                child.setdefault(name, value)
        _inherit(child, own)


def _uncited(layer: _Layer) -> Iterator[PolicyProblem]:
    def walk(table: dict[str, Any], path: tuple[str, ...], *, cited: bool) -> Iterator[PolicyProblem]:
        cited = cited or "source" in table
        values = [key for key, value in table.items() if not isinstance(value, dict)]
        if path and values and not cited:
            yield layer.problem((*path, values[0]), NO_SOURCE)
        for key, child in table.items():
            if isinstance(child, dict) and key not in NOT_CITED:
                yield from walk(child, (*path, key), cited=cited)

    return walk(layer.table, (), cited=False)


def _merge(base: dict[str, Any], over: dict[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            _merge(base[key], value)
        else:
            base[key] = value


def _located(fault: Fault, layers: list[_Layer]) -> PolicyProblem:
    """Return the fault at the most local file that has its key, or the longest beginning of it."""
    for size in range(len(fault.path), 0, -1):
        for layer in layers:
            if _has(layer.table, fault.path[:size]):
                return PolicyProblem(
                    layer.file, line_of(fault.path, layer.lines), ".".join(fault.path), fault.what, fault.allowed
                )
    return PolicyProblem(layers[0].file, 1, ".".join(fault.path), fault.what, fault.allowed)


def _has(table: Any, path: tuple[str, ...]) -> bool:
    for key in path:
        if not isinstance(table, dict) or key not in table:
            return False
        table = table[key]
    return True


def _policy(file: PolicyFile, merged: dict[str, Any], extends: tuple[str, ...]) -> Policy:
    content = json.dumps(merged, sort_keys=True, ensure_ascii=False, default=str)
    return Policy(
        file.id,
        file.title,
        file.family,
        file.effective_from,
        file.effective_until,
        file.sources,
        file.organs,
        file.rules,
        file.derived,
        file.service,
        file.equipment,
        file.building,
        file.ancillary,
        version=hashlib.sha256(content.encode()).hexdigest()[:VERSION_DIGITS],
        extends=extends,
    )
