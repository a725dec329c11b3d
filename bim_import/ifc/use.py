"""What an IfcSpace is used for, and which mark of the file decided it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from bim_import.ifc.quantities import definitions_of
from bim_import.use_terms import match_of_text, use_of_code, use_properties
from geometry.finding import Finding, Text
from geometry.plan import Use

# Spaces marked external are no rooms, unless their name plainly says otherwise: exporters set the mark carelessly.
_CERTAIN_INSIDE: frozenset[Use] = frozenset({"office", "service", "equipment", "technical"})

_CODES = (
    ("omniclass-13", re.compile(r"\b13-\d\d(?: \d\d)*")),
    ("uniclass-sl", re.compile(r"\bSL_\d\d(?:_\d\d)*")),
    ("din-277", re.compile(r"^\s*(?:(?:NUF|HNF|NF)\s*[1-7]|NNF|TF|VF|FF|BGF)\b")),
)

_BY_MARK: dict[str, tuple[Use, Text]] = {
    "GFA": ("not-a-room", Text("类型为 GFA(总建筑面积区域)，不是房间", "its type is GFA, a gross floor area zone")),
    "EXTERNAL": (
        "not-a-room",
        Text("类型为 EXTERNAL(室外空间)，不是房间", "its type is EXTERNAL, a space out of doors"),
    ),
    "PARKING": ("ancillary", Text("类型为 PARKING(停车)", "its type is PARKING")),
}
_BY_NAME = Text("名称「{text}」含「{term}」", "its name '{text}' contains '{term}'")
_BY_PROPERTY = Text("{where} 为「{text}」，含「{term}」", "{where} is '{text}', which contains '{term}'")
_BY_CODE = Text("{where} 的分类代码为「{text}」", "{where} holds the classification code '{text}'")
_UNKNOWN = Text(
    "名称「{text}」不在用途词表中，也没有分类说明其用途",
    "nothing known in its name '{text}', and no classification tells its use",
)
_NOT_A_ROOM = Text("空间「{text}」不计为房间：{why}。", "Space '{text}' is not counted as a room: {why}.")


def classify_use(space: Any, number: str, name: str) -> tuple[Use, Text]:
    """Return the use of an IfcSpace and the reason: what in the file decided it.

    Asked in turn: PredefinedType GFA, the name, the mark EXTERNAL or PARKING, ObjectType, classifications and property
    sets, the description, classification codes. A room nothing is known about is ``other``.
    """
    mark = _mark(space)
    if mark == "GFA":
        return _BY_MARK[mark]
    named = _by_name(name) or _by_name(number)
    if mark == "EXTERNAL" and (named is None or named[0] not in _CERTAIN_INSIDE):
        return named if named is not None and named[0] == "not-a-room" else _BY_MARK[mark]
    if named is not None:
        return named
    if mark == "PARKING":
        return _BY_MARK[mark]
    told = list(_told(space))
    for where, text in told:
        if match := match_of_text(_without_code(text)):
            return match.use, _BY_PROPERTY.format(where=where, text=text, term=match.term)
    for where, text in told:
        for system, pattern in _CODES:
            code = pattern.search(text)
            if code and (use := use_of_code(system, code[0])):
                return use, _BY_CODE.format(where=where, text=text)
    return "other", _UNKNOWN.format(text=name or number)


def not_a_room(subject: str, number: str, name: str, why: Text) -> Finding:
    """Return the finding for a space whose use is ``not-a-room``; ``why`` is the reason ``classify_use`` gave."""
    text = " ".join(part for part in (number, name) if part)
    return Finding(
        "not-a-room",
        subject,
        "info",
        Text(_NOT_A_ROOM.zh.format(text=text, why=why.zh), _NOT_A_ROOM.en.format(text=text, why=why.en)),
    )


def _by_name(name: str) -> tuple[Use, Text] | None:
    match = match_of_text(name) if name else None
    return (match.use, _BY_NAME.format(text=name, term=match.term)) if match else None


def _mark(space: Any) -> str:
    mark = getattr(space, "PredefinedType", None) or getattr(space, "InteriorOrExteriorSpace", None) or ""
    if mark in ("", "SPACE", "NOTDEFINED", "USERDEFINED", "INTERNAL") and any(
        value is True for _, name, value in _properties(space, of_set="Pset_SpaceCommon") if name == "IsExternal"
    ):
        return "EXTERNAL"
    return str(mark)


def _told(space: Any) -> Iterator[tuple[str, str]]:
    """Yield (where, text) of everything besides the name that may tell the use, most telling first."""
    if space.ObjectType:
        yield "ObjectType", space.ObjectType
    for reference in _classifications(space):
        code = getattr(reference, "Identification", None) or getattr(reference, "ItemReference", None) or ""
        text = f"{code}: {reference.Name}" if code and reference.Name else code or reference.Name or ""
        if text:
            yield "IfcClassificationReference", text
    found = [(f"{s}.{n}", n, v) for s, n, v in _properties(space) if isinstance(v, str) and v]
    for wanted in use_properties():
        pattern = _plain(wanted)
        for where, name, value in found:
            if fnmatchcase(_plain(name), pattern):
                yield where, value
    if space.Description:
        yield "Description", space.Description


def _without_code(text: str) -> str:
    return re.sub(r"^\s*(?:13-[\d ]+|SL_[\d_]+)\s*:?\s*", "", text)


def _classifications(space: Any) -> Iterator[Any]:
    objects = [space, *(r.RelatingType for r in getattr(space, "IsTypedBy", None) or ())]
    for item in objects:
        for relation in item.HasAssociations or ():
            if relation.is_a("IfcRelAssociatesClassification"):
                reference = relation.RelatingClassification
                if reference is not None and reference.is_a("IfcClassificationReference"):
                    yield reference


def _properties(space: Any, of_set: str | None = None) -> Iterator[tuple[str, str, Any]]:
    for definition in definitions_of(space):
        if not definition.is_a("IfcPropertySet") or of_set not in (None, definition.Name):
            continue
        for prop in definition.HasProperties or ():
            if prop.is_a("IfcPropertySingleValue") and prop.NominalValue is not None:
                yield definition.Name or "", prop.Name or "", prop.NominalValue.wrappedValue
            elif prop.is_a("IfcPropertyEnumeratedValue"):
                for value in prop.EnumerationValues or ():
                    yield definition.Name or "", prop.Name or "", value.wrappedValue


@lru_cache(maxsize=4096)  # the same few names of properties in every room
def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).casefold()
