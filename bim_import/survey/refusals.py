"""The sentences with which survey files are refused, by stable code."""

from __future__ import annotations

from typing import Any

from bim_import.errors import ImportRefused
from geometry.finding import Text

REASONS = {
    "not-read": Text(
        "这个文件不是能读取的格式。可读取:IFC 模型(.ifc、.ifczip)、DXF 图纸、测量工作簿(.xlsx、.csv)、"
        "极坐标观测(.csv)、"
        "Survex(.svx)、PocketTopo(.txt)和 RoomPlan(.json)。",
        "This file is in none of the formats that are read: IFC models (.ifc, .ifczip), DXF drawings, survey "
        "workbooks "
        "(.xlsx, .csv), polar shots (.csv), Survex (.svx), PocketTopo (.txt) and RoomPlan (.json).",
    ),
    "workbook-damaged": Text(
        "工作簿已损坏或不完整,无法读取。请用 Excel 或 WPS 打开后另存为新的 .xlsx 再导入。",
        "The workbook is damaged or incomplete and cannot be read. Open it in a spreadsheet program, save it as a "
        "new "
        ".xlsx and import that.",
    ),
    "workbook-macros": Text(
        "工作簿含有宏,出于安全原因不予读取。请另存为不含宏的 .xlsx。",
        "The workbook contains macros and is not read for safety. Save it as .xlsx without macros.",
    ),
    "workbook-links": Text(
        "工作簿引用了其他文件的数据,数值无法核实。请断开外部链接(数据—编辑链接—断开链接)并粘贴为数值后再导入。",
        "The workbook takes values from other files, which cannot be checked. Break the links (Data, Edit Links), "
        "paste "
        "values and import again.",
    ),
    "workbook-binary": Text(
        "这是二进制工作簿(.xlsb),无法读取。请另存为 .xlsx。",
        "This is a binary workbook (.xlsb), which cannot be read. Save it as .xlsx.",
    ),
    "workbook-old": Text(
        "这是旧版 Excel 工作簿(.xls),无法读取。请另存为 .xlsx。",
        "This is a workbook of an old Excel (.xls), which cannot be read. Save it as .xlsx.",
    ),
    "workbook-opendocument": Text(
        "这是 OpenDocument 表格(.ods),无法读取。请另存为 .xlsx 或 .csv。",
        "This is an OpenDocument spreadsheet (.ods), which cannot be read. Save it as .xlsx or .csv.",
    ),
    "workbook-encrypted": Text(
        "工作簿有打开密码,无法读取。请去掉密码后再导入。",
        "The workbook is protected by a password. Save it without one and import again.",
    ),
    "workbook-too-large": Text(
        "工作簿太大(超过 {limit_mib} MiB 或 30 万行),请按楼栋拆分。",
        "The workbook is too large (more than {limit_mib} MiB unpacked or 300,000 rows). Split it by building.",
    ),
    "workbook-bomb": Text(
        "工作簿解压后的大小与其内容不符,出于安全原因不予读取。",
        "The workbook unpacks to far more than its content can be and is not read for safety.",
    ),
    "table-too-large": Text(
        "表格太大(超过 {limit_mib} MiB 或 30 万行),请按楼栋拆分。",
        "The table is too large (more than {limit_mib} MiB or 300,000 rows). Split it by building.",
    ),
    "survey-no-table": Text(
        "没有找到测量表:任何工作表都没有“房号、长、宽”或“房号、起点、终点、数值”这样的列标题。"
        "请使用测量模板(yijian survey-template)。",
        "No survey table was found: no sheet has headings such as “number, length, width” or “number, from, to, "
        "value”. "
        "Use the survey template (yijian survey-template).",
    ),
    "is-json": Text(
        "这是 JSON 文件,但不是 RoomPlan 的 CapturedRoom(没有 walls 或 floors),无法读取。",
        "This is a JSON file but no CapturedRoom of RoomPlan (it has neither walls nor floors), so it cannot be read.",
    ),
    "json-damaged": Text(
        "JSON 文件不完整或有语法错误,无法读取。请重新导出扫描结果。",
        "The JSON file is incomplete or has a syntax error and cannot be read. Export the scan again.",
    ),
    "roomplan-too-large": Text(
        "扫描文件太大(超过 {limit_mib} MiB 或 2 万个面),请按房间分别导出。",
        "The scan is too large (more than {limit_mib} MiB or 20,000 surfaces). Export room by room.",
    ),
    "roomplan-empty": Text(
        "扫描文件里没有可用的墙或地面,没有可量算的房间。请重新扫描后导出。",
        "The scan holds no usable wall or floor, so there is no room to measure. Scan and export it again.",
    ),
    "survex-include": Text(
        "第 {line} 行用 *include 引用了另一个文件,不能读取;请把内容合并成一个文件。",
        "Line {line} refers to another file with *include, which is not followed; put everything into one file.",
    ),
    "survex-too-deep": Text(
        "*begin 嵌套超过 {limit} 层,无法读取;请检查是否缺少 *end。",
        "*begin is nested more than {limit} deep, which is not read; check for missing *end.",
    ),
    "survey-no-shots": Text(
        "文件里没有射向墙面的观测(splay),只有测站之间的连线,没有可量算的房间。",
        "The file holds no shots at walls (splays), only legs between stations, so there is no room to measure.",
    ),
    "survey-empty": Text(
        "测量表里没有房间:只有列标题,没有数据行。",
        "The survey holds no rooms: there are headings and no rows below them.",
    ),
}


def refuse(code: str, **values: Any) -> ImportRefused:
    """Return the refusal with this code, its sentence filled in."""
    return ImportRefused(code, REASONS[code].format(**values), values)
