"""The sentences with which IFC files are refused, by stable code."""

from __future__ import annotations

from geometry.finding import Text

REASONS = {
    "empty-file": Text(
        "文件是空的(0 字节)。请重新导出或重新上传。",
        "The file is empty (0 bytes). Export or upload it again.",
    ),
    "blank-file": Text(
        "文件里只有空白,没有模型。请重新导出。",
        "The file holds only blanks and no model. Export it again.",
    ),
    "not-step": Text(
        "这个文件不是能读取的格式。可读取:IFC 模型(.ifc、.ifczip)、DXF 图纸、测量工作簿(.xlsx、.csv)、"
        "Survex(.svx)、PocketTopo(.txt)和 RoomPlan(.json)。",
        "This file is in none of the formats that are read: IFC models (.ifc, .ifczip), DXF drawings, survey "
        "workbooks "
        "(.xlsx, .csv), Survex (.svx), PocketTopo (.txt) and RoomPlan (.json).",
    ),
    "is-html": Text(
        "这是网页而不是模型,多半是下载时得到了登录页或出错页。请重新下载文件。",
        "This is a web page, not a model: most likely a login or error page came with the download. Download it again.",
    ),
    "is-ifcxml": Text(
        "这是 ifcXML,目前不支持。请导出为 .ifc(STEP)。",
        "This is ifcXML, which is not supported. Export it as .ifc (STEP).",
    ),
    "is-gama": Text(
        "这是 GNU Gama 的测量网,里面没有房间。请用 yijian adjust 平差。",
        "This is a network of GNU Gama, which has no rooms. Adjust it with yijian adjust.",
    ),
    "is-xml": Text(
        "这是 XML 文件,不能读取。请提供 IFC 模型、DXF 图纸或测量工作簿。",
        "This is an XML file, which is not read. Provide an IFC model, a DXF drawing or a survey workbook.",
    ),
    "is-json": Text(
        "这是 JSON 文件,不是 IFC 模型。",
        "This is a JSON file, not an IFC model.",
    ),
    "is-pdf": Text(
        "这是 PDF,没有可量算的房间。请提供 IFC 模型、DXF 图纸,或用测量模板填写尺寸。",
        "This is a PDF without rooms to measure. Provide the IFC model, the DXF drawing, or fill in the survey "
        "template.",
    ),
    "is-dwg": Text(
        "这是 DWG 图纸,不能直接读取。请在 CAD 软件里打开,选“另存为”—文件类型“AutoCAD 2013 DXF (*.dxf)”(或命令 "
        "DXFOUT)后再导入。",
        "This is a DWG drawing, which cannot be read. Open it in the CAD program, choose Save As with the type "
        "“AutoCAD "
        "2013 DXF (*.dxf)” (or the command DXFOUT), and import that.",
    ),
    "is-rvt": Text(
        "这是软件的原生文件(例如 RVT)或旧版办公文档,无法直接读取。请在建模软件里导出 IFC。",
        "This is a native file (such as RVT) or an old office document, which cannot be read. Export IFC from the "
        "authoring tool.",
    ),
    "is-image": Text(
        "这是图片,没有可量算的房间。请提供 IFC 模型、DXF 图纸,或用测量模板填写尺寸。",
        "This is a picture without rooms to measure. Provide the IFC model, the DXF drawing, or fill in the survey "
        "template.",
    ),
    "is-other": Text(
        "这种压缩包或数据库不能读取。请提供 .ifc、.ifczip、.dxf、.xlsx 或 .csv。",
        "This kind of archive or database cannot be read. Provide .ifc, .ifczip, .dxf, .xlsx or .csv.",
    ),
    "zip-damaged": Text(
        "压缩包已损坏,无法解压。请重新压缩或重新上传。",
        "The archive is damaged and cannot be unpacked. Pack or upload it again.",
    ),
    "zip-without-ifc": Text(
        "压缩包里没有 .ifc 文件。",
        "The archive holds no .ifc file.",
    ),
    "zip-several": Text(
        "压缩包里有 {count} 个 .ifc 文件,一次只能导入一个。请分别上传。",
        "The archive holds {count} .ifc files; one import takes one. Upload them one by one.",
    ),
    "zip-encrypted": Text(
        "压缩包有密码,无法读取。请去掉密码后再上传。",
        "The archive is protected by a password. Pack it without one.",
    ),
    "zip-path": Text(
        "压缩包里有指向外部目录的路径,出于安全原因不予读取。请重新压缩。",
        "The archive has paths that lead outside of it and is not read for safety. Pack it again.",
    ),
    "zip-too-large": Text(
        "压缩包里的文件声明为 {declared_mib} MiB,超过 {limit_mib} MiB 的上限。请按楼栋拆分。",
        "The file in the archive declares {declared_mib} MiB, above the limit of {limit_mib} MiB. Split it by "
        "building.",
    ),
    "zip-bomb": Text(
        "压缩包解压后的大小与其内容不符,出于安全原因不予读取。",
        "The archive unpacks to far more than its content can be and is not read for safety.",
    ),
    "no-schema": Text(
        "文件头没有写明 IFC 模式(FILE_SCHEMA),无法读取。请重新导出。",
        "The header names no IFC schema (FILE_SCHEMA), so the file cannot be read. Export it again.",
    ),
    "no-data": Text(
        "文件没有数据段(DATA)。请重新导出。",
        "The file has no DATA section. Export it again.",
    ),
    "truncated": Text(
        "文件不完整,结尾缺失,多半是导出或传输中断。请重新导出或重新上传。",
        "The file is truncated: its end is missing, most likely an interrupted export or transfer. Export or "
        "upload it "
        "again.",
    ),
    "wrong-schema": Text(
        "文件的模式是 {found},目前支持 IFC2X3、IFC4 和 IFC4X3。请用其中之一重新导出。",
        "The file's schema is {found}; IFC2X3, IFC4 and IFC4X3 are supported. Export it in one of these.",
    ),
    "syntax-error": Text(
        "文件内容有语法错误,无法解析。请重新导出。",
        "The file has a syntax error and cannot be parsed. Export it again.",
    ),
    "no-project": Text(
        "文件里没有 IfcProject,不是一个建筑模型。请重新导出。",
        "The file has no IfcProject and so is no building model. Export it again.",
    ),
    "no-geometry": Text(
        "文件里没有任何带几何的房间或墙体,无法量算面积。请在导出设置中勾选几何和空间。",
        "No space and no wall of the file has a geometry, so there is no area to compute. Export it with geometry "
        "and "
        "spaces switched on.",
    ),
}
