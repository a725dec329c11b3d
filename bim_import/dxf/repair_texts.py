"""What was wrong with a drawing, for each code of the audit, in both languages."""

from __future__ import annotations

from geometry.finding import Text

_BY_NAME = {
    "INVALID_LAYER_NAME": Text("图层名含非法字符", "a layer name with characters it may not hold"),
    "UNDEFINED_BLOCK": Text("引用的图块不存在", "a reference to a block that is not there"),
    "UNDEFINED_BLOCK_NAME": Text("图块没有名称", "a block without a name"),
    "INVALID_BLOCK_REFERENCE_CYCLE": Text("图块引用了自身", "a block that refers to itself"),
    "UNDEFINED_LINETYPE": Text("线型未定义", "a line type that is not defined"),
    "UNDEFINED_TEXT_STYLE": Text("文字样式未定义", "a text style that is not defined"),
    "UNDEFINED_DIMENSION_STYLE": Text("标注样式未定义", "a dimension style that is not defined"),
    "INVALID_DIMSTYLE": Text("标注样式无效", "a dimension style that is not valid"),
    "REMOVED_INVALID_GRAPHIC_ENTITY": Text("图元残缺,已去掉", "a broken entity, left out"),
    "REMOVED_INVALID_DXF_OBJECT": Text("对象残缺,已去掉", "a broken object, left out"),
    "REMOVED_STANDALONE_ATTRIB_ENTITY": Text("属性没有所属图块,已去掉", "an attribute without a block, left out"),
    "REMOVED_ENTITY_WITH_INVALID_OWNER_HANDLE": Text("图元没有归属,已去掉", "an entity that belongs nowhere, left out"),
    "DECODING_ERROR": Text("文字无法按所写编码解读", "text that is not in the encoding it claims"),
    "INVALID_FLOATING_POINT_VALUE": Text("数字无效", "a number that is none"),
    "INVALID_INTEGER_VALUE": Text("整数无效", "a whole number that is none"),
    "INVALID_VERTEX_COUNT": Text("顶点数不对", "a wrong number of corners"),
    "INVALID_HATCH_BOUNDARY_PATH": Text("填充边界无效", "a hatch whose boundary is not valid"),
    "INVALID_EXTRUSION_VECTOR": Text("拉伸方向无效", "a direction of extrusion that is not valid"),
    "INVALID_OWNER_HANDLE": Text("所属句柄无效", "an owner handle that is not valid"),
    "INVALID_ENTITY_HANDLE": Text("图元句柄无效", "an entity handle that is not valid"),
    "INVALID_COLOR_INDEX": Text("颜色编号无效", "a colour number that is not valid"),
    "INVALID_LINEWEIGHT": Text("线宽无效", "a line weight that is not valid"),
    "INVALID_SPLINE_DEFINITION": Text("样条曲线无效", "a spline that is not valid"),
    "MISSING_REQUIRED_SEQEND": Text("图元缺少结束标记", "an entity without its end mark"),
    "MISSING_SECTION_TAG": Text("缺少段落标记", "a section without its mark"),
    "MISSING_ENDSEC_TAG": Text("段落没有结束", "a section that does not end"),
    "FOUND_TAG_OUTSIDE_SECTION": Text("段落之外有内容", "content outside of every section"),
    "ORPHANED_LAYOUT_ENTITY": Text("图元不在任何布局里", "an entity that is in no layout"),
    "POINTER_TARGET_NOT_EXIST": Text("引用的对象不存在", "a reference to an object that is not there"),
    "MISSING_REQUIRED_ROOT_DICT_ENTRY": Text("缺少必需的字典条目", "an entry missing from the root dictionary"),
    "DUPLICATE_TABLE_ENTRY_NAME": Text("表中名称重复", "a name used twice in a table"),
    "CREATED_MISSING_OBJECT": Text("补建了缺少的对象", "a missing object, made anew"),
    "INVALID_DICTIONARY_ENTRY": Text("字典条目无效", "a dictionary entry that is not valid"),
}


def what_was_wrong(code: int) -> Text:
    """Return what an audit code means; its own name in lower case where it has no sentence here."""
    from ezdxf.audit import AuditError

    try:
        name = AuditError(code).name
    except ValueError:
        name = f"ERROR_{code}"
    plain = name.lower().replace("_", " ")
    return _BY_NAME.get(name, Text(plain, plain))
