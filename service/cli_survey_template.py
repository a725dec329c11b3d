"""``yijian survey-template``: write the empty survey workbook to disk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from geometry.finding import Text
from service.language import say

DEFAULT_NAME = Path("survey_template.xlsx")
THERE = Text(
    "文件 {file} 已存在;请换一个文件名,或加 --force 覆盖。",
    "The file {file} exists; choose another name, or add --force to write over it.",
)
NOT_WRITTEN = Text("无法写入 {file};请检查目录和权限。", "{file} cannot be written; check the folder and its rights.")
WRITTEN = Text(
    "已写入 {file}。填好后用 yijian areas 查看,或上传到服务。",
    "Wrote {file}. Fill it in, then see it with yijian areas or upload it to the service.",
)


def survey_template(
    file: Annotated[Path, typer.Argument(help="where to write the workbook")] = DEFAULT_NAME,
    force: Annotated[bool, typer.Option("--force", help="write over a file of that name")] = False,
) -> None:
    """Write the empty survey workbook (Chinese and English) to fill in on site."""
    from service.exports.survey_template import survey_template as template  # a spreadsheet library, only needed here

    if file.exists() and not force:
        _refuse(THERE.format(file=file.name))
    try:
        file.write_bytes(template())
    except OSError:
        _refuse(NOT_WRITTEN.format(file=file.name))
    print(say(WRITTEN.format(file=file)))  # noqa: T201


def _refuse(reason: Text) -> None:
    print(say(reason), file=sys.stderr)  # noqa: T201
    raise typer.Exit(2)
