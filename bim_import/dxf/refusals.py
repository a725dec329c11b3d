"""The sentences with which drawings are refused, by stable code."""

from __future__ import annotations

from typing import Any

from bim_import.errors import ImportRefused
from geometry.finding import Text

REASONS = {
    "dxf-damaged": Text(
        "图纸已损坏,无法读取。请在 CAD 软件中打开,执行“核查 (AUDIT)”和“清理 (PURGE)”,再另存为 DXF。",
        "The drawing is damaged and cannot be read. Open it in the CAD program, run AUDIT and PURGE, and save it as "
        "DXF again.",
    ),
    "dxf-truncated": Text(
        "图纸不完整:文件末尾没有 EOF,后面的墙体可能缺失,因此不据此量算。请重新导出或重新上传。",
        "The drawing ends too early: EOF is missing, so walls may be missing too and nothing is measured from it. "
        "Export or upload it again.",
    ),
    "drawing-empty": Text(
        "图纸的模型空间里没有可用的线条{why_zh}。请确认导出了模型空间,且墙体图层没有关闭或冻结。",
        "The model space of the drawing has no lines to use{why_en}. Check that the model space was exported and that "
        "the layers of the walls are neither off nor frozen.",
    ),
    "drawing-too-large": Text(
        "图纸展开后超过 {limit} 个图元(多为反复嵌套的图块)。请只导出平面图部分,或先清理家具等图块。",
        "The drawing unfolds to more than {limit} pieces, mostly from nested blocks. Export the floor plan only, or "
        "remove blocks such as furniture first.",
    ),
    "lines-tangled": Text(
        "墙体图层上的线条互相交叉过多,不像平面图(可能含填充图案或地形线)。请用 --layers 只选墙线所在的图层。",
        "The lines on the wall layers cross each other too often for a plan: patterns or terrain may be among them. "
        "Choose only the layers of the walls with --layers.",
    ),
    "unit-missing": Text(
        "图纸没有写明长度单位($INSUNITS {found}),不作猜测。请指定单位后重试:命令行加 --unit,网页上传时选择单位;"
        "可选 {choices}。{hint_zh}",
        "The drawing does not say its unit of length ($INSUNITS {found}), and none is guessed. Give it and try again: "
        "--unit on the command line, the field unit of an upload; one of {choices}. {hint_en}",
    ),
    "unit-unknown": Text(
        "不认识长度单位“{unit}”;可选 {choices}。",
        "There is no unit of length called “{unit}”; choose one of {choices}.",
    ),
    "layers-unclear": Text(
        '看不出哪些图层是墙体或房间轮廓。请用 --layers 指定(网页上传时填写“图层”),例如 --layers "wall={example}"。'
        "图纸中的图层:{layers}。",
        "No layer is recognisably that of the walls or of room outlines. Name them with --layers (the field layers of "
        'an upload), for example --layers "wall={example}". Layers of the drawing: {layers}.',
    ),
    "layers-invalid": Text(
        "图层指定“{text}”无法理解。写法:用途=图层,图层;用途=图层。用途有 {roles};图层名可用 *。"
        "例如 wall=WALL,内墙;column=COLUMN。",
        "“{text}” cannot be understood as a choice of layers. Write role=layer,layer;role=layer with the roles "
        "{roles}; layer names may hold *. For example wall=WALL,A-WALL*;column=COLUMN.",
    ),
    "layer-not-found": Text(
        "图纸里没有名为“{name}”的图层。已有图层:{layers}。",
        "The drawing has no layer “{name}”. Its layers: {layers}.",
    ),
}


def refuse(code: str, evidence: dict[str, Any] | None = None, **values: Any) -> ImportRefused:
    """Return the refusal with this code, its sentence filled in."""
    return ImportRefused(code, REASONS[code].format(**values), evidence if evidence is not None else values)
