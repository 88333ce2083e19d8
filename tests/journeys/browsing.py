"""What every journey in a browser needs: an office that is served, a way in, and what axe says of a page."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, ViewportSize, expect
from werkzeug.serving import make_server

from tests.office.desk import PASSWORD

DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
SOON_MS = 8000


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application's address on a port of its own, as long as the block lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def sign_in(page: Page) -> None:
    """Enter as the administrator."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("administrator@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    # Whoever is late with something begins with their day.
    expect(page).to_have_url(re.compile(r"/(inbox|my-day)$"))
    # Keys pressed before the script has loaded would be lost.
    page.wait_for_load_state()


def barriers(page: Page) -> list[str]:
    """What axe finds wrong with the page, and how far it scrolls sideways."""
    page.wait_for_load_state()  # before its styles have come a page looks like no page of ours
    found = Axe().run(page).response["violations"]
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    troubles = [f"{page.url}: {each['id']} at {each['nodes'][0]['html'][:200]}" for each in found]
    return [*troubles, f"{page.url}: {wide} px too wide"] if wide > 0 else troubles


def looked_through(page: Page, paths: Iterable[str] | Mapping[str, str]) -> str:
    """What is wrong with these pages, a line each; names beside paths name the pictures of `keep_picture`."""
    named = paths if isinstance(paths, Mapping) else {path: path for path in paths}
    troubles: list[str] = []
    for name, path in named.items():
        page.goto(path)
        troubles += barriers(page)
        keep_picture(page, name)
    return "\n".join(troubles)


def keep_picture(page: Page, name: str) -> None:
    """A picture for whoever wants to look: in the folder FIXLINE_PICTURES, when it is set."""
    folder, size = os.environ.get("FIXLINE_PICTURES"), page.viewport_size
    if folder and size:
        plain = "".join(letter if letter.isalnum() else "-" for letter in name).strip("-")
        page.screenshot(path=str(Path(folder) / f"{plain}-{size['width']}.png"), full_page=True)
