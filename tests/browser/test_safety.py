"""Nothing that a contributor writes runs: every known way to get a script into a page, in every format and field."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from builder import pipeline
from builder.model import Annotations
from builder.project import Project, open_project
from builder.records import SidecarRecord
from builder.seeds import seed_of
from builder.serialize import essay_markdown
from tests import vectors
from tests.browser.conftest import serve
from tests.conftest import publishable, write

ESSAYS = 8  # each with its share of the vectors in its text and in every field
LOOK = """() => [...document.querySelectorAll("*")].flatMap((node) => [...node.attributes].filter((attribute) =>
  attribute.name.startsWith("on") || /^\\s*(javascript|data|vbscript):/i.test(attribute.value))
  .map((attribute) => `${node.tagName} ${attribute.name}=${attribute.value}`.slice(0, 120)))"""


def line(text: str, most: int = 280) -> str:
    return json.dumps(" ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())[:most] or "x")


def files() -> Iterator[tuple[str, str]]:
    hostile = vectors.scripts()
    yield (
        "seeds/collection.yml",
        f"title: {line(hostile[0])}\ndescription: {line(hostile[1])}\nedition: 2026-01-01\nrights: Made for a test.\n",
    )
    for number in range(ESSAYS):
        share = hostile[number::ESSAYS]
        told = [line(text) for text in share]
        noted = [
            line(text) for text in share[20:] if "[" not in text
        ]  # where it would lead to an entry that is not there
        text = "\n\n".join("".join(c for c in text if c.isprintable() or c in "\n\t") for text in share)
        yield f"seeds/essays/essay-{number}.txt", f"One and Two\n\n{text}\n\nThe quoted words stand here. And more.\n"
        authors = ", ".join(
            f"{{name: {name}, affiliation: {place}}}" for name, place in zip(told[:9], told[9:18], strict=True)
        )
        notes = "\n".join(f"  - {{quote: The quoted words, kind: context, text: {note}}}" for note in noted[:4])
        yield (
            f"seeds/essays/essay-{number}.yml",
            (
                f"title: {told[0]}\nauthors: [{authors}]\nvenue: {told[1]}\nrights: {told[2]}\npublished: {line('1999 ' + share[3])}\n"
                f"tags: [{', '.join(told[4:20])}]\nnotes:\n{notes}\n"
            ),
        )
        names = ", ".join(dict.fromkeys(told[30:40]))
        yield (
            f"seeds/glossary/organization/entry-{number}.md",
            (
                f"---\nname: {told[25]}\nshort: {line(f'Q{number} ' + share[26])}\naliases: [{names}]\nseat: {told[27]}\n"
                f"history: [{{date: 2001, text: {told[28]}}}]\nsources: [{{title: {told[29]}, url: https://example.org/}}]\n---\n{json.loads(told[41])}\n"
            ),
        )


def pages() -> Iterator[tuple[str, str]]:
    """The vectors as each format reads them, one page a format."""
    for suffix in (".txt", ".md", ".html"):
        made = []
        for text in vectors.scripts():
            essay = seed_of(f"x{suffix}", text.encode(), SidecarRecord(title="T")).essay
            made += [essay_markdown(essay, Annotations())] if essay else []
        yield f"docs/read-{suffix[1:]}.md", "# Read\n\n" + "\n\n".join(made)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = write(tmp_path_factory.mktemp("hostile"), {**dict(files()), **dict(pages())})
    publishable(root)
    project = open_project(root)
    read = pipeline.read(project)
    conflicts = [str(d) for d in read.errors if not d.rule.startswith(("alias-", "link-unknown"))]
    assert not conflicts, conflicts[:5]
    # Names that two entries share are told as conflicts; the pages are made all the same, to be looked at.
    pipeline.build(project, keep_going=True)
    assert all((project.site / f"essays/essay-{number}/index.html").is_file() for number in range(ESSAYS))
    return project


@pytest.mark.parametrize("bypassed", [False, True], ids=["under the policy", "without the policy"])
def test_no_script_runs(hostile: Project, browser: Browser, bypassed: bool) -> None:
    """Without the policy that forbids them, scripts do not run either: none is there."""
    context = browser.new_context(bypass_csp=bypassed)
    context.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', (e) => broken.push(e.blockedURI + e.sample))"
    )
    ran: list[str] = []
    with serve(hostile.site) as address:
        for path in sorted(hostile.site.rglob("index.html")):
            page = context.new_page()
            page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
            page.on("request", lambda request: request.url.startswith((address, "data:")) or ran.append(request.url))
            page.goto(address + path.relative_to(hostile.site).as_posix().removesuffix("index.html"))
            assert page.evaluate(LOOK) == [], path
            assert page.evaluate("broken") == []
            data = "!/^application.(ld.)?json$/.test(s.type)"  # which is read and never run
            assert page.evaluate(f"[...document.scripts].filter((s) => !s.src && {data}).length") == 0
            page.close()
        search(context.new_page(), address)
    assert ran == []
    context.close()


def search(page: Page, address: str) -> None:
    """What the search finds is written into the page, too."""
    page.goto(address)
    page.keyboard.press("/")
    field = page.get_by_role("dialog", name="Search").get_by_role("textbox")
    for query in (
        "script",
        "onerror",
        "<img src=x onerror=alert(1)>",
        "javascript:",
        "\u2028",
        "__proto__",
        "constructor",
    ):
        field.fill(query)
        page.locator(".reader-search__found[aria-busy=false]").wait_for()
        assert page.evaluate(LOOK) == []


@pytest.mark.parametrize("bypassed", [False, True], ids=["under the policy", "without the policy"])
def test_an_injected_script_runs_only_without_the_policy(address: str, browser: Browser, bypassed: bool) -> None:
    """What the policy is for: should a script ever get into a page, the browser does not run it."""
    context = browser.new_context(bypass_csp=bypassed)
    page = context.new_page()
    page.route(
        "**/essays/*/",
        lambda route: route.fulfill(
            response=(got := route.fetch()),
            body=got.text().replace(
                "<article", "<script>window.ran = 1</script><img src=x onerror='window.broke = 1'><article", 1
            ),
        ),
    )
    page.goto(f"{address}essays/baev-2025/")
    page.wait_for_selector("[data-role=paragraph]")
    assert page.locator("img[src=x]").count() == 1
    assert page.evaluate("[window.ran, window.broke]") == ([1, 1] if bypassed else [None, None])
    context.close()
