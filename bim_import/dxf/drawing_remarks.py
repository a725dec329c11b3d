"""What is to be said about a drawing as a whole: what was left out of it, and what it does not say."""

from __future__ import annotations

from collections import Counter

from bim_import.dxf.contents import Contents
from bim_import.dxf.layers import Roles
from bim_import.dxf.refusals import refuse
from bim_import.errors import ImportRefused
from geometry.finding import Finding, Outcome, Text
from geometry.plan import Model

LISTED = 8

HIDDEN = Text(
    "关闭或冻结的图层上有 {count} 个图元,未读取:{names}。",
    "{count} items on layers that are off or frozen were not read: {names}.",
)
INVISIBLE = Text("{count} 个图元设为不可见,未读取。", "{count} items are marked invisible and were not read.")
NOT_FLAT = Text(
    "{count} 条线的两端高度不同,只取其平面投影。",
    "{count} lines have ends at different heights; only their projection on the plan was used.",
)
NOT_FINITE = Text(
    "{count} 个图元的坐标不是有效数字或远在任何建筑之外,已略过。",
    "{count} items have coordinates that are no numbers, or lie beyond any building; they were skipped.",
)
BROKEN = Text("{count} 个图元残缺,已略过:{names}。", "{count} broken items were skipped: {names}.")
SOLIDS = Text(
    "{count} 个三维或面域图元未读取:{names};平面图应由线、多段线或填充构成。",
    "{count} three-dimensional items or regions were not read: {names}. A plan should be made of lines, polylines or "
    "hatches.",
)
CUSTOM = Text(
    "{count} 个图元是其他软件(如天正)的自定义对象:{names};其中 {drawn} 个按随图保存的图形读取,其余未读取。"
    "请在该软件中“整图导出”为 T3 格式后重新导入。",
    "{count} items are objects of another program: {names}. {drawn} of them were read from the picture stored with "
    "them, the others not at all. Export the drawing as plain geometry there (in TArch: as T3) and import it again.",
)
EXTERNAL = Text(
    "外部参照未读取:{names}。请在 CAD 软件中绑定后重新导出。",
    "External references were not read: {names}. Bind them in the CAD program and export again.",
)
NO_BLOCK = Text("图块不存在,其内容缺失:{names}。", "Blocks are missing, and with them what they hold: {names}.")
ENCODING = Text(
    "{count} 处文字的编码与图纸所写不符,已按中文识别;请核对房号与名称。",
    "{count} texts are in another encoding than the drawing states; they were recognised as Chinese. Check numbers and "
    "names.",
)
PAPER = Text(
    "图纸空间(布局)里的 {count} 个图元未读取,只读模型空间。",
    "{count} items in paper space (layouts) were not read; only the model space is.",
)
AS_DRAWN = Text(
    "面积按图纸所绘计算,没有量测不确定度;图纸没有高度,与净高有关的规则无法套用。",
    "Areas are as drawn and carry no measured uncertainty; a drawing has no heights, so rules about headroom cannot be "
    "applied.",
)
ELEVATIONS = Text(
    "图纸没有标高;各层只按图名排序,标高以每层 {height:g} 米示意。",
    "The drawing has no heights: storeys are in the order of their titles, their elevations are only nominal, "
    "{height:g} m apart.",
)
MOVED = Text(
    "图纸离坐标原点 {distance_km:.0f} 千米,平面坐标已整体减去 ({x_m:.0f}, {y_m:.0f}) 米。",
    "The drawing lies {distance_km:.0f} km from its origin; ({x_m:.0f}, {y_m:.0f}) m were taken off plan coordinates.",
)

EMPTY_HIDDEN = Text(
    ":{count} 个图元在关闭或冻结的图层上({names})", ": {count} items lie on layers that are off or frozen ({names})"
)
EMPTY_CUSTOM = Text(
    ":图元都是其他软件(如天正)的自定义对象({names}),请在该软件中导出为 T3 或普通图形",
    ": what is there are objects of another program ({names}); export the drawing as plain geometry there",
)
EMPTY_EXTERNAL = Text(
    ":内容都在外部参照中({names}),请先绑定", ": all content lies in external references ({names}); bind them first"
)
EMPTY_NOT_FINITE = Text(":坐标都无效", ": none of the coordinates is valid")


def empty(contents: Contents) -> ImportRefused:
    """Return the refusal of a drawing without anything to use, with the reason that its contents suggest."""
    why = Text("", "")
    if contents.hidden:
        why = EMPTY_HIDDEN.format(count=contents.hidden.total(), names=_listed(contents.hidden))
    elif contents.custom:
        why = EMPTY_CUSTOM.format(names=_listed(contents.custom))
    elif contents.external:
        why = EMPTY_EXTERNAL.format(names=", ".join(sorted(contents.external)[:LISTED]))
    elif contents.not_finite:
        why = EMPTY_NOT_FINITE
    return refuse("drawing-empty", {"hidden": dict(contents.hidden)}, why_zh=why.zh, why_en=why.en)


def about_contents(contents: Contents, roles: Roles) -> list[Finding]:
    """Return what of the model space was not used, and why."""
    found = []
    # A piece of furniture that is hidden is nobody's loss.
    hidden = Counter({n: c for n, c in contents.hidden.items() if roles.role(n) != "ignored"})
    named: tuple[tuple[str, Outcome, Text, Counter[str]], ...] = (
        ("layers-hidden", "info", HIDDEN, hidden),
        ("broken-entities", "warning", BROKEN, contents.broken),
        ("solids-ignored", "info", SOLIDS, contents.solids),
    )
    for code, outcome, text, counts in named:
        if counts:
            reason = text.format(count=counts.total(), names=_listed(counts))
            found.append(_finding(code, outcome, reason, {"counts": dict(counts.most_common(50))}))
    counted: tuple[tuple[str, Outcome, Text, int], ...] = (
        ("invisible-ignored", "info", INVISIBLE, contents.invisible),
        ("heights-ignored", "info", NOT_FLAT, contents.not_flat),
        ("not-finite", "warning", NOT_FINITE, contents.not_finite),
        ("text-encoding", "repaired", ENCODING, sum(t.repaired for t in contents.texts)),
    )
    for code, outcome, text, count in counted:
        if count:
            found.append(_finding(code, outcome, text.format(count=count), {"count": count}))
    if contents.custom:
        words = {"count": contents.custom.total(), "names": _listed(contents.custom), "drawn": contents.custom_drawn}
        evidence = {"counts": dict(contents.custom.most_common(50)), "drawn": contents.custom_drawn}
        found.append(_finding("custom-objects", "warning", CUSTOM.format(**words), evidence))
    for code, text, names in (
        ("external-reference", EXTERNAL, contents.external),
        ("missing-block", NO_BLOCK, contents.missing_blocks),
    ):
        if names:
            listed = sorted(names)
            reason = text.format(names=", ".join(listed[:LISTED]))
            found.append(_finding(code, "warning", reason, {"names": listed[:50]}))
    return found


def about_paper_space(count: int) -> list[Finding]:
    """Return the finding that paper space holds something, which is not read."""
    return [_finding("paper-space", "info", PAPER.format(count=count), {"count": count})] if count else []


def about_model(model: Model, height_m: float) -> list[Finding]:
    """Return what a reader must know of every drawing: no uncertainty, no heights, where it was moved to."""
    found = [_finding("as-drawn", "info", AS_DRAWN, {})]
    if sum(len(b.storeys) for b in model.buildings) > 1:
        found.append(_finding("elevation-nominal", "info", ELEVATIONS.format(height=height_m), {"height_m": height_m}))
    x, y = model.frame.offset_m
    if (x, y) != (0.0, 0.0):
        reason = MOVED.format(distance_km=(x * x + y * y) ** 0.5 / 1000, x_m=x, y_m=y)
        found.append(_finding("far-from-origin", "info", reason, {"offset_m": [x, y]}))
    return found


def _finding(code: str, outcome: Outcome, reason: Text, evidence: dict[str, object]) -> Finding:
    return Finding(code, "", outcome, reason, evidence)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in counts.most_common(LISTED))
