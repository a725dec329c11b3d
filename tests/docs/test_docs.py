"""The documents say what the code does: every code, command and link in them is checked here."""

import ast
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bim_import.ifc.georeference_texts import FINDINGS as GEOREFERENCE
from bim_import.ifc.refusals import REASONS
from bim_import.sandbox import LOST
from bim_import.survey.refusals import REASONS as SURVEY_REASONS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [p for folder in ("geometry", "bim_import", "service") for p in sorted((ROOT / folder).rglob("*.py"))]
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    if name and (ROOT / name).is_file()
]
DOCUMENTS = [p for p in TRACKED if p.suffix == ".md"]
CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def finding_codes() -> set[str]:
    """Return every finding code: literal arguments in the sources, and the keys of the tables of sentences."""
    codes = {*REASONS, *SURVEY_REASONS, *LOST, *(code for code, _, _ in GEOREFERENCE.values())}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in {"Finding", "ImportRefused", "refuse", "BadPlacementError"}:
                continue
            candidates = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "code")]
            codes |= {c.value for c in candidates if isinstance(c, ast.Constant) and isinstance(c.value, str)}
    return codes


def test_every_finding_code_is_explained():
    explained = set(re.findall(r"^\| `([a-z0-9-]+)`", (ROOT / "docs" / "findings.md").read_text("utf-8"), re.MULTILINE))
    codes = finding_codes()
    assert len(codes) > 20
    assert all(CODE.match(code) for code in codes)
    assert codes - explained == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    text = document.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def readme_commands(name: str) -> list[str]:
    found = re.findall(r"^\.venv/bin/(yijian areas [^#\n]*)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    return [command.strip() for command in found]


def test_both_readmes_show_the_same_commands():
    assert readme_commands("README.md") == readme_commands("README.zh-CN.md")
    assert len(readme_commands("README.md")) >= 4


def sampled(commands: list[str]) -> list[object]:
    """Return the commands, those that read a file for a second time with other options left to the slow suite."""
    first = {command.split()[2]: command for command in reversed(commands)}
    return [c if c in first.values() else pytest.param(c, marks=pytest.mark.slow) for c in commands]


@pytest.mark.parametrize("command", sampled(readme_commands("README.md")))
def test_the_commands_of_the_readme_work(command):
    _, *arguments = shlex.split(command)
    program = [sys.executable, "-c", "from service.cli import main; main()", *arguments]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, timeout=240, env={**os.environ, "LANG": "C.UTF-8"})
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout


def test_the_make_targets_of_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"make ([a-z-]+)", (ROOT / "README.md").read_text("utf-8"))):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_no_file_names_a_package_index_or_a_path_of_some_machine():
    hosts = ("py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "npm" + "mirror")
    homes = re.compile(r"(?<![\w.])/(?:root|work|home/\w+)/")
    for path in TRACKED:
        if path.suffix in {".ifc", ".png", ".ifczip", ".woff2", ".ico"}:
            continue
        text = path.read_text("utf-8", errors="replace")
        assert not any(host in text for host in hosts), path
        assert not homes.search(text), path


def test_long_modules_explain_their_length():
    for path in SOURCES:
        text = path.read_text("utf-8")
        if text.count("\n") > 400:
            assert "long" in (ast.get_docstring(ast.parse(text)) or "").lower(), path
