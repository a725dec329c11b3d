"""What the layers of a drawing stand for: by name, or as whoever imports it says."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, get_args

from bim_import.dxf.refusals import refuse

Role = Literal["wall", "glazing", "column", "door", "window", "room", "label", "ignored", "unknown"]
ROLES: tuple[str, ...] = tuple(r for r in get_args(Role) if r not in ("unknown", "ignored"))
HAN = re.compile("[㐀-鿿]")
# A bound external reference names its layers file$0$layer; what the file is called says nothing about the layer.
BOUND = re.compile(r"^.*(?:\$\d+\$|\|)")
WORD = re.compile(r"[^\W\d_]+")
LISTED = 12
MOST_KEPT = 200  # of the layers told with a refusal


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of each layer; ``chosen`` says that they were named by whoever imports the drawing."""

    of: Mapping[str, Role]
    chosen: bool = False

    def role(self, layer: str) -> Role:
        """Return the role of a layer by its name."""
        return self.of.get(layer.casefold(), "unknown")


@lru_cache(maxsize=4096)
def role_of_name(name: str) -> Role:
    """Return what a layer's name says it stands for, ``unknown`` where it says nothing."""
    plain = unicodedata.normalize("NFKC", BOUND.sub("", name)).casefold()
    words = WORD.findall(plain)
    for role, han, latin in _table():
        if any(term in plain for term in han):
            return role
        if any(fnmatchcase(word, term) for word in words for term in latin):
            return role
    return "unknown"


def roles_by_name(layers: Iterable[str]) -> Roles:
    """Return the roles that the names of layers tell."""
    return Roles({layer.casefold(): role_of_name(layer) for layer in layers})


def roles_chosen(layers: Iterable[str], choice: str) -> Roles:
    """Return the roles that ``choice`` (``wall=A,B*;column=C``) gives; layers it does not name keep their own, except
    that of a role it does name.

    Raises ``ImportRefused`` for a choice that cannot be understood or names a layer that is not there.
    """
    known = list(layers)
    wanted = _parsed(choice, known)
    named = {role for role, _ in wanted}
    by_name: dict[str, Role] = {layer.casefold(): role_of_name(layer) for layer in known}
    of: dict[str, Role] = {layer: "ignored" if role in named else role for layer, role in by_name.items()}
    if named & {"wall", "glazing", "room"}:  # whoever names the walls means these and no others
        of = {layer: "ignored" if role in ("wall", "glazing", "room") else role for layer, role in of.items()}
    for role, pattern in wanted:
        wish = pattern.casefold()
        found = [layer for layer in by_name if layer == wish or fnmatchcase(layer, wish)]  # names may hold brackets
        if not found:
            evidence = {"name": pattern, "layers": sorted(known)[:MOST_KEPT]}
            raise refuse("layer-not-found", evidence, name=pattern, layers=", ".join(sorted(known)[:LISTED]))
        of.update(dict.fromkeys(found, role))
    return Roles(of, chosen=True)


def _parsed(choice: str, known: list[str]) -> list[tuple[Role, str]]:
    found: list[tuple[Role, str]] = []
    evidence = {"choice": choice[:200], "layers": sorted(known)[:MOST_KEPT]}
    for part in filter(None, (p.strip() for p in re.split(r"[;\n]", choice.replace(";", ";")))):
        role, equals, names = part.partition("=")
        key = role.strip().lower()
        patterns = [n.strip() for n in re.split("[,,]", names) if n.strip()]
        if not equals or key not in ROLES or not patterns:
            raise refuse("layers-invalid", evidence, text=choice[:200], roles=", ".join(ROLES))
        found += [(key, pattern) for pattern in patterns]
    if not found:
        raise refuse("layers-invalid", evidence, text=choice[:200], roles=", ".join(ROLES))
    return found


@cache
def _table() -> tuple[tuple[Role, tuple[str, ...], tuple[str, ...]], ...]:
    table = tomllib.loads(resources.files("bim_import.dxf").joinpath("layer_roles.toml").read_text("utf-8"))
    return tuple(
        (
            row["role"],
            tuple(w for w in row["words"] if HAN.search(w)),
            tuple(w.casefold() for w in row["words"] if not HAN.search(w)),
        )
        for row in table["layer"]
    )
