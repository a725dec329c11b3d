export const layoutsZh = {
  title: "大开间布置", open: "按大开间布置", openJoined: "合并为大开间布置", back: "回到平面图",
  hint: "点选相邻的房间(虚线)可合并;点别的房间重新开始。", choose: "在平面图上点选一个房间开始。", rooms: "房间", remove: "移出 {number}", beside: "可合并的相邻房间", join: "合并 {number}", net: "使用面积合计",
  people: "人数", most: "尽可能多", areaRule: "人均不低于 6 m²", walls: "未注明承重的墙按可拆处理,列为假设",
  propose: "布置三种工位", again: "重新布置", working: "正在布置…", queued: "排队中…", managerOnly: "只有管理员可以布置新方案。",
  alternatives: "方案比较", module: "工位 {size} m", ofBound: "上界 {n}", perPerson: "人均 m²", nearWindow: "距窗 6 m 内", longest: "最远到门 m", aisles: "通道占比", noWindow: "没有窗",
  seats: "{n} 个工位", none: "没有合法的布置:请少要几个人、换小一号的工位,或再合并一间。", short: "要求 {n} 人,只排得下 {count} 人。", failed: "没有完成", optimal: "已达上界:{scope},不可能更多。", gap: "比上界少 {n} 个;上界对{scope}成立。", limited: "受限于:{why}", roomy: "各处间距按推荐值", tight: "部分间距按最小值",
  assumptions: "须先确认", checks: "独立检查", allPass: "{n} 项全部通过", someFail: "{n} 项未通过", pass: "通过", fail: "未通过",
  rule: {
    "desks-in-room": "工位在房间内", "desks-apart": "工位互不重叠", "chair-zones": "座椅区在房间内", "chair-zones-own": "座椅区互不重叠", "chair-to-wall": "椅背到墙、柱、后桌", "doors-clear": "门前净空",
    "aisles-free": "通道无遮挡", "aisles-connected": "通道连通且够宽", "main-aisle": "主通道", reach: "每个工位可达通道", "turning-circle": "轮椅回转", "area-per-person": "人均面积", travel: "到门距离",
  },
  ledger: "合并后的面积台账", ledgerOne: "房间面积台账", gross: "毛面积", strip: "拆墙增加", standing: "墙位处保留", deducted: "扣减", sum: "使用面积",
  earlier: "以前的方案", earlierLine: "{n} 个工位 · {module} m", files: "下载与打印", dxf: "图纸 DXF", geojson: "GeoJSON", ifc: "模型 IFC", print: "打印",
  legend: { desk: "工位与座椅", aisle: "通道", gone: "拟拆的墙", way: "到门的路" }, seat: "工位 {n} · 到门 {m} m", keys: "1 2 3 换方案 · ← ↑ → ↓ 换工位 · Esc 返回", madeBy: "布置用时 {s} 秒 · 第 {revision} 版 · 规则 {profile}",
}

export const layoutsEn: typeof layoutsZh = {
  title: "Open-plan layout", open: "Lay out as open plan", openJoined: "Join and lay out as open plan", back: "Back to the plan",
  hint: "Click neighbouring rooms (dashed) to join them; any other room starts anew.", choose: "Click a room on the plan to begin.", rooms: "Rooms", remove: "Take out {number}", beside: "Neighbours that can be joined", join: "Join {number}", net: "Net usable area together",
  people: "People", most: "as many as fit", areaRule: "At least 6 m² a person", walls: "Take out walls not said to carry load, as an assumption",
  propose: "Lay out three modules", again: "Lay out again", working: "Laying out…", queued: "Waiting…", managerOnly: "Only a manager may ask for a new layout.",
  alternatives: "Alternatives", module: "Desk {size} m", ofBound: "bound {n}", perPerson: "m² a person", nearWindow: "≤ 6 m to a window", longest: "Longest way, m", aisles: "Aisle share", noWindow: "no window",
  seats: "{n} workstation | {n} workstations", none: "No legal layout: ask for fewer people or a smaller module, or join one more room.", short: "{n} people were asked for, {count} fit.", failed: "Not finished", optimal: "At its bound: for {scope}, no more are possible.", gap: "{n} below the bound, which holds for {scope}.", limited: "Limited by: {why}", roomy: "Preferred clearances everywhere", tight: "Some clearances at their least",
  assumptions: "To be confirmed first", checks: "Independent check", allPass: "all {n} rules hold", someFail: "{n} rule fails | {n} rules fail", pass: "holds", fail: "fails",
  rule: {
    "desks-in-room": "Desks inside the room", "desks-apart": "Desks apart", "chair-zones": "Chair zones inside", "chair-zones-own": "Chair zones apart", "chair-to-wall": "Chair to wall, column, desk", "doors-clear": "Doors clear",
    "aisles-free": "Aisles free", "aisles-connected": "Aisles connected and wide", "main-aisle": "Main aisle", reach: "Every seat reaches an aisle", "turning-circle": "Wheelchair turning", "area-per-person": "Area a person", travel: "Way to a door",
  },
  ledger: "Area of the joined room", ledgerOne: "Area of the room", gross: "Gross", strip: "Where walls go", standing: "Standing there", deducted: "Deducted", sum: "Net usable",
  earlier: "Earlier layouts", earlierLine: "{n} workstations · {module} m", files: "Download and print", dxf: "Drawing DXF", geojson: "GeoJSON", ifc: "Model IFC", print: "Print",
  legend: { desk: "Desk and chair", aisle: "Aisle", gone: "Wall to go", way: "Way to a door" }, seat: "Seat {n} · {m} m to a door", keys: "1 2 3 alternative · ← ↑ → ↓ seat · Esc back", madeBy: "Laid out in {s} s · revision {revision} · rules {profile}",
}
