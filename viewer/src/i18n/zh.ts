import { certificatesZh } from "./certificates"
import { findingsZh } from "./findings"
import { layoutsZh } from "./layouts"
import { scenariosZh } from "./scenarios"
import { surveysZh } from "./surveys"

export default {
  product: "一间",
  frame: {
    plan: "平面", rooms: "房间", imports: "导入", building: "建筑", storey: "楼层", language: "English", dark: "深色", light: "浅色",
    upload: "导入文件", asOf: "截至 {date}", revision: "第 {n} 版", revisions: "版本", search: "搜索房间", searchNone: "没有找到“{q}”",
    nowhere: "这里没有页面", nowhereWhy: "地址可能写错了,或这栋建筑已不存在。", home: "回到平面图",
    skip: "跳到平面图", appeared: "新增 {n} 间", vanished: "消失 {n} 间", changed: "面积变化 {n} 间",
  },
  empty: {
    title: "把建筑、图纸或测量放进来", body: "将 IFC 模型、DXF 图纸或测量表(XLSX、CSV、RoomPlan、Survex)拖到页面任意位置。一间会读出每个房间,算出使用面积,并说明每个数字从何而来、有多准。",
    choose: "选择文件", sample: "先看示例", noSpaces: "这一层没有房间", noSpacesWhy: "文件里这一层没有可量测的空间。可以换一层看看,或在导入记录里查看原因。",
    drop: "松开即可导入", dropHint: "模型 .ifc .ifczip · 图纸 .dxf · 测量 .xlsx .csv .json .svx .txt",
  },
  use: {
    office: "办公室", service: "服务用房", equipment: "设备用房", ancillary: "附属用房", technical: "技术业务用房", circulation: "交通空间",
    other: "其他", "not-a-room": "非房间",
  },
  origin: { modelled: "模型中的空间", "derived-from-walls": "由墙体推算", surveyed: "实测", drawn: "图纸绘制" },
  layer: { title: "着色", use: "用途", difference: "申报差异", uncertainty: "不确定度", compliance: "超标", "org-unit": "单位", vacancy: "闲置" },
  difference: {
    "far-below": "申报少 5% 以上", below: "申报少 1–5%", equal: "一致(±1%)", above: "申报多 1–5%", "far-above": "申报多 5% 以上", none: "未申报",
  },
  legend: { title: "图例", clear: "显示全部", rooms: "{n} 间", filter: "只看{name}" },
  plan: {
    label: "{storey} 平面图,{n} 个房间", fit: "全图", zoomIn: "放大", zoomOut: "缩小", print: "打印", north: "北", up: "图上方", keys: "快捷键",
    keyClick: "选择", keyShift: "多选", keyDouble: "放大到房间", keyStorey: "换层", keySearch: "搜索", keyBack: "返回", keyArrows: "相邻房间",
  },
  room: {
    net: "使用面积", gross: "总面积", basis: "测量依据", why: "这个数字怎么来的", deduction: "扣减",
    area: "面积 m²", noDeductions: "没有扣减:房间轮廓即为净面积。", compare: "其他测量依据下的同一房间", declared: "申报面积", cause: "原因", findings: "检查结果", noFindings: "没有问题",
    source: "来源", file: "文件", revision: "版本", hash: "校验值", element_id: "构件编号", height: "净高", missing: "缺少的输入", limited: "其中受限使用", unnamed: "未命名", close: "关闭", zoom: "放大到房间",
    selected: "已选 {n} 间", totalNet: "使用面积合计", clear: "取消选择", copy: "复制", copied: "已复制",
    noDeclared: "文件里没有申报面积。", kind: { gross: "总面积", net: "净面积", unspecified: "未说明总或净" },
    element: "构件", clause: "依据", declaredAs: "申报项", againstGross: "与总面积之差",
  },
  cause: {
    "wall-centre": "按墙中线量算,比墙内表面大", "wall-overlap": "轮廓与墙体重叠", headroom: "净高不足的部分处理不同", "national-factor": "套用了国家系数", unit: "计量单位不一致", unknown: "原因未明,建议复测",
  },
  deductionKind: {
    column: "柱", pier: "墙垛", wall: "墙体重叠", "wall-overlap": "墙体重叠", partition: "隔墙", "curtain-wall": "幕墙", shaft: "管道井", duct: "风道", chimney: "烟道", stair: "楼梯", lift: "电梯",
    "slab-opening": "楼板洞口", headroom: "净高不足", furniture: "固定家具", opening: "门窗洞口", window: "窗洞", door: "门洞", other: "其他",
  },
  storey: {
    net: "本层使用面积", gross: "总面积", rooms: "房间", look: "值得一看", allWell: "没有需要查看的房间", elevation: "标高 {z} m", more: "还有 {n} 条", building: "整栋 {net} m² · {n} 间", use: "用途",
  },
  outcome: { info: "提示", repaired: "已修复", warning: "请查看", rejected: "未量测" },
  table: {
    number: "房间号", name: "名称", use: "用途", storey: "楼层", net: "使用面积 m²", gross: "总面积 m²", declared: "申报 m²", difference: "申报差异", state: "结果", filter: "筛选房间号、名称、用途", csv: "下载 CSV",
    count: "{n} 间 · {area} m²", none: "没有符合条件的房间", title: "房间表",
  },
  imports: {
    title: "导入记录", file: "文件", size: "大小", status: "状态", when: "时间", result: "结果", open: "打开平面图", report: "查看报告", cancel: "取消上传", dismiss: "关闭", hide: "收起",
    statusOf: { queued: "排队中", running: "进行中", done: "完成", failed: "未能导入" },
    step: { upload: "上传", read: "读取", spaces: "房间", walls: "墙体", areas: "面积", checks: "检查", store: "保存" },
    leftOut: "一次导入一个文件;另外 {n} 个没有导入,请随后再拖进来。", left: "约剩 {time}", seconds: "{n} 秒", minutes: "{n} 分钟", cancelled: "已取消上传。没有保存任何内容。", failed: "这个文件未能导入",
    next: "原有数据没有改动。请按上面的说明修正后再试,或换一个文件。",
    measured: "量测 {n} 间", repaired: "修复 {n} 间", needsYou: "需要您处理 {n} 间", differs: "{n} 间与申报不同", findings: "逐条说明", nothing: "所有房间都正常量测,没有需要说明的。",
    whole: "整个文件", zoom: "在平面图上查看", running: "正在导入",
  },
  problem: { retry: "重试", request: "编号 {id}" },
  survey: surveysZh,
  finding: findingsZh,
  certificate: certificatesZh,
  scenario: scenariosZh,
  layout: layoutsZh,
}
