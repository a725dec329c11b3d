"""What is written in a drawing: titles of its plans, labels of its rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bim_import.dxf.labels import Label, label_of
from bim_import.dxf.layers import Roles
from bim_import.dxf.texts import TextItem
from bim_import.dxf.titles import Title, title_of


@dataclass(frozen=True, slots=True)
class Written:
    """Titles of plans, and labels of rooms."""

    titles: tuple[Title, ...]
    labels: tuple[Label, ...]

    def labels_on(self, holds: Callable[[NDArray[np.float64]], NDArray[np.bool_]]) -> list[Label]:
        """Return the labels at places that ``holds`` is true of."""
        places = np.array([b.place for b in self.labels], dtype=np.float64).reshape(-1, 2)
        return [b for b, on in zip(self.labels, holds(places), strict=True) if on]


def written_in(texts: Sequence[TextItem], roles: Roles) -> Written:
    """Return what the texts of a drawing say. Texts of doors and windows are their tags and say nothing of a room.

    A text that names a storey is a title if it says that it is a plan; where none does, each that could be one is.
    """
    titles: list[Title] = []
    possible: list[Title] = []
    labels: list[Label] = []
    for item in texts:
        role = roles.role(item.layer)
        title = title_of(item)
        if title is not None and title.certain:
            titles.append(title)
            continue
        label = None if role in ("door", "window") else label_of(item)
        if label is not None and role == "ignored" and label.area_m2 is None and not label.name:
            label = None  # a bare number among dimensions and axes
        if title is not None and (label is None or not label.number):
            possible.append(title)
        elif label is not None:
            labels.append(label)
    return Written(tuple(titles or possible), tuple(labels))
