"""What a preview adds to a page: it loads itself anew, and says what is wrong without hiding anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from builder.live import Live
from builder.project import Project
from builder.serving import Host, origin
from tests.browser.conftest import violations
from tests.conftest import write

SEED, SIDECAR = "seeds/essays/first-2024.txt", "seeds/essays/first-2024.yml"
MANY = "titel: <b>x</b>\n" + "".join(f"key{number}: x\n" for number in range(30))
END = "[document.querySelector('footer').getBoundingClientRect().bottom, document.querySelector('.reader-live').getBoundingClientRect().top]"


@pytest.fixture
def host(collection: Callable[..., Project], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    server = Host(Live(collection().root, tmp_path_factory.mktemp("mkdocs")), "127.0.0.1", 0)
    server.live.read()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.end()


@pytest.fixture(params=[1440, 360])
def page(browser: Browser, host: Host, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    page.goto(f"{origin('127.0.0.1', host.server_port)}essays/first-2024/")
    yield page
    page.close()


def change(host: Host, files: dict[str, str]) -> None:
    write(host.live.root, files)
    host.live.read()
    host.tell()


def test_a_page_loads_itself_anew_and_says_what_is_wrong_until_it_is_mended(page: Page, host: Host) -> None:
    seed = (host.live.root / SEED).read_text("utf-8")
    change(host, {SEED: seed.replace("No more", "Much more")})
    expect(page.get_by_text("Much more was said")).to_be_visible()
    change(host, {SIDECAR: "titel: <b>x</b>\n"})
    expect(page.get_by_role("alert")).to_contain_text("Unknown key “titel”")
    expect(page.get_by_text("Much more was said")).to_be_visible()
    change(host, {SIDECAR: "venue: A Place\n"})
    expect(page.get_by_role("alert")).to_have_count(0)


def test_what_is_wrong_can_be_read_and_folded_by_keyboard_and_hides_nothing(page: Page, host: Host) -> None:
    change(host, {SIDECAR: MANY})
    alert = page.get_by_role("alert")
    expect(alert.get_by_role("heading")).to_contain_text("31 things are wrong. This is the last good page.")
    assert violations(page) == []
    last = alert.get_by_text("key29")
    expect(last).not_to_be_in_viewport()
    alert.locator("ol").focus()
    page.keyboard.press("End")
    expect(last).to_be_in_viewport()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot, panel = page.evaluate(END)
    assert foot <= panel + 1
    alert.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(last).to_be_hidden()


def test_where_there_is_nothing_to_show_that_is_a_page_too(page: Page, host: Host) -> None:
    (host.live.root / "seeds/collection.yml").unlink()
    host.live = Live(host.live.root, host.live.folder)
    host.live.read()
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("There is no good page to show here yet.")
    assert violations(page) == []
