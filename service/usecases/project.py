"""Plans in a coordinate reference system, where the model says where on earth it is."""

from __future__ import annotations

import re
from collections.abc import Callable

from geometry.finding import Text
from geometry.plan import Frame, Georeference
from geometry.region import Region
from service.errors import InvalidRequestError
from service.store.records import RevisionRecord

# Only codes: definitions given in full could name files of this machine.
CODE = re.compile(
    r"(?:EPSG:|https?://www\.opengis\.net/def/crs/EPSG/0/|urn:ogc:def:crs:EPSG::)(\d{4,6})", re.IGNORECASE
)

NOT_GEOREFERENCED = Text(
    "模型“{file}”没有地理参照,只能给出楼层局部坐标(米):请去掉 crs 参数,或在建模软件中设置坐标系后重新导出。",
    "The model “{file}” is not georeferenced, so there are only storey-local metres: leave out crs, or set a "
    "coordinate system in the authoring tool and export again.",
)
UNKNOWN = Text(
    "无法识别坐标系“{crs}”;请使用 EPSG 代码,例如 EPSG:4547。",
    "The coordinate reference system “{crs}” is not known; use an EPSG code such as EPSG:4547.",
)


def projection(revision: RevisionRecord, crs: str | None) -> tuple[str, Callable[[Region], Region]] | None:
    """Return the name of a CRS and what brings storey-local metres into it; None where none was asked for."""
    if crs is None:
        return None
    code = CODE.fullmatch(crs.strip())
    if code is None:
        raise _unknown(crs)
    if revision.frame["georeference"] is None:
        raise InvalidRequestError(
            "not-georeferenced", NOT_GEOREFERENCED.format(file=revision.summary["source"]["file"])
        )
    from geometry.frame import OutsideCrsError, UnknownCrsError, crs_facts, to_crs  # PROJ takes a while to load

    target = f"EPSG:{code[1]}"
    if crs_facts(target) is None:
        raise _unknown(crs)
    frame = Frame(
        (revision.frame["offset_m"][0], revision.frame["offset_m"][1]), Georeference(**revision.frame["georeference"])
    )

    def project(region: Region) -> Region:
        try:
            return to_crs(region, frame, target)
        except (OutsideCrsError, UnknownCrsError):
            raise _unknown(crs) from None

    return target, project


def _unknown(crs: str) -> InvalidRequestError:
    return InvalidRequestError("crs-unknown", UNKNOWN.format(crs=crs[:80]))
