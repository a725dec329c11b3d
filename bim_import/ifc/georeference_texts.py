"""What an importer says about a model's georeference: key -> (finding code, outcome, sentence)."""

from __future__ import annotations

from typing import Any

from geometry.finding import Finding, Outcome, Text

FINDINGS: dict[str, tuple[str, Outcome, Text]] = {
    "blank": (
        "georeference-blank",
        "warning",
        Text(
            "文件给出了坐标系 {crs}，但东、北坐标均为零，未采用。",
            "The file names the CRS {crs} but eastings and northings are zero: not used.",
        ),
    ),
    "unknown-crs": (
        "georeference-unknown-crs",
        "warning",
        Text(
            "坐标系名称「{crs}」无法识别，未采用地理配准。",
            "The CRS '{crs}' is not known: the georeference was not used.",
        ),
    ),
    "geographic": (
        "georeference-geographic",
        "warning",
        Text(
            "「{crs}」是经纬度坐标系，不能用于平面量算，未采用地理配准。请改用投影坐标系，例如 CGCS2000 3 度带。",
            "'{crs}' is a geographic CRS (longitude, latitude) without plane metres: the georeference was not used. "
            "Name a projected CRS, for example a CGCS2000 3-degree Gauss-Kruger strip.",
        ),
    ),
    "outside": (
        "georeference-outside-crs",
        "warning",
        Text(
            "坐标 ({eastings}, {northings}) 不在 {name} 的使用范围内，未采用地理配准。",
            "The coordinates ({eastings}, {northings}) lie outside the area {name} is meant for: not used.",
        ),
    ),
    "other-unit": (
        "unit-suspect",
        "repaired",
        Text(
            "地理配准的数值按声明的单位（{stated_m} 米）不落在坐标系范围内，已按 {used_m} 米读取。",
            "With the declared unit ({stated_m} m) the georeference lies outside its CRS; it was read with {used_m} m.",
        ),
    ),
    "scale-not-unit": (
        "georeference-scale",
        "repaired",
        Text(
            "地理配准的比例 {scale} 没有换算文件单位，已按纯比例读取。",
            "Scale {scale} of the georeference does not convert the file's unit; it was read as a mere scale.",
        ),
    ),
    "zone-in-easting": (
        "georeference-zone",
        "repaired",
        Text(
            "东坐标带有带号而坐标系不带，已去掉带号（东 {eastings_m} 米）。",
            "The easting carries a zone number that its CRS does not use; it was taken off (easting {eastings_m} m).",
        ),
    ),
    "zone-missing": (
        "georeference-zone",
        "repaired",
        Text(
            "坐标系带有带号而东坐标没有，已补上带号（东 {eastings_m} 米）。",
            "The CRS has a zone number in its eastings and the file's easting does not; it was added "
            "(easting {eastings_m} m).",
        ),
    ),
    "axes-exchanged": (
        "georeference-axes",
        "repaired",
        Text(
            "东、北坐标似乎对调，互换后（东 {eastings_m}、北 {northings_m} 米）落在坐标系范围内。",
            "Easting and northing seem exchanged; the other way round (easting {eastings_m} m, northing "
            "{northings_m} m) they lie inside the CRS.",
        ),
    ),
    "twice": (
        "georeferenced-twice",
        "repaired",
        Text(
            "模型自身坐标（东 {easting_m}、北 {northing_m} 米）已是 {crs} 坐标，又附有地理配准；只应用了一次。",
            "The model's own coordinates (easting {easting_m} m, northing {northing_m} m) are {crs} already, and a map "
            "conversion would move them again: it was applied once.",
        ),
    ),
    "uneven-scale": (
        "georeference-scale",
        "warning",
        Text(
            "地理配准在两个方向上的比例不同（{factor_x}、{factor_y}），会改变形状，未采用。",
            "The georeference scales x and y differently ({factor_x}, {factor_y}), which would distort: not used.",
        ),
    ),
    "not-plane": (
        "georeference-geographic",
        "warning",
        Text("地理配准以角度给出（{crs}），未采用。", "The georeference is given in angles ({crs}): not used."),
    ),
    "not-finite": (
        "georeference-not-a-number",
        "warning",
        Text(
            "地理配准的数值缺失或无效，未采用。", "A number of the georeference is missing or not a number: not used."
        ),
    ),
    "default-site": (
        "georeference-default-site",
        "info",
        Text(
            "场地经纬度（{longitude_deg}, {latitude_deg}）是建模软件的默认位置，未采用。",
            "The site's longitude and latitude ({longitude_deg}, {latitude_deg}) are the authoring tool's default: "
            "not used.",
        ),
    ),
    "rough": (
        "georeference-rough",
        "warning",
        Text(
            "仅有场地经纬度（{longitude_deg}, {latitude_deg}），位置只是粗略的（可差数十米以上），按 {crs} 表示。",
            "Only the site's longitude and latitude ({longitude_deg}, {latitude_deg}) are given: the place is rough "
            "(tens of metres or worse), expressed in {crs}.",
        ),
    ),
}


def say(findings: list[Finding], key: str, subject: str = "", **evidence: Any) -> None:
    """Add what ``FINDINGS`` has to say under ``key``, with the figures filled in."""
    code, outcome, text = FINDINGS[key]
    findings.append(Finding(code, subject, outcome, text.format(**evidence), evidence))
