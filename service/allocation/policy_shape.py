"""Turn the plain tables of a policy file into records, strictly: no text for a number and no unknown key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from math import isfinite
from typing import Any, Literal, get_args, get_origin

from cattrs import BaseValidationError, Converter
from cattrs.errors import AttributeValidationNote, ForbiddenExtraKeysError, IterableValidationNote

from geometry.finding import Text
from service.allocation.policy_rules import PolicyFile

UNKNOWN_KEY = Text("没有名为 {key} 的键。", "There is no key called {key}.")
MISSING_KEY = Text("缺少键 {key}。", "The key {key} is missing.")
EXPECTED = Text("应为{zh},而写的是 {found}。", "This must be {en}, and {found} is written.")
KINDS = {
    float: Text("不小于 0 的数", "a number not below 0"),
    int: Text("不小于 0 的整数", "a whole number not below 0"),
    bool: Text("true 或 false", "true or false"),
    str: Text("文字", "text"),
    date: Text("日期(如 2014-11-24)", "a date such as 2014-11-24"),
    tuple: Text("列表", "a list"),
    Text: Text("带 zh 和 en 的表", "a table with zh and en"),
    Literal: Text("下列值之一", "one of a few values"),
    dict: Text("表", "a table"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the value at ``path``, and what is allowed there ("" where the sentence says it)."""

    path: tuple[str, ...]
    what: Text
    allowed: str = ""


class WrongValueError(ValueError):
    """A value is not what its key wants."""

    def __init__(self, what: Text, allowed: str = "") -> None:
        super().__init__(what.en)
        self.what, self.allowed = what, allowed


def structured(table: dict[str, Any]) -> tuple[PolicyFile | None, tuple[Fault, ...]]:
    """Return the policy of a merged table, or None with every fault of it."""
    try:
        return _CONVERTER.structure(table, PolicyFile), ()
    except BaseValidationError as bad:
        return None, tuple(_faults(bad, ()))


def _faults(bad: BaseException, path: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(bad, BaseValidationError):
        for error in bad.exceptions:
            yield from _faults(error, (*path, *_step(error)))
    elif isinstance(bad, ForbiddenExtraKeysError):
        allowed = ", ".join(field.name for field in fields(bad.cl))
        for key in sorted(bad.extra_fields):
            yield Fault((*path, key), UNKNOWN_KEY.format(key=key), allowed)
    elif isinstance(bad, WrongValueError):
        yield Fault(path, bad.what, bad.allowed)
    elif isinstance(bad, KeyError):
        missing = str(bad.args[0])
        yield Fault(path if path[-1:] == (missing,) else (*path, missing), MISSING_KEY.format(key=missing))
    else:
        yield Fault(path, _expected(dict, "…"))


def _step(error: BaseException) -> tuple[str, ...]:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name,)
        if isinstance(note, IterableValidationNote):
            return (str(note.index),)
    return ()


def _expected(kind: Any, found: Any) -> Text:
    wanted = KINDS[kind]
    return EXPECTED.format(zh=wanted.zh, en=wanted.en, found=repr(found))


def _number(value: Any, _: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise WrongValueError(_expected(float, value))
    return float(value)


def _whole(value: Any, _: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise WrongValueError(_expected(int, value))
    return value


def _truth(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongValueError(_expected(bool, value))
    return value


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise WrongValueError(_expected(str, value))
    return value


def _day(value: Any, _: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise WrongValueError(_expected(date, value))
    return value


def _both_languages(value: Any, _: Any) -> Text:
    if not isinstance(value, dict) or set(value) != {"zh", "en"} or not all(isinstance(v, str) for v in value.values()):
        raise WrongValueError(_expected(Text, value))
    return Text(**value)


def _choice(value: Any, kind: Any) -> Any:
    if not isinstance(value, str) or value not in get_args(kind):
        raise WrongValueError(_expected(Literal, value), ", ".join(map(repr, get_args(kind))))
    return value


def _list(value: Any, kind: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise WrongValueError(_expected(tuple, value))
    return tuple(_CONVERTER.structure(entry, get_args(kind)[0]) for entry in value)


def _is(origin: Any) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) is origin


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind, hook in ((float, _number), (int, _whole), (bool, _truth), (str, _text), (date, _day)):
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook(Text, _both_languages)
    converter.register_structure_hook_func(_is(Literal), _choice)
    converter.register_structure_hook_func(_is(tuple), _list)
    return converter


_CONVERTER = _converter()
