"""Why rooms cannot be laid out, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from geometry.finding import Text
from geometry.layout.records import Site
from geometry.layout.site import SiteRefusedError

NOT_NEIGHBOURS = Text(
    "房间之间不相邻,不能合并布置;请只选共用一道墙的房间,或分别布置。",
    "The rooms do not lie beside each other and cannot be joined; choose rooms that share a wall, or lay them out one "
    "by one.",
)
UNKNOWN_WALLS = Text(
    "文件没有说明房间之间的 {count} 道墙是否承重,而这里只允许拆已知可拆的墙;请允许按可拆处理(列为假设,须经结构确认),"
    "或在模型中注明承重后重新导入。",
    "The file does not say whether {count} of the walls between the rooms carry load, and only walls known not to were "
    "to go; let them go as an assumption, to be confirmed, or say it in the model and import it again.",
)


def reason_of(refused: SiteRefusedError, assuming: Callable[[], Site]) -> Text:
    """Return the sentence of a refusal; ``assuming`` makes the site with unknown walls taken as removable."""
    if refused.code == "layout-not-neighbours":
        return NOT_NEIGHBOURS
    if refused.code == "layout-load-bearing":
        try:
            return UNKNOWN_WALLS.format(count=len(assuming().assumptions))
        except SiteRefusedError:  # a wall is known to carry load, whatever is assumed
            return refused.reason
    return refused.reason
