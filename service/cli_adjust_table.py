"""The adjusted network as tables for people."""

from __future__ import annotations

import sys
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from service.language import Language

POINTS: dict[Language, tuple[str, ...]] = {
    "zh": ("点", "x", "y", "σx mm", "σy mm"),
    "en": ("Point", "x", "y", "σx mm", "σy mm"),
}
OBSERVATIONS: dict[Language, tuple[str, ...]] = {
    "zh": ("序号", "类型", "点", "观测值", "平差值", "改正数", "单位", "多余 r", "w", "τ", "可测粗差"),
    "en": ("No", "Kind", "Points", "Observed", "Adjusted", "Residual", "Unit", "r", "w", "τ", "Detectable"),
}
SUMMARY: dict[Language, str] = {
    "zh": "vᵀPv = {vPv:.6g},自由度 {f},s0 = {s0}(先验 {apriori:g},后验 {aposteriori});整体检验:{test}。",
    "en": "vᵀPv = {vPv:.6g}, degrees of freedom {f}, s0 = {s0} (a priori {apriori:g}, a posteriori {aposteriori}); "
    "global test: {test}.",
}
TESTS: dict[str, dict[Language, str]] = {
    "as-stated": {"zh": "与先验精度相符", "en": "as stated"},
    "worse": {"zh": "差于先验精度", "en": "worse than stated"},
    "better": {"zh": "优于先验精度", "en": "better than stated"},
    "untested": {"zh": "没有多余观测", "en": "nothing to test"},
}
AREA: dict[Language, str] = {
    "zh": "轮廓 {ring}:A = {area:.6f} m²,u(A) = {u:.6f} m²,U = {U:.6f} m²(k = {k:g})。",
    "en": "Outline {ring}: A = {area:.6f} m², u(A) = {u:.6f} m², U = {U:.6f} m² (k = {k:g}).",
}

# A pipe has no width; wide enough that no number breaks.
PIPE_WIDTH: Final = 140


def print_network(facts: dict[str, Any], *, language: Language) -> None:
    """Print points, observations with their tests, the summary, the area where there is one, and what is doubtful."""
    console = Console() if sys.stdout.isatty() else Console(width=PIPE_WIDTH)
    points = _table(POINTS[language], left=1)
    for point in facts["points"]:
        sigmas = ("–", "–") if point["fixed"] else (f"{point['sigma_x_mm']:.2f}", f"{point['sigma_y_mm']:.2f}")
        points.add_row(point["id"], f"{point['x']:.5f}", f"{point['y']:.5f}", *sigmas)
    console.print(points)
    console.print()
    observations = _table(OBSERVATIONS[language], left=3)
    for row in facts["observations"]:
        observations.add_row(
            str(row["number"]),
            row["kind"],
            "–".join(row["points"]),
            f"{row['value']:.5f} {row['unit']}",
            f"{row['adjusted']:.5f}",
            f"{row['residual']:+.2f}",
            row["residual_unit"],
            f"{row['redundancy']:.3f}",
            *(_number(row[key]) for key in ("w", "tau", "mdb")),
        )
    console.print(observations)
    console.print()
    console.print(
        SUMMARY[language].format(
            vPv=facts["vPv"],
            f=facts["network"]["degrees_of_freedom"],
            s0=_number(facts["s0"], 4),
            apriori=facts["sigma_apriori"],
            aposteriori=_number(facts["sigma_aposteriori"], 4),
            test=TESTS[facts["global_test"]["outcome"]][language],
        )
    )
    if (area := facts["area"]) is not None:
        console.print(
            AREA[language].format(
                ring="–".join(area["ring"]),
                area=area["area_m2"],
                u=area["standard_uncertainty_m2"],
                U=area["expanded_uncertainty_m2"],
                k=area["coverage_factor"],
            )
        )
    for finding in facts["findings"]:
        console.print(finding["reason_zh" if language == "zh" else "reason"], style="yellow", markup=False)


def _table(titles: tuple[str, ...], *, left: int) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column, title in enumerate(titles):
        table.add_column(title, justify="left" if column < left else "right", no_wrap=True)
    return table


def _number(value: float | None, decimals: int = 2) -> str:
    return "–" if value is None else f"{value:.{decimals}f}"
