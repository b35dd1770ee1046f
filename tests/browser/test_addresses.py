"""An old address in a real Chromium: it scrolls to the words, lights them, and a moved page leads on."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser

from builder import pipeline
from builder.project import Project
from tests.browser.conftest import serve

LONG = "\n\n".join(f"Paragraph {n} of this essay speaks. It goes on for a while, and then it ends." for n in range(40))
FILES = {
    "seeds/essays/long-2024.txt": f"A Long Title\n\nBy Ann Author\n\n{LONG}\n\nThe very last words. They are here.\n",
    "seeds/collection.yml": "title: T\ndescription: D\nedition: 2026\nrights: Made for a test.\nmoved: {essays/old-2024: essays/long-2024}\n",
}


def test_an_old_address_leads_to_its_words(browser: Browser, collection: Callable[..., Project]) -> None:
    project = collection(FILES)
    block = pipeline.read(project).collection.essays["long-2024"][0].blocks[-1].id
    sidecar = f"moved: {{p-00000001: {block}}}\nremoved: {{p-00000002: The author took it out.}}\n"
    (project.essays / "long-2024.yml").write_text(sidecar)
    pipeline.build(project)
    with serve(project.site) as address:
        page = browser.new_page(viewport={"width": 1200, "height": 700})
        seen = "node => { const box = node.getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight }"
        lit = "node => getComputedStyle(node).boxShadow"
        for name, target in (("p-00000001", block), ("p-00000002", "p-00000002")):
            page.goto(f"{address}essays/long-2024/#{name}")
            assert page.locator(f"#{target}").evaluate(seen) and page.locator(f"#{target}").evaluate(lit) != "none"
            page.goto("about:blank")
        page.goto(f"{address}essays/old-2024/#p-00000001")
        page.wait_for_url(f"{address}essays/long-2024/#p-00000001")
        assert page.locator(f"#{block}").evaluate(seen)
        page.close()
        quiet = browser.new_page(java_script_enabled=False)
        quiet.goto(f"{address}essays/old-2024/#p-00000001")
        quiet.locator("li:has(> #p-00000001) a").click()
        assert quiet.url == f"{address}essays/long-2024/#{block}"
        quiet.close()
