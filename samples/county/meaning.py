"""What the programme means by a room name."""

from __future__ import annotations

from samples.county.programme import CORRIDOR, HALL, LIFT, SHAFT, STAIR, VOID


def kind_of(name: str) -> str:
    """Return what the programme means by a room name; the importer has to find it out by itself."""
    ends = {
        "会议室": "meeting",
        "接待室": "reception",
        "办公室": "office",
        "秘书室": "office",
        "休息室": "rest-room",
        "卫生间": "toilet",
    }
    exact = {
        CORRIDOR: "circulation",
        STAIR: "circulation",
        HALL: "circulation",
        "电梯厅": "circulation",
        LIFT: "shaft",
        SHAFT: "shaft",
        VOID: "void",
        "政务服务大厅": "technical",
        "食堂": "ancillary",
        "厨房": "ancillary",
        "警卫室": "ancillary",
    }
    plant = ("配电", "水泵", "空调机房", "通信机房", "电梯机房", "锅炉", "换热", "水箱", "中水", "安防监控", "消防控制")
    if name in exact:
        return exact[name]
    if any(p in name for p in plant):
        return "equipment"
    return next((kind for end, kind in ends.items() if name.endswith(end)), "service")
