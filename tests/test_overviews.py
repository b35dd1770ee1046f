"""Timeline, indexes and relations: each tells what the seeds say, once, and no page grows too large."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from builder import indexes, network, pipeline, relations, timeline
from builder.decades import decades
from builder.locators import References, located
from builder.model import Block, Span
from builder.pages import render
from builder.parting import ROOM, parted
from builder.pipeline import Reading
from builder.project import Project
from tests.conftest import ROOT
from tests.crowd import crowd

Make = Callable[..., Project]
LARGEST = 250_000 - 20_000  # bytes of a page's content: header, footer and head take less than 20 KB
MONTHS = "January February March April May June July August September October November December".split()
NOTHING: dict[str, str | None] = {"seeds/essays/first-2024.txt": None, "seeds/glossary/organization/el.md": None}


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def words(element: Tag) -> str:
    return " ".join(element.get_text().split())


@pytest.fixture(scope="module")
def pages(reading: Reading) -> dict[str, BeautifulSoup]:
    return {path: soup(page) for path, page in render(reading.collection).items() if path.startswith("overview/")}


@pytest.fixture(scope="module")
def seeds() -> dict[str, dict]:
    """Entry → its front matter and kind, read by another way than the builder's."""
    found = {}
    for path in sorted((ROOT / "seeds" / "glossary").rglob("*.md")):
        front = path.read_text("utf-8").split("---\n")[1]
        found[path.stem] = {**yaml.load(front, yaml.BaseLoader), "kind": path.parent.name}
    return found


# ------------------------------------------------------------------------------------------------------------- timeline


def test_every_dated_fact_stands_on_the_timeline_once(pages: dict[str, BeautifulSoup], seeds: dict[str, dict]) -> None:
    found = Counter()
    for item in pages["overview/timeline.md"].select(".reader-dated"):
        link = item.select("a[href*='/glossary/']")
        if link:
            entry = link[0]["href"].split("/glossary/")[1].split("/")[0]
            found[item["data-kind"], item.time["datetime"], entry] += 1
    events = {name: seed for name, seed in seeds.items() if seed["kind"] == "event" and "date" in seed}
    told = {(about, seed["date"]) for seed in events.values() for about in seed.get("about", ())}
    expected = Counter(("event", seed["date"], name) for name, seed in events.items())
    for name, seed in seeds.items():
        history = [d["date"] for d in seed.get("history", ()) if (name, d["date"]) not in told]
        expected.update(("history", date, name) for date in history)
        founded = seed.get("founded")
        members = {date for kind, date, entry in found if (kind, entry) == ("members", name)}
        if founded and founded not in {*history, *members} and (name, founded) not in told:
            expected["founded", founded, name] += 1
    assert Counter({key: count for key, count in found.items() if key[0] != "members"}) == expected
    joined = {
        (day, name)
        for name, seed in seeds.items()
        for m in seed.get("members", ())
        for day in (m.get("from"), m.get("to"))
    }
    assert {(date, entry) for kind, date, entry in found if kind == "members"} <= joined
    shown = {(date, name) for _, date, entry in found for name in (entry, *seeds[entry].get("about", ()))}
    dated = {(day, name) for day, name in joined if day and day <= "2026-11-21"}
    assert [
        one
        for one in dated
        if not any(one[1] == name and one[0][: len(date)] == date[: len(one[0])] for date, name in shown)
    ] == []


def test_no_date_is_told_more_precisely_than_it_is_known(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["overview/timeline.md"]
    for year in page.select(".reader-dates"):
        assert year.h3
        for item in year.select(".reader-dated"):
            first, *last = item.select("time")
            date = first["datetime"]
            assert words(year.h3) == date[:4]
            day = str(int(date[8:])) if len(date) == 10 else ""
            month = MONTHS[int(date[5:7]) - 1] if len(date) > 4 else ""
            within = bool(last) and last[0]["datetime"][:7] == date[:7] and len(last[0]["datetime"]) == 10
            assert words(first) == (day if within else f"{day} {month}".strip() or date)
            for end in last:
                assert str(int(end["datetime"][8:])) in words(end) if len(end["datetime"]) == 10 else True
    dates = [item["datetime"] for item in page.select(".reader-dated p > time:first-child")]
    assert dates == sorted(dates)


def test_events_lead_to_the_passages_that_speak_of_them_and_essays_stand_on_their_dates(
    pages: dict[str, BeautifulSoup], reading: Reading
) -> None:
    items = pages["overview/timeline.md"].select(".reader-dated")
    essays = {
        item.select_one("a")["href"].split("/")[-2]: item.time["datetime"]
        for item in items
        if item["data-kind"] == "essay"
    }
    assert essays == {slug: essay.date for slug, (essay, _) in reading.collection.essays.items()}
    for item in (item for item in items if item["data-kind"] == "event"):
        name = item.a["href"].split("/")[-2]
        expected = {
            f"{slug}/#{essay.block_at(m.span.start).id}"
            for slug, (essay, layers) in reading.collection.essays.items() for m in layers.mentions if m.term == name
        }  # fmt: skip
        shown = {a["href"].split("essays/")[1] for a in item.select("a.reader-locator")}
        assert shown <= expected and bool(shown) == bool(expected)
        assert ("in no essay" in words(item)) == (not expected)
        assert set(item["data-essay"].split()) == {place.split("/")[0] for place in expected}


def test_the_picture_says_what_the_list_says(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["overview/timeline.md"]
    listed = Counter(item.time["datetime"][:4] for item in page.select(".reader-dated"))
    cells = {cell["data-key"]: cell for cell in page.select(".reader-decades a")}
    assert {key: int(words(cell)) for key, cell in cells.items()} == listed
    decades = sorted({f"{key[:3]}0s" for key in listed})
    assert [words(row.th) for row in page.select(".reader-decades tbody tr")] == decades
    assert [words(h2) for h2 in page.select(".reader-decade h2")] == decades
    highest = max(listed.values())
    for key, cell in cells.items():
        assert cell["href"] == f"#y-{key}" and page.select_one(f"#y-{key}")
        assert cell["aria-label"].startswith(f"{key}: ")
        assert abs(float(cell.rect["height"]) - 100 * listed[key] / highest) < 0.06


def test_a_filter_knows_what_an_event_is_about(pages: dict[str, BeautifulSoup]) -> None:
    items = {item.a["href"].split("/")[-2]: item for item in pages["overview/timeline.md"].select("[data-kind=event]")}
    freeze, start = items["armenia-csto-freeze-2024"], items["eaeu-start-2015"]
    assert (
        freeze["data-organization"] == "csto"
        and freeze["data-country"] == "AM"
        and freeze["data-essay"] == "pomeranz-2024"
    )
    assert "eeu" in start["data-organization"].split()
    assert "soviet-union" in items["belovezha-1991"]["data-country"].split(), "a country that no code is left for"


@pytest.mark.parametrize(
    ("dates", "keys"), [(["1991", "2024-02-03"], ["199", "202"]), ([f"{year:04}" for year in range(1, 2025, 7)], None)]
)
def test_decades_become_centuries_where_there_are_many(dates: list[str], keys: list[str] | None) -> None:
    rows = decades([*((date, 1, False) for date in dates), (dates[0], 5000, True)])
    assert [row.key for row in rows] == (keys or [f"{century:02}" for century in range(21)])
    assert sum(cell.events for row in rows for cell in row.cells if cell) == len(dates)
    first, *others = (cell for row in rows for cell in row.cells if cell)
    assert first.essays == 5000 and first.height == 100 and all(cell.height < 1 for cell in others)


def test_a_timeline_of_nothing_says_so(collection: Make) -> None:
    found = render(pipeline.read(collection(NOTHING)).collection)
    page = soup(found["overview/timeline.md"])
    assert "No event, no dated fact and no dated essay yet" in words(page)
    assert not page.select("table, li, .reader-controls")
    for path in found:
        assert not path.startswith("overview/timeline/")


def test_what_has_no_date_is_named_and_not_placed(collection: Make) -> None:
    files: dict[str, str] = {
        f"seeds/glossary/event/e{n}.md": f"---\nname: Storm {n}\n---\nA storm.\n" for n in range(60)
    }
    files["seeds/essays/first-2024.yml"] = "title: Undated\n"
    page = soup(render(pipeline.read(collection(files)).collection)["overview/timeline.md"])
    assert not page.select(".reader-dated")
    notes = words(page.select("section.reader-overview__notes")[0])
    assert "Storm 0" in notes and "and 10 more" in notes and "1 essay has no date" in notes


def test_years_with_many_essays_are_told_by_their_number(collection: Make) -> None:
    files = {}
    for n in range(timeline.ALONE + 2):
        files[f"seeds/essays/e-{n}.txt"] = "A Title\n\nBy Ann Author\n\nIt rained. The Example League (EL) met.\n"
        files[f"seeds/essays/e-{n}.yml"] = f"date: {'1999-01' if n else '2001'}\n"
    page = soup(
        render(pipeline.read(collection({**files, "seeds/essays/first-2024.txt": None})).collection)[
            "overview/timeline.md"
        ]
    )
    assert [words(item) for item in page.select(".reader-dated")] == ["1999 13 essays", "2001 Ann Author, “A Title”"]
    assert [cell["aria-label"] for cell in page.select(".reader-decades a")] == ["1999: 13 essays", "2001: 1 essay"]


# -------------------------------------------------------------------------------------------------------------- indexes


def spans(links: list[Tag]) -> Iterator[int]:
    """The numbers that the links of an index cover."""
    for link in links:
        if match := re.fullmatch(r"(?:¶\s)?(\d+)(?:–(\d+))?", link.get_text()):
            yield from range(int(match[1]), int(match[2] or match[1]) + 1)


def test_an_index_has_every_paragraph_that_speaks_of_a_name_and_no_other(
    pages: dict[str, BeautifulSoup], reading: Reading
) -> None:
    """Counted naively, mention by mention."""
    essays = reading.collection.essays
    numbers: dict[str, set[tuple[str, int]]] = {name: set() for name in reading.collection.glossary.terms}
    others: dict[str, set[tuple[str, str]]] = {name: set() for name in numbers}
    for slug, (essay, layers) in essays.items():
        for mention in layers.mentions:
            (block,) = (b for b in essay.blocks if b.span.start <= mention.span.start < b.span.end)
            if block.number is None:
                others[mention.term].add((slug, block.id))
            else:
                numbers[mention.term].add((slug, block.number))
    seen = set()
    for name in indexes.INDEXES:
        for line in pages[f"overview/{name}.md"].select("li[id^=entry-]"):
            entry = line["id"].removeprefix("entry-")
            seen.add(entry)
            by_essay: dict[str, list[Tag]] = {}
            for link in line.select("a.reader-locator"):
                by_essay.setdefault(link["href"].split("/")[-2], []).append(link)
            assert {(slug, n) for slug, links in by_essay.items() for n in spans(links)} == numbers[entry]
            unnumbered = {
                (slug, a["href"].split("#")[1])
                for slug, links in by_essay.items()
                for a in links
                if not list(spans([a]))
            }
            assert unnumbered == others[entry]
    assert seen == set(numbers)


@given(st.lists(st.one_of(st.none(), st.integers(1, 30)), max_size=30))
def test_paragraphs_that_follow_one_another_become_one(numbers: list[int | None]) -> None:
    blocks = [
        Block(Span(n, n + 1), "paragraph" if number else "caption", "", f"p-{n}", number)
        for n, number in enumerate(numbers)
    ]
    found = located(blocks)
    covered = [
        n
        for locator in found
        if locator.block.number
        for n in range(int(locator.words.split("–")[0]), int(locator.words.split("–")[-1]) + 1)
    ]
    assert covered == [number for number in numbers if number]
    assert sum(locator.words == "caption" for locator in found) == sum(number is None for number in numbers)
    for one, other in pairwise(found):
        if one.block.number and other.block.number:
            assert int(one.words.split("–")[-1]) + 1 != other.block.number


def test_every_other_name_leads_to_its_heading(pages: dict[str, BeautifulSoup], seeds: dict[str, dict]) -> None:
    page = pages["overview/organizations.md"]
    heads = [words(a) for a in page.select(".reader-names__name")]
    assert heads == sorted(heads, key=str.casefold)
    see = {words(line).split(", see ")[0]: line.a["href"] for line in page.select("li:not([id])")}
    assert see["CSTO"] == "#entry-csto" and see["EEU"] == "#entry-eeu" and see["EAEU"] == "#entry-eeu"
    assert all(page.select_one(href) for href in see.values())
    every = " ".join(words(line) for line in page.select("li"))
    for name, seed in seeds.items():
        if seed["kind"] in indexes.INDEXES["organizations"] and seed.get("short"):
            beside = page.select_one(f"#entry-{name}")
            assert seed["short"] in see or seed["short"] in words(beside), name
    assert "see also" in every


def test_persons_stand_under_their_family_names(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["overview/persons.md"]
    letters = {words(line.select_one("a")): words(line.find_parent("section").h2) for line in page.select("li[id]")}
    assert letters["Putin, Vladimir"] == "P" and letters["Xi Jinping"] == "X" and letters["Assad, Bashar al-"] == "A"
    assert letters["Lula da Silva, Luiz Inácio"] == "L"


def test_two_entries_with_one_other_name_are_both_told(collection: Make) -> None:
    found = render(pipeline.read(collection({
        f"seeds/glossary/organization/{name}.md": f"---\nname: {long}\nshort: QQQ\n---\nA body.\n"
        for name, long in (("one", "Assembly of Ones"), ("two", "Body of Twos"))
    })).collection)  # fmt: skip
    line = next(
        line
        for line in soup(found["overview/organizations.md"]).select("li:not([id])")
        if words(line).startswith("QQQ")
    )
    assert words(line) == "QQQ, see Assembly of Ones or Body of Twos"


@given(st.lists(st.tuples(st.text("abc ", min_size=1, max_size=6), st.integers(1, ROOM // 2)), max_size=60))
def test_parts_hold_everything_in_its_order_and_fit_as_far_as_names_differ(items: list[tuple[str, int]]) -> None:
    items.sort()
    parts = parted(items, lambda item: item[0], lambda item: item[1], range(1, 10))
    assert [item for _, held in parts for item in held] == items
    assert len({beginning for beginning, _ in parts}) == len(parts)
    for beginning, held in parts:
        assert all(name.startswith(beginning) for name, _ in held)
        assert sum(weight for _, weight in held) <= ROOM or len({name for name, _ in held}) == 1
    if sum(weight for _, weight in items) <= ROOM:
        assert parts == [("", items)]


# ------------------------------------------------------------------------------------------------------------ relations


def test_pairs_are_counted_as_brute_force_counts_them(pages: dict[str, BeautifulSoup], reading: Reading) -> None:
    terms = reading.collection.glossary.terms
    main = {name for name, term in terms.items() if term.kind in ("organization", "court", "treaty", "concept")}
    expected: Counter[frozenset[str]] = Counter()
    for essay, layers in reading.collection.essays.values():
        for block in essay.blocks:
            here = {m.term for m in layers.mentions if block.span.start <= m.span.start < block.span.end} & main
            expected.update(frozenset(pair) for pair in combinations(here, 2))
    rows = pages["overview/relations.md"].select("tr[id]")
    shown = {frozenset(row["id"].split("--")): int(words(row.td)) for row in rows}
    assert len(rows) == min(len(expected), relations.PAIRS)
    assert list(shown.values()) == sorted(shown.values(), reverse=True)
    assert shown.items() <= expected.items()
    assert min(shown.values()) >= max([count for pair, count in expected.items() if pair not in shown], default=0)


def test_every_mark_of_the_picture_leads_somewhere_and_says_what_the_table_says(
    pages: dict[str, BeautifulSoup],
) -> None:
    page = pages["overview/relations.md"]
    picture = page.select_one(".reader-network")
    assert picture
    for line in picture.select("[data-ends]"):
        row = page.select_one(line["href"])
        assert row and line["data-ends"].split() == row["id"].split("--")
        assert re.search(r": (\d+) paragraph", line["aria-label"])[1] == words(row.td)
        assert line.title and words(line.title) == line["aria-label"]
    nodes = {a["data-node"] for a in picture.select("svg a[data-node]")}
    assert nodes == {a["data-node"] for a in picture.select("li a")}
    assert nodes == {end for line in picture.select("[data-ends]") for end in line["data-ends"].split()}


TIES = st.dictionaries(
    st.tuples(st.sampled_from("abcdefghijkl"), st.sampled_from("abcdefghijkl")).filter(lambda pair: pair[0] < pair[1]),
    st.integers(1, 9),
    max_size=30,
)


@given(TIES)
def test_no_two_in_the_ring_could_better_change_places(ties: dict[tuple[str, str], int]) -> None:
    def length(ring: list[str]) -> int:
        apart = {(a, b): abs(ring.index(a) - ring.index(b)) for a, b in ties}
        return sum(shared * min(apart[pair], len(ring) - apart[pair]) for pair, shared in ties.items())

    ring = network.around(ties)
    assert sorted(ring) == sorted({end for tie in ties for end in tie})
    assert ring == network.around(dict(reversed(ties.items())))
    for one, other in combinations(range(len(ring)), 2):
        changed = ring.copy()
        changed[one], changed[other] = ring[other], ring[one]
        assert length(changed) >= length(ring)


@pytest.mark.parametrize("count", range(2, 25))
def test_curves_stay_inside_and_touch_no_other_node(reading: Reading, count: int) -> None:
    """On the ellipse no three points are in line; a curve inside it meets its two ends only."""
    terms = sorted(reading.collection.glossary.terms.values(), key=lambda term: term.id)[:count]
    empty = References()
    pairs = [network.Pair(*pair, 1, empty) for pair in combinations(terms, 2)][: relations.PAIRS]
    drawn = network.network(pairs, {})
    assert len({(node.row, node.left) for node in drawn.nodes}) == len(drawn.nodes) <= network.NODES
    assert len(drawn.lines) <= network.LINES
    height = drawn.rows / 2

    def outside(x: float, y: float) -> float:
        """1 on the ellipse, less inside it."""
        return ((x - 50) / 50) ** 2 + network.ROUND * ((y - height) / height) ** 2

    for node in drawn.nodes:
        assert 0 <= node.x <= 100 and abs(outside(node.x, node.y) - 1) < 0.001 and node.radius < 0.5
    for line in drawn.lines:
        for step in range(1, 20):
            t = step / 20
            x, y = (
                (1 - t) ** 2 * a + 2 * t * (1 - t) * c + t**2 * b
                for a, c, b in ((line.one.x, line.x, line.other.x), (line.one.y, line.y, line.other.y))
            )
            assert outside(x, y) < 0.999


@pytest.mark.parametrize(("files", "told"), [
    (NOTHING, "There is no essay yet"), ({}, "There is one essay"),
    ({"seeds/essays/other.txt": "It rained. Nobody was there.\n", "seeds/essays/other.yml": "title: Rain\n"}, "No two essays speak of the same thing"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_said(collection: Make, files: dict[str, str | None], told: str) -> None:
    page = soup(render(pipeline.read(collection(files)).collection)["overview/relations.md"])
    assert told in words(page) and "nothing to draw" in words(page)
    assert not page.select("svg, table")


def test_essays_that_refer_to_one_another_are_told_with_the_passages(
    pages: dict[str, BeautifulSoup], reading: Reading
) -> None:
    (row,) = pages["overview/relations.md"].select(".reader-pairs--essays tbody tr")
    one, other = (reading.collection.essays[slug] for slug in ("baev-2025", "pomeranz-2024"))
    links = {
        (one[0].block_at(r.span.start).id, other[0].block_at(r.to_span.start).id) for r in one[1].references
    } | {(one[0].block_at(r.to_span.start).id, other[0].block_at(r.span.start).id) for r in other[1].references}  # fmt: skip
    shown = [a["href"].split("#")[1] for a in row.select("a.reader-locator")]
    assert set(zip(shown[::2], shown[1::2], strict=True)) <= links
    assert len(shown) // 2 + int((re.search(r"; (\d+) more", words(row.select("td")[0])) or [0, 0])[1]) == len(links)
    shared = {m.term for m in one[1].mentions} & {m.term for m in other[1].mentions}
    terms = {a["href"].split("/")[-2] for a in row.select("a.reader-ref")}
    assert terms <= shared and len(terms) + int(re.search(r"and (\d+) more", words(row.select("td")[1]))[1]) == len(
        shared
    )


# ----------------------------------------------------------------------------------------------------- many, and hostile


@pytest.fixture(scope="module")
def thousands(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    reading = pipeline.read(crowd(tmp_path_factory.mktemp("crowd"), 2000, 60), jobs=2)
    held = reading.collection
    return {path: page for path, page in render(held).items() if path.startswith("overview/")}


def test_no_page_is_too_large_at_two_thousand_essays(thousands: dict[str, str]) -> None:
    assert {path: len(page.encode()) for path, page in thousands.items() if len(page.encode()) > LARGEST} == {}
    page = soup(thousands["overview/relations.md"])
    assert re.search(r"strongest of \d+ pairs", words(page)) and re.search(r"closest of \d+ pairs", words(page))
    assert re.search(r"\d+ more essays", words(soup(thousands["overview/persons.md"])))


def test_parts_of_a_long_index_lead_to_one_another(thousands: dict[str, str]) -> None:
    parts = [path for path in thousands if path.startswith("overview/places/")]
    assert len(parts) > 5
    lead = soup(thousands["overview/places.md"]).select("main li a, .reader-names__parts a")
    assert sorted(f"overview/places/{a['href'].strip('/').split('/')[-1]}.md" for a in lead) == sorted(parts)
    for path in parts:
        for link in soup(thousands[path]).select("li a[href*='overview/places/']"):
            there, _, name = link["href"].partition("overview/places/")[2].partition("/#")
            assert soup(thousands[f"overview/places/{there}.md"]).select_one(f"#{name}")


def test_a_timeline_of_thousands_is_parted(collection: Make) -> None:
    long = "An event whose name is as long as names may be, for it was told by many " * 2
    files = {
        f"seeds/glossary/event/e{n}.md": f"---\nname: {chr(65 + n % 26)}{n} {long}\ndate: {1900 + n % 120}{'' if n % 3 else f'-{1 + n % 12:02}'}\n---\nIt happened.\n"
        for n in range(1200)
    }  # fmt: skip
    found = render(pipeline.read(collection(files)).collection)
    parts = {path: soup(page) for path, page in found.items() if path.startswith("overview/timeline/")}
    assert len(parts) > 3
    assert sum(len(page.select(".reader-dated")) for page in parts.values()) == 1200
    sizes = {path: len(page.encode()) for path, page in found.items() if path.startswith("overview/")}
    assert {path: size for path, size in sizes.items() if size > LARGEST} == {}
    whole = soup(found["overview/timeline.md"])
    assert not whole.select(".reader-dated")
    for cell in whole.select(".reader-decades a"):
        there, _, year = cell["href"].partition("overview/timeline/")[2].partition("/#")
        assert parts[f"overview/timeline/{there}.md"].select_one(f"#{year}")


def test_hostile_names_are_only_text(collection: Make) -> None:
    trap = "<script>alert(1)</script>'\"&{{ x }} \u202eעברית 🙂 *x* [el]"
    field = f"'{trap.replace(chr(39), chr(39) * 2)}'"
    files = {
        f"seeds/glossary/{kind}/trap-{kind}.md": f"---\nname: {field}\nshort: QUERY{n}\ndate: 2001\nrole: {field}\nhistory: [{{date: 2002, text: {field}}}]\n---\nIt is.\n"
        for n, kind in enumerate(("organization", "event", "person", "place"))
    }  # fmt: skip
    files["seeds/essays/first-2024.txt"] = (
        "A Title\n\nBy Ann Author\n\nQUERY0 and QUERY1 and QUERY2 and QUERY3 and EL met.\n"
    )
    found = render(pipeline.read(collection(files)).collection)
    for path, page in found.items():
        if path.startswith("overview/"):
            assert not soup(page).select("script")
            for element in soup(page).select("*"):
                assert not [name for name in element.attrs if name.startswith("on")]


TWICE = """
import sys
from pathlib import Path
from builder import pipeline
from builder.pages import render
from builder.project import open_project
pages = render(pipeline.read(open_project(Path(sys.argv[1]))).collection)
sys.stdout.write("".join(pages[path] for path in sorted(pages) if path.startswith("overview/")))
"""


def test_two_processes_give_the_same_bytes(real: Project) -> None:
    """Sets are walked in another order in each."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", TWICE, str(real.root)],
            env={"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] and len(runs[0]) > 100_000
