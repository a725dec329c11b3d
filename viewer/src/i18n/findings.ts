export const findingsZh = {
  compliance: { over: "超标", "not-decided": "待复核", within: "未超标", vacant: "闲置", unknown: "不明", none: "不涉及" },
  vacancy: { occupied: "在用", vacant: "闲置", none: "不涉及" },
  noUnit: "无单位", severalUnits: "多个单位",
}

export const findingsEn: typeof findingsZh = {
  compliance: { over: "Over", "not-decided": "Not decided", within: "Within", vacant: "Vacant", unknown: "Unknown", none: "Not concerned" },
  vacancy: { occupied: "In use", vacant: "Vacant", none: "Not concerned" },
  noUnit: "No org unit", severalUnits: "Several org units",
}
