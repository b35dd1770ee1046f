"""The author's view: what an essay lacks is told, with the file and the line that mend it."""

from __future__ import annotations

from collections.abc import Callable

from builder import missing, pipeline
from builder.pages import render
from builder.project import Project

Make = Callable[..., Project]
TEXT = (
    "A Title\n\nBy Ann Author\n\nThe Example League (EL) met Bea Other Person. Then Bea Other Person left.\n\n"
    "No more was said. So said Bea Other Person.\n"
)
WHOLE = """published: 2024-01-05
venue: Here
url: https://example.org/
authors: [{name: Ann Author, affiliation: There}]
notes:
  - {quote: No more was said, kind: context, text: "Said.", sources: [{title: A}]}
  - {quote: So said, kind: context, text: "Said.", sources: [{title: A}]}
  - {quote: Then, kind: context, text: "Then.", sources: [{title: A}]}
"""


def lacks(project: Project) -> dict[str, list[str]]:
    collection = pipeline.read(project).collection
    essay, layers = collection.essays["first-2024"]
    found = missing.missing(
        collection.seeds["first-2024"], essay, layers, collection.glossary, collection.record.edition
    )
    return {heading: [f"{lack.place} {lack.words} {lack.mend}" for lack in held] for heading, held in found.items()}


def test_what_is_missing_is_told_until_it_is_there(collection: Make) -> None:
    project = collection({"seeds/essays/first-2024.txt": TEXT})
    told = lacks(project)
    sidecar = "seeds/essays/first-2024.yml"
    for key in ("date", "venue", "url", "affiliation"):
        assert [line for line in told["What is known of it"] if line.startswith(sidecar) and key in line]
    assert told["Notes"] == [f"{sidecar} It has no note yet. notes: […]"]
    assert [line for line in told["Names"] if "“Bea Other Person” stands here 3 times" in line]
    assert len(told["Entries that it names"]) == 2
    (project.root / sidecar).write_text(WHOLE, "utf-8")
    (project.root / "seeds/glossary/organization/el.md").write_text(
        "---\nname: Example League\nshort: EL\nsources: [{title: A}]\nchecked: 2025-06\n---\nA league.\n", "utf-8"
    )
    assert lacks(project).keys() == {"Names"}


def test_each_essay_has_a_page_and_the_list_of_them_comes_in_parts(collection: Make) -> None:
    more = {f"seeds/essays/more-{number:03}.txt": f"Title {number}\n\nSome words.\n" for number in range(missing.PAGE)}
    pages = render(pipeline.read(collection(more)).collection)
    assert {path for path in pages if path.startswith("missing/") and "/essays/" not in path} == {
        "missing/index.md", "missing/all/2.md",
    }  # fmt: skip
    assert sum(path.startswith("missing/essays/") for path in pages) == missing.PAGE + 1
    assert pages["missing/index.md"].count("<li>") == missing.PAGE and pages["missing/all/2.md"].count("<li>") == 1


def test_of_an_excerpt_nothing_that_is_withheld_is_missed(collection: Make) -> None:
    """What is told of names, definitions and doubts in words that are left out would tell these words."""
    secret = "Secret Canary Body"
    text = TEXT + f"\nThe {secret} (SCB) met. The {secret} met. So {secret} met.\n\nThe cana\u00adry l1ved.\n"
    sidecar = WHOLE + "access: excerpt\n"
    project = collection({"seeds/essays/first-2024.txt": text, "seeds/essays/first-2024.yml": sidecar})
    whole, shown = pipeline.read(project), pipeline.withheld(pipeline.read(project))
    pages = render(shown.collection)
    assert secret in render(whole.collection)["missing/essays/first-2024.md"]
    for path, page in pages.items():
        assert secret not in page and "SCB" not in page, path
    assert "So said" in pages["essays/first-2024.md"]
