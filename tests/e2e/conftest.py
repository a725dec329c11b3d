"""A real service with the built viewer, and a real browser in front of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "test-output"
SAMPLE = ROOT / "samples" / "county_centre.ifc"
START_TIMEOUT_S = 60.0
# A machine under load draws late; what a page shows is asserted, not how soon.
expect.set_options(timeout=20_000)
IMPORT_TIMEOUT_S = 180.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running_service(data: Path, **settings: str) -> Iterator[str]:
    if not (ROOT / "service" / "static" / "index.html").is_file():
        pytest.fail("the viewer is not built: run `make viewer` first")
    command = [
        sys.executable,
        "-c",
        "from service.cli import main; main()",
        "serve",
        "--port",
        "0",
        "--data",
        str(data),
    ]
    environment = os.environ | {f"YIJIAN_{name.upper()}": value for name, value in settings.items()}
    with (data / "service.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.wait(30)
        assert process.stdout is not None
        process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found, f"the service did not say its address but {line!r}"
    address = found.group().rstrip("/")
    end = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < end:
        try:
            if httpx.get(f"{address}/api/v1/healthz").is_success or httpx.get(f"{address}/healthz").is_success:
                return address
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the service did not become healthy")


def import_file(address: str, path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        answer = httpx.post(
            f"{address}/api/v1/imports", files={"file": (path.name, file)}, timeout=60
        ).raise_for_status()
    record: dict[str, object] = answer.json()
    end = time.monotonic() + IMPORT_TIMEOUT_S
    while record["status"] not in ("done", "failed") and time.monotonic() < end:
        time.sleep(0.2)
        record = httpx.get(f"{address}/api/v1/imports/{record['id']}").raise_for_status().json()
    assert record["status"] == "done", record
    return record


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service that has the sample."""
    with running_service(tmp_path_factory.mktemp("service")) as address:
        import_file(address, SAMPLE)
        yield address


@pytest.fixture
def empty_service(tmp_path: Path) -> Iterator[str]:
    with running_service(tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("YIJIAN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        _missing("no Chromium found; set YIJIAN_CHROMIUM to its path")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a given size, language and theme; at the end no page may have logged an error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_one(
        address: str, *, size: tuple[int, int] = (1280, 800), locale: str = "zh-CN", scheme: str = "light"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            color_scheme="dark" if scheme == "dark" else "light",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


DRAWN = """() => {
    const plan = document.querySelector("[data-testid=plan]")
    const storey = decodeURIComponent(location.pathname.split("/s/")[1] ?? "")
    return plan && storey && plan.dataset.storey === storey ? Number(plan.dataset.rooms) : 0
}"""


def wait_for_plan(page: Page) -> int:
    """Wait until the storey of the address is drawn and return how many rooms were."""
    rooms: int = page.wait_for_function(DRAWN).json_value()
    return rooms
