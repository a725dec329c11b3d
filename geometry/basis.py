"""Measurement bases: per named standard, what counts as area, what is taken off, and the clause that says so.

A basis is data; ``geometry.areas`` applies it and knows no standard by name. Variants are made with
``dataclasses.replace`` and have an id of their own (``cn-usable/structural-face``), because an area without the exact
rules behind it cannot be recomputed. Longer than most files here because it is one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from geometry.basis_rules import (
    Basis,
    Confidence,
    FaceRule,
    HeadroomRule,
    LimitedUseRule,
    ObstacleRule,
    RevealRule,
    RoomRule,
)
from geometry.finding import Text

__all__ = ["BASES", "DEFAULT_BASIS", "Basis"]

DEFAULT_BASIS: Final = "cn-usable"


def _out(clause: str, confidence: Confidence) -> ObstacleRule:
    return ObstacleRule(True, clause, confidence)


def _in(clause: str, confidence: Confidence) -> ObstacleRule:
    return ObstacleRule(False, clause, confidence)


_OFFICE_NOTES = "发改投资〔2014〕2674号, table 1"
_REST_ROOM = RoomRule(True, f"{_OFFICE_NOTES}, note 3: a rest room (休息室) lies within the limit", "excerpt")
_TOILET = RoomRule(True, f"{_OFFICE_NOTES}, note 4: a private toilet (卫生间) lies within the limit", "excerpt")
_ROOM_OF_ITS_OWN = RoomRule(True, "Every enclosed room is measured as a space of its own", "derived")
_NO_FLOOR = _out("A hole in the slab has no floor to measure", "derived")
_NEIGHBOUR_WALLS = Text(
    zh="与相邻单位共用的墙按中心线计量：模型未标明承租分界，此处量至墙面。",
    en="Walls shared with another tenant go to their centre line; models mark no tenancies, so the wall face is used.",
)

# -- China -------------------------------------------------------------------------------------------------------------

_USABLE = "GB/T 17986.1-2000, usable area (使用面积)"

# Why these defaults. Finished face: the laser measures it and models draw it; the formal rule, which counts the finish
# thickness in, is the variant structural-face. Shafts out: nobody can use them, and the limits are about use; appendix
# B counts flues, ducts and shafts outside the structure in, which is the variant shafts-in. Partitions in: what models
# call a wall below 2 m or under 4 cm is tiling, a kerb or a screen; the finish belongs to the area and screens can be
# removed (办公用房管理办法 2017, art. 20). Headroom not cut: no national rule for offices was found; appendix B (homes)
# asks for 2.20 m, which is the variant headroom-2.20.
_CN_USABLE = Basis(
    id="cn-usable",
    title=Text(zh="使用面积（内墙装饰面）", en="Usable area, China (finished inner wall face)"),
    version="GB/T 17986.1-2000 with 发改投资〔2014〕2674号",
    wall_face=FaceRule(
        "finished", f"{_USABLE}: horizontal projection inside the wall faces (内墙面水平投影)", "excerpt"
    ),
    walls=_out(f"{_USABLE}: walls are structure, measured inside the wall faces (内墙面)", "excerpt"),
    partitions=_in(
        f"{_USABLE}: only walls that enclose a room bound it; claddings and low screens count in", "derived"
    ),
    columns=_out(f"{_USABLE}: columns are structure (结构面积)", "recalled"),
    piers=_out(f"{_USABLE}: piers are structure (结构面积)", "recalled"),
    chimneys=_out(f"{_USABLE}: a flue cannot be used", "derived"),
    shafts=_out(f"{_USABLE}: a shaft cannot be used", "derived"),
    ducts=_out(f"{_USABLE}: a duct cannot be used", "derived"),
    lifts=_in(f"{_USABLE}: a lift stands in a room of its own, judged by its use", "derived"),
    stairs=_in("GB/T 17986.1-2000, appendix B: inner stairs count once per storey", "recalled"),
    slab_openings=_NO_FLOOR,
    built_ins=_in(
        "Practice of inspections: embedded cupboards count (武汉市 reply, after the national team)", "excerpt"
    ),
    apparatus=_in(f"{_USABLE}: horizontal projection inside the wall faces; heaters stand on it", "derived"),
    headroom=HeadroomRule((), "No national rule for offices found; see cn-usable/headroom-2.20", "derived"),
    reveal=RevealRule("none", f"{_USABLE}: window sills lie outside the wall face", "recalled"),
    rest_room=_REST_ROOM,
    toilet=_TOILET,
)

_STRUCTURAL_FACE = FaceRule(
    "structural",
    "GB/T 17986.1-2000, appendix B: thickness of the inner finish counts in (内墙面装饰厚度计入)",
    "recalled",
)
_SHAFTS_IN = _in("GB/T 17986.1-2000, appendix B: flues, ducts and shafts outside the structure count in", "recalled")
_FULL_HEIGHT_ONLY = HeadroomRule(
    ((2.20, 0.0),), "GB/T 17986.1-2000, appendix B: usable where at least 2.20 m high", "recalled"
)

_CN_VARIANTS = (
    replace(
        _CN_USABLE,
        id="cn-usable/structural-face",
        title=Text(zh="使用面积（结构内墙面）", en="Usable area, China (structural inner wall face)"),
        wall_face=_STRUCTURAL_FACE,
    ),
    replace(
        _CN_USABLE,
        id="cn-usable/shafts-in",
        title=Text(zh="使用面积（井道计入）", en="Usable area, China (flues, ducts and shafts counted in)"),
        chimneys=_SHAFTS_IN,
        shafts=_SHAFTS_IN,
        ducts=_SHAFTS_IN,
    ),
    replace(
        _CN_USABLE,
        id="cn-usable/headroom-2.20",
        title=Text(zh="使用面积（净高2.20米以上）", en="Usable area, China (only where 2.20 m high)"),
        headroom=_FULL_HEIGHT_ONLY,
    ),
    replace(
        _CN_USABLE,
        id="cn-usable/partitions-out",
        title=Text(zh="使用面积（隔断不计）", en="Usable area, China (claddings and low partitions taken off)"),
        partitions=_out(f"{_USABLE}: walls of any height are not usable floor", "recalled"),
    ),
    replace(
        _CN_USABLE,
        id="cn-usable/toilet-out",
        title=Text(zh="使用面积（卫生间不计）", en="Usable area, China (private toilets not counted)"),
        toilet=RoomRule(False, "County rules under the 1999 standard: with rest room, without toilet", "excerpt"),
    ),
)

_GBT17986 = replace(
    _CN_USABLE,
    partitions=_out("GB/T 17986.1-2000, appendix B: partitions are outside the usable area", "recalled"),
    id="gbt17986-usable",
    title=Text(zh="套内使用面积（GB/T 17986.1 附录B）", en="Usable area within a flat, GB/T 17986.1 appendix B"),
    version="GB/T 17986.1-2000, appendix B",
    wall_face=_STRUCTURAL_FACE,
    chimneys=_SHAFTS_IN,
    shafts=_SHAFTS_IN,
    ducts=_SHAFTS_IN,
    headroom=_FULL_HEIGHT_ONLY,
    rest_room=_ROOM_OF_ITS_OWN,
    toilet=_ROOM_OF_ITS_OWN,
)

_DWELLING = "GB 50096-2011, 4.0.3"
_GB50096 = replace(
    _GBT17986,
    id="gb50096",
    title=Text(zh="住宅使用面积（GB 50096）", en="Usable area of dwellings, GB 50096"),
    version="GB 50096-2011",
    wall_face=FaceRule("structural", f"{_DWELLING}: to the structural or insulation face of the walls", "recalled"),
    walls=_out(f"{_DWELLING}: walls are outside the usable area", "recalled"),
    partitions=_out(f"{_DWELLING}: partitions are outside the usable area", "recalled"),
    columns=_out(f"{_DWELLING}: columns are outside the usable area", "recalled"),
    piers=_out(f"{_DWELLING}: piers are outside the usable area", "recalled"),
    chimneys=_out(f"{_DWELLING}: flues are outside the usable area", "recalled"),
    shafts=_out(f"{_DWELLING}: pipe shafts are outside the usable area", "recalled"),
    ducts=_out(f"{_DWELLING}: ducts are outside the usable area", "recalled"),
    lifts=_in(f"{_DWELLING}: a lift stands in a room of its own", "derived"),
    stairs=_in(f"{_DWELLING}: inner stairs count once per storey", "recalled"),
    built_ins=_in(f"{_DWELLING}: built-in cupboards are usable", "recalled"),
    apparatus=_in(f"{_DWELLING}: heaters stand on usable floor", "derived"),
    headroom=HeadroomRule(
        ((1.20, 0.0), (2.10, 0.5)), f"{_DWELLING}: under a slope below 1.20 m not, from 1.20 to 2.10 m half", "recalled"
    ),
    reveal=RevealRule("none", f"{_DWELLING}: measured to the wall face", "derived"),
)

# -- IFC ---------------------------------------------------------------------------------------------------------------

_QTO = "IFC 4.3, Qto_SpaceBaseQuantities.NetFloorArea"
_IFC_NET = Basis(
    id="ifc-net",
    title=Text(zh="IFC 净楼面面积", en="IFC net floor area"),
    version="IFC4 ADD2 and IFC4X3 ADD2",
    wall_face=FaceRule(
        "finished", "IFC 4.3, Qto_SpaceBaseQuantities.GrossFloorArea: wall claddings excluded", "verified"
    ),
    walls=_out(f"{_QTO}: inner walls excluded", "verified"),
    partitions=_out(f"{_QTO}: inner walls excluded", "verified"),
    columns=_out(f"{_QTO}: columns excluded", "verified"),
    piers=_out(f"{_QTO}: protruding elements excluded", "verified"),
    chimneys=_out(f"{_QTO}: protruding elements excluded", "verified"),
    shafts=_out(f"{_QTO}: protruding elements excluded", "verified"),
    ducts=_out(f"{_QTO}: protruding elements excluded", "verified"),
    lifts=_in(f"{_QTO}: lift cars are not named", "derived"),
    stairs=_in(f"{_QTO}: stairs are not named", "derived"),
    slab_openings=_out(f"{_QTO}: slab openings excluded", "verified"),
    built_ins=_out(f"{_QTO}: built-ins excluded", "verified"),
    apparatus=_in(f"{_QTO}: equipment is not named", "derived"),
    headroom=HeadroomRule((), f"{_QTO}: no reduction for areas under a minimum headroom", "verified"),
    reveal=RevealRule("none", f"{_QTO}: measured on the space's own outline", "derived"),
    rest_room=_ROOM_OF_ITS_OWN,
    toilet=_ROOM_OF_ITS_OWN,
)

# -- Germany -----------------------------------------------------------------------------------------------------------

_DIN = "DIN 277:2021"
_DIN_SHAFT = ObstacleRule(
    True, f"{_DIN}: up to 1.0 m² construction area (KGF), larger in the NRF", "recalled", up_to_area_m2=1.0
)
_DIN_NRF = Basis(
    id="din277-nrf",
    title=Text(zh="德国净房间面积 NRF", en="Net room area (NRF), DIN 277"),
    version="DIN 277:2021",
    wall_face=FaceRule("finished", f"{_DIN}: finished faces at floor level, skirting ignored", "excerpt"),
    walls=_out(f"{_DIN}: walls are construction area (KGF)", "excerpt"),
    partitions=_in(f"{_DIN}: movable partitions count in", "excerpt"),
    columns=_out(f"{_DIN}: columns are construction area (KGF)", "excerpt"),
    piers=_out(f"{_DIN}: piers are construction area (KGF)", "excerpt"),
    chimneys=_DIN_SHAFT,
    shafts=_DIN_SHAFT,
    ducts=_DIN_SHAFT,
    lifts=_in(f"{_DIN}: lift wells are circulation area (VF), part of the NRF", "recalled"),
    stairs=_in(f"{_DIN}: stairs are circulation area (VF), part of the NRF", "recalled"),
    slab_openings=_NO_FLOOR,
    built_ins=_in(f"{_DIN}: built-in furniture counts in", "excerpt"),
    apparatus=_in(f"{_DIN}: heaters and baths count in", "excerpt"),
    headroom=HeadroomRule((), "DIN 277: the split at 1.5 m was dropped in 2005", "excerpt"),
    reveal=RevealRule("none", f"{_DIN}: openings and niches are construction area (KGF)", "recalled"),
    rest_room=_ROOM_OF_ITS_OWN,
    toilet=_ROOM_OF_ITS_OWN,
    not_applied=(
        Text(
            zh="固定隔墙属于结构面积：模型中的矮隔断视为可移动隔断。",
            en="Fixed partitions are construction area; low partitions of a model are taken as movable.",
        ),
    ),
)
_TECHNICAL = _out(f"{_DIN}: shafts are technical area (TF) or construction area, not usable area (NUF)", "excerpt")
_CIRCULATION = _out(f"{_DIN}: circulation area (VF) is not usable area (NUF)", "excerpt")
_DIN_NUF = replace(
    _DIN_NRF,
    id="din277-nuf",
    title=Text(zh="德国使用面积 NUF", en="Usable area (NUF), DIN 277"),
    chimneys=_TECHNICAL,
    shafts=_TECHNICAL,
    ducts=_TECHNICAL,
    lifts=_CIRCULATION,
    stairs=_CIRCULATION,
)

_WOFLV = "WoFlV § 3 (3)"
_WOFLV_BODY = ObstacleRule(
    True, f"{_WOFLV} no. 1: over 0.1 m² and over 1.50 m high", "excerpt", over_area_m2=0.1, over_height_m=1.5
)
_WOFLV_BASIS = Basis(
    id="woflv",
    title=Text(zh="德国居住面积 WoFlV", en="Living area, WoFlV"),
    version="WoFlV 2003",
    wall_face=FaceRule("finished", "WoFlV § 3 (1): clear size between the claddings", "excerpt"),
    walls=_out("WoFlV § 3 (1): clear size between the walls", "excerpt"),
    partitions=_out("WoFlV § 3 (1): fixed partitions are outside the clear size", "recalled"),
    columns=_WOFLV_BODY,
    piers=_WOFLV_BODY,
    chimneys=_WOFLV_BODY,
    shafts=_WOFLV_BODY,
    ducts=_WOFLV_BODY,
    lifts=_out("WoFlV § 3 (1): a lift well is outside the clear size", "derived"),
    stairs=_out(f"{_WOFLV} no. 2: stairs of more than three risers", "recalled"),
    slab_openings=_NO_FLOOR,
    built_ins=_in("WoFlV § 3 (2): built-in furniture counts in", "recalled"),
    apparatus=_in("WoFlV § 3 (2): heaters, baths and stoves count in", "recalled"),
    headroom=HeadroomRule(((1.0, 0.0), (2.0, 0.5)), "WoFlV § 4: under 1 m not, from 1 to 2 m half", "excerpt"),
    reveal=RevealRule(
        "to-floor", f"{_WOFLV} no. 4: only niches down to the floor and over 0.13 m deep", "excerpt", over_depth_m=0.13
    ),
    rest_room=_ROOM_OF_ITS_OWN,
    toilet=_ROOM_OF_ITS_OWN,
)

# -- market standards --------------------------------------------------------------------------------------------------

_RICS = "RICS Code of Measuring Practice, 6th ed., NIA"
_RICS_NIA = Basis(
    id="rics-nia",
    title=Text(zh="英国净内部面积 NIA", en="Net internal area (NIA), RICS"),
    version="RICS Code of Measuring Practice, 6th edition",
    wall_face=FaceRule("finished", f"{_RICS}: internal finish, skirting ignored", "excerpt"),
    walls=_out(f"{_RICS}: measured to the internal finish; structural walls excluded", "excerpt"),
    partitions=_in(f"{_RICS}: non-structural walls included", "excerpt"),
    columns=_out(f"{_RICS}: columns excluded", "excerpt"),
    piers=_out(f"{_RICS}: piers excluded", "excerpt"),
    chimneys=_out(f"{_RICS}: chimney breasts excluded", "excerpt"),
    shafts=_out(f"{_RICS}: vertical ducts excluded", "excerpt"),
    ducts=_out(f"{_RICS}: vertical ducts excluded", "excerpt"),
    lifts=_out(f"{_RICS}: lift wells excluded", "recalled"),
    stairs=_out(f"{_RICS}: stairwells excluded", "recalled"),
    slab_openings=_NO_FLOOR,
    built_ins=_in(f"{_RICS}: built-in cupboards included", "excerpt"),
    apparatus=_in(f"{_RICS}: fittings that leave the space usable included", "derived"),
    headroom=HeadroomRule(((1.5, 0.0),), f"{_RICS}: less than 1.5 m headroom excluded", "excerpt"),
    reveal=RevealRule(
        "full-height-glazing", f"{_RICS}: to the glass where glazed full height, else to the wall face", "recalled"
    ),
    rest_room=_ROOM_OF_ITS_OWN,
    toilet=_ROOM_OF_ITS_OWN,
    not_applied=(
        Text(zh="宽度小于0.25米的窄条未扣除。", en="Strips less than 0.25 m wide are not taken off."),
        Text(
            zh="固定设备未扣除：模型不区分机组与洁具（另见 rics-nia/apparatus-out）。",
            en="Permanent plant is not taken off: models do not tell it from fittings (see rics-nia/apparatus-out).",
        ),
        _NEIGHBOUR_WALLS,
    ),
)

_RICS_APPARATUS_OUT = replace(
    _RICS_NIA,
    id="rics-nia/apparatus-out",
    title=Text(zh="英国净内部面积 NIA（设备不计）", en="NIA, RICS, apparatus projecting 0.25 m or more taken off"),
    apparatus=ObstacleRule(
        True, f"{_RICS}: apparatus projecting 0.25 m or more excluded", "recalled", from_projection_m=0.25
    ),
)

_IPMS = "IPMS 3.2 (All Buildings, 2023)"
_PENETRATION = _out(f"{_IPMS}: vertical penetrations (component A) apart", "excerpt")
_IPMS_32 = Basis(
    id="ipms-3.2",
    title=Text(zh="国际物业面积 IPMS 3.2", en="IPMS 3.2, exclusive area to the dominant face"),
    version="IPMS All Buildings, 2023",
    wall_face=FaceRule("finished", f"{_IPMS}: internal dominant face, else the finished surface", "excerpt"),
    walls=_out(f"{_IPMS}: measured to the internal dominant face of the wall", "excerpt"),
    partitions=_in(f"{_IPMS}: internal walls included", "excerpt"),
    columns=_in("IPMS 3 Office (2014): columns included", "excerpt"),
    piers=_in("IPMS 3 Office (2014): columns ignored in finding the face, piers alike", "derived"),
    chimneys=_out(f"{_IPMS}: a flue is a vertical penetration (component A)", "derived"),
    shafts=_PENETRATION,
    ducts=_PENETRATION,
    lifts=_PENETRATION,
    stairs=_PENETRATION,
    slab_openings=_PENETRATION,
    built_ins=_in(f"{_IPMS}: built-ins ignored", "excerpt"),
    apparatus=_in(f"{_IPMS}: radiators ignored", "excerpt"),
    headroom=HeadroomRule((), f"{_IPMS}: no cut, limited-use area stated apart", "excerpt"),
    reveal=RevealRule("dominant-face", f"{_IPMS}: to the glass where over 50 % of the height is glazed", "excerpt"),
    rest_room=_ROOM_OF_ITS_OWN,
    toilet=_ROOM_OF_ITS_OWN,
    limited_use=LimitedUseRule(1.5, f"{_IPMS}: limited-use area, less than 1.5 m high", "excerpt"),
    not_applied=(_NEIGHBOUR_WALLS,),
)
_IPMS_50_PERCENT = replace(
    _IPMS_32,
    id="ipms-3.2/half-counts",
    title=Text(zh="国际物业面积 IPMS 3.2（含50%）", en="IPMS 3.2, glazing of exactly 50 % dominates"),
    reveal=RevealRule("dominant-face", "IPMS Office (2014): 50 % or more of the surface", "excerpt", inclusive=True),
)

_BOMA = "ANSI/BOMA Z65.1"
_MAJOR_PENETRATION = _out(f"{_BOMA}: major vertical penetrations excluded", "excerpt")
_NO_DEDUCTION = _in(f"{_BOMA} (1996): no deduction for columns and projections", "excerpt")
_BOMA_USABLE = Basis(
    id="boma",
    title=Text(zh="美国 BOMA 可用面积", en="Usable area, BOMA"),
    version="ANSI/BOMA Z65.1-1996 wording, taken alike for 2017",
    wall_face=FaceRule("finished", f"{_BOMA}: inside finish of the dominant portion", "excerpt"),
    walls=_out(f"{_BOMA}: measured to the inside finish", "excerpt"),
    partitions=_in(f"{_BOMA}: partitions within the area included", "excerpt"),
    columns=_NO_DEDUCTION,
    piers=_NO_DEDUCTION,
    chimneys=_out(f"{_BOMA}: a flue is a major vertical penetration", "derived"),
    shafts=_MAJOR_PENETRATION,
    ducts=_MAJOR_PENETRATION,
    lifts=_MAJOR_PENETRATION,
    stairs=_MAJOR_PENETRATION,
    slab_openings=_MAJOR_PENETRATION,
    built_ins=_NO_DEDUCTION,
    apparatus=_NO_DEDUCTION,
    headroom=HeadroomRule((), f"{_BOMA}: no headroom rule", "excerpt"),
    reveal=RevealRule(
        "dominant-face", f"{_BOMA}: to the glass where 50 % or more of the height is glazed", "excerpt", inclusive=True
    ),
    rest_room=_ROOM_OF_ITS_OWN,
    toilet=_ROOM_OF_ITS_OWN,
    not_applied=(_NEIGHBOUR_WALLS,),
)

BASES: Final[Mapping[str, Basis]] = MappingProxyType(
    {
        basis.id: basis
        for basis in (
            _CN_USABLE,
            *_CN_VARIANTS,
            _IFC_NET,
            _DIN_NRF,
            _DIN_NUF,
            _RICS_NIA,
            _RICS_APPARATUS_OUT,
            _IPMS_32,
            _IPMS_50_PERCENT,
            _BOMA_USABLE,
            _WOFLV_BASIS,
            _GBT17986,
            _GB50096,
        )
    }
)
