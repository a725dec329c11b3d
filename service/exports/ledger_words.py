"""Headings and sentences of the ledgers, the annual return and the documents handed over, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geometry.finding import Text

WORDS: Final[Mapping[str, Text]] = {
    "rooms": Text("房间台账", "Ledger of rooms"),
    "units": Text("单位台账", "Ledger of org units"),
    "organs": Text("机关合计", "Totals of organs"),
    "buildings": Text("楼栋合计", "Totals of buildings"),
    "unit_count": Text("单位数", "Org units"),
    "approved_least": Text("核定合计下限 m²", "Approved total, least m²"),
    "building": Text("楼栋", "Building"),
    "storey": Text("楼层", "Storey"),
    "number": Text("房间号", "Room"),
    "name": Text("名称", "Name"),
    "use": Text("用途", "Use"),
    "area": Text("使用面积 m²", "Net usable area m²"),
    "u": Text("标准不确定度 m²", "Standard uncertainty m²"),
    "basis": Text("测量依据", "Measurement basis"),
    "origin": Text("面积来源", "Origin"),
    "declared": Text("申报面积 m²", "Declared area m²"),
    "unit": Text("用房单位", "Org unit"),
    "occupants": Text("使用人", "Occupants"),
    "levels": Text("职级", "Post levels"),
    "people": Text("人数", "People"),
    "entitlement": Text("核定面积 m²", "Entitlement m²"),
    "outcome": Text("结论", "Outcome"),
    "excess": Text("超出 m²", "Over m²"),
    "share": Text("超出比例", "Over by"),
    "clause": Text("依据", "Clause"),
    "leased": Text("租(借)用", "Leased"),
    "case": Text("整改", "Case"),
    "kind": Text("单位类别", "Kind"),
    "organ": Text("机关级别", "Organ level"),
    "staff": Text("编制人数", "Approved staff"),
    "occupied": Text("房间数", "Rooms"),
    "over_rooms": Text("超标房间", "Rooms over"),
    "office": Text("办公室 m²", "Office m²"),
    "service": Text("服务用房 m²", "Service m²"),
    "equipment": Text("设备用房 m²", "Equipment m²"),
    "total": Text("合计 m²", "Total m²"),
    "of_it_leased": Text("其中租(借)用 m²", "Of it leased m²"),
    "approved_office": Text("核定办公室 m²", "Approved office m²"),
    "approved_service": Text("核定服务用房 m²", "Approved service m²"),
    "approved_equipment": Text("核定设备用房 m²", "Approved equipment m²"),
    "approved_total": Text("核定合计 m²", "Approved total m²"),
    "yes": Text("是", "yes"),
    "return": Text("表② 办公用房信息", "Table ② office rooms"),
    "address": Text("地址坐落", "Address"),
    "region": Text("行政区划代码(12位)", "Region code (12 digits)"),
    "land": Text("用地面积 m²", "Site area m²"),
    "gross": Text("总建筑面积 m²", "Total floor area m²"),
    "gross_office": Text("办公用房建筑面积 m²", "Floor area of office rooms m²"),
    "gross_technical": Text("技术业务用房建筑面积 m²", "Floor area of technical rooms m²"),
    "gross_ancillary": Text("附属用房建筑面积 m²", "Floor area of ancillary rooms m²"),
    "using_unit": Text("使用单位名称", "Using unit"),
    "staffing": Text("编制:{level}", "Staffing: {level}"),
    "title_state": Text("权属登记情况", "Title registration"),
    "built": Text("建设年代", "Year built"),
    "remark": Text("备注(≤200字)", "Remarks (≤ 200 characters)"),
    "to_fill": Text(
        "橙色表头的栏目系统中没有数据,请填写。面积为使用面积,依据 {basis};截至 {day};标准 {policy}。",
        "Columns with an orange heading are not known to the system: fill them in. Areas are net usable areas under "
        "{basis}, as of {day}, policy {policy}.",
    ),
    "staffing_once": Text(
        "一个单位在多处用房的,编制只填在面积最大的一处。",
        "A unit with rooms in several places has its staffing at the largest of them only.",
    ),
    "as_of": Text(
        "面积为使用面积,依据 {basis};截至 {day};标准 {policy};名册第 {roster} 版。",
        "Areas are net usable areas under {basis}, as of {day}, policy {policy}, roster version {roster}.",
    ),
    "no_persons": Text("本表不含个人信息。", "This table names no persons."),
    "no_rows": Text("没有数据。", "There is nothing to list."),
    "inspection": Text("办公用房现场检查报告", "Report of an inspection of office rooms"),
    "inspected": Text("检查范围", "Scope"),
    "opened": Text("开始", "Begun"),
    "finished": Text("结束", "Finished"),
    "not_finished": Text("尚未结束", "not finished"),
    "day": Text("查看日期", "As of"),
    "ledger_area": Text("台账 m²", "Ledger m²"),
    "system_area": Text("系统 m²", "System m²"),
    "measured_area": Text("实测 m²", "Measured m²"),
    "difference": Text("相差 m²", "Difference m²"),
    "allowed": Text("限差 m²", "Limit m²"),
    "result": Text("结果", "Result"),
    "note": Text("现场情况", "What was seen"),
    "photos": Text("照片", "Photos"),
    "findings": Text("系统中的问题", "Findings in the system"),
    "result.ok": Text("相符", "as stated"),
    "result.differs": Text("不符", "differs"),
    "result.no-access": Text("未能进入", "no access"),
    "result.open": Text("未查", "open"),
    "repeat_rule": Text(
        "限差:两次独立测量之差不超过 ±(0.08√S + 0.006S)(GB/T 17986.1-2000 三级)。",
        "Limit: two independent measurements differ by at most ±(0.08√S + 0.006S) (GB/T 17986.1-2000, class 3).",
    ),
    "journal_head": Text("记录链末端校验值", "Hash of the last event of the journal"),
    "inspector": Text("检查人(签字)", "Inspector (signature)"),
    "inspected_unit": Text("被检查单位(签字)", "Inspected unit (signature)"),
    "use_certificate": Text("党政机关办公用房分配使用凭证", "Certificate of allocated office rooms"),
    "certificate_number": Text("凭证编号", "Number"),
    "issuer": Text("签发单位", "Issued by"),
    "issued_on": Text("签发日期", "Issued on"),
    "holder": Text("使用单位", "Using unit"),
    "certificate_says": Text(
        "根据《党政机关办公用房管理办法》(中办发〔2017〕70号)第十八条,下列房间分配给上述单位使用。",
        "Under article 18 of the measures for managing office rooms (中办发〔2017〕70号), these rooms are allocated to "
        "the unit named above.",
    ),
    "certificate_use": Text(
        "本凭证可用于法人登记、集体户籍和大中修施工许可;不得用于出租、出借或经营,不得擅自改变用途。",
        "It serves registration of the body, of collective households and permits for major repairs. It is no basis "
        "for letting, lending or trade, and the use of rooms may not be changed without approval.",
    ),
    "seal": Text("(盖章)", "(seal)"),
    "shared": Text("与他单位合用,按分摊计 {area} m²", "shared with other units, {area} m² of it"),
}


def word(key: str, tongue: str, **values: object) -> str:
    """Return one heading or sentence in one language."""
    text = WORDS[key]
    return (text.zh if tongue == "zh" else text.en).format(**values)
