"""The sentences with which a network file is refused."""

from __future__ import annotations

from typing import Final

from geometry.finding import Text

UNREADABLE: Final = Text("这不是可读的XML文件：{why}。", "This is no readable XML file: {why}.")
NO_NETWORK: Final = Text(
    "这不是GNU Gama的平差输入文件：没有<points-observations>。",
    "This is no input file of GNU Gama: it has no <points-observations>.",
)
BAD_VALUE: Final = Text(
    "第{number}个观测（{kind}）的{attribute}不是可用的数值：{value}。",
    "Observation {number} ({kind}): {attribute} is no usable number: {value}.",
)
NO_SIGMA: Final = Text(
    "第{number}个观测（{kind}）没有标准差。", "Observation {number} ({kind}) has no standard deviation."
)
UNKNOWN_POINT: Final = Text(
    "第{number}个观测（{kind}）引用了未定义的点{point}。",
    "Observation {number} ({kind}) refers to point {point}, which is not defined.",
)
SAME_POINT: Final = Text(
    "第{number}个观测（{kind}）的两端是同一个点{point}。",
    "Observation {number} ({kind}) has the same point {point} at two of its ends.",
)
BAD_POINT: Final = Text(
    "点{point}的坐标不是可用的数值：{value}。", "Point {point}: its coordinate is no number: {value}."
)
TWICE: Final = Text("点{point}定义了两次，坐标不同。", "Point {point} is defined twice with different coordinates.")
BAD_AXES: Final = Text(
    "坐标轴方向或角度方向的写法不认识：{value}。", "The direction of axes or angles is not one that is known: {value}."
)
BAD_COVARIANCE: Final = Text(
    "协方差矩阵与其观测不符（维数{dim}）或不是正定的。",
    "A covariance matrix does not fit its observations (dimension {dim}) or is not positive definite.",
)
NOTHING: Final = Text("文件里没有平面观测。", "The file has no plane observations.")
TOO_LARGE: Final = Text("文件太大（超过{limit_mb} MB）。", "The file is too large (over {limit_mb} MB).")
