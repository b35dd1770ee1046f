"""The map: shapes where they belong, marks that can be pointed at, names that lie on nothing, and every mention told."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from builder import geography, pipeline
from builder.atlas import LISTED
from builder.documents import Document
from builder.geography import Shape, project, shapes
from builder.glossary import Term
from builder.marks import ACROSS, APART, NEAR, Mark, Place, _around, labelled, marks, near
from builder.pipeline import Reading
from builder.project import Project
from builder.records import EntryRecord
from tests import standing as oracle
from tests.test_matrix import crowd

BY_CODE = {shape.code or shape.name: shape for shape in shapes()}
# Where they are, in degrees east and north: an encyclopedia's, to a tenth.
CAPITALS = {
    "RU": (37.6, 55.8), "KZ": (71.4, 51.2), "GE": (44.8, 41.7), "AM": (44.5, 40.2), "AZ": (49.8, 40.4), "BY": (27.6, 53.9), "UA": (30.5, 50.5),
    "US": (-77.0, 38.9), "CN": (116.4, 39.9), "IN": (77.2, 28.6), "BR": (-47.9, -15.8), "AU": (149.1, -35.3), "NZ": (174.8, -41.2), "ZA": (28.2, -25.7),
    "AR": (-58.4, -34.7), "CA": (-75.7, 45.4), "NO": (10.7, 59.9), "EG": (31.2, 30.0), "JP": (139.8, 35.8), "XK": (21.1, 42.6),
}  # fmt: skip
# What others claim, or hold, and where this map draws it. The page and decision 14 say so.
DRAWN = {
    "Simferopol": ((34.1, 45.0), "UA"), "Sevastopol": ((33.7, 44.6), "UA"), "Donetsk": ((37.8, 48.0), "UA"), "Sukhumi": ((41.2, 43.1), "GE"),
    "Tskhinvali": ((44.0, 42.2), "GE"), "Tiraspol": ((29.6, 46.9), "MD"), "Stepanakert": ((46.8, 39.8), "AZ"), "Dakhla": ((-15.0, 23.8), "EH"),
    "Tifariti": ((-10.6, 26.2), "EH"), "Taipei": ((121.4, 24.9), "TW"), "Ramallah": ((35.2, 31.9), "PS"), "Kyrenia": ((33.4, 35.25), "N. Cyprus"),
}  # fmt: skip
CROSSING = ("Chukotka", (-173.0, 66.0))


def rings(shape: Shape) -> list[list[tuple[float, float]]]:
    """A path read back: absolute starts, relative lines."""
    found = []
    for start, way in re.findall(r"M(\S+ \S+?)l([^z]+)z", shape.path):
        x, y = (float(part) for part in start.split())
        ring = [(x, y)]
        numbers = [float(part) for part in re.findall(r"-?\d+", way)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            ring.append((x, y))
        found.append(ring)
    return found


def holds(shape: Shape, point: tuple[float, float]) -> bool:
    """Whether a line to the left of the point crosses the borders an odd number of times."""
    x, y = point
    odd = False
    for ring in rings(shape):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
                odd = not odd
    return odd


def test_the_data_are_the_packages_byte_for_byte() -> None:
    digest = hashlib.sha256(geography.DATA.read_bytes()).hexdigest()
    assert digest == "c6bfb7fae7b5056ca6483c6d89e9993f9df11ce27bbdb20eac4d481519d15d07"


@pytest.mark.parametrize(("code", "place"), CAPITALS.items())
def test_a_capital_lies_in_its_country_and_in_no_other(code: str, place: tuple[float, float]) -> None:
    assert [name for name, shape in BY_CODE.items() if holds(shape, project(*place))] == [code]


@pytest.mark.parametrize(("place", "code"), DRAWN.values(), ids=DRAWN)
def test_what_is_disputed_is_drawn_as_the_page_says(place: tuple[float, float], code: str) -> None:
    assert [name for name, shape in BY_CODE.items() if holds(shape, project(*place))] == [code]


def test_what_is_drawn_apart_is_hatched() -> None:
    hatched = {shape.code or shape.name for shape in shapes() if shape.disputed}
    assert hatched == {"XK", "EH", "N. Cyprus", "Siachen Glacier", "Somaliland"}


def test_no_country_is_cut_by_the_edge_of_the_map() -> None:
    assert holds(BY_CODE["RU"], project(*CROSSING[1]))
    for shape in shapes():
        for ring in rings(shape):
            assert all(abs(x - x2) < geography.WIDTH / 4 for (x, _), (x2, _) in pairwise(ring))


def test_the_cities_of_the_glossary_lie_in_their_countries(reading: Reading) -> None:
    for term in reading.collection.glossary.terms.values():
        record = term.record
        if term.kind == "place" and record.country and record.lat is not None and record.lon is not None:
            x, y = project(record.lon, record.lat)
            around = [(x + across, y + down) for across in (-4, 0, 4) for down in (-4, 0, 4)]  # a coast is simplified
            assert any(holds(BY_CODE[record.country], point) for point in around), term.id


def test_the_projection_is_equal_earth() -> None:
    """Its figures, from the authors' own table: the poles are 0.59 as long as the equator; areas are true."""
    middle = project(geography.MIDDLE, 0)
    assert middle[0] == geography.WIDTH / 2
    pole = project(geography.MIDDLE + 179.999, 90)[0] - project(geography.MIDDLE - 179.999, 90)[0]
    assert pole / geography.WIDTH == pytest.approx(0.5924, abs=1e-3)
    assert project(geography.MIDDLE, -90)[1] / geography.WIDTH == pytest.approx(0.4867, abs=1e-3)

    def area(lat: float) -> float:
        """Of a small field of as much of the globe everywhere, in square units."""
        x, y = project(30, lat)
        x2, _ = project(30.01, lat)
        _, y2 = project(30, lat + 0.01)
        return abs((x2 - x) * (y2 - y))

    fields = [area(lat) / math.cos(math.radians(lat)) for lat in (-70, -35, 0, 20, 50, 75)]
    assert max(fields) / min(fields) < 1.002


def test_shapes_are_the_same_every_time() -> None:
    before = shapes()
    shapes.cache_clear()
    assert shapes() == before


# ---------------------------------------------------------------------------------------------------------------- marks


def place(number: int, x: float, y: float, mentions: int, name: str = "") -> Place:
    record = EntryRecord.model_validate({"name": name or f"Place {number}", "place": "town"})
    term = Term(f"place-{number}", "place", "seeds/x.md", record, ("A place.",), Document("seeds/x.md", None))
    return Place(term, mentions, (), 1, x, y)


PLACES = st.lists(
    st.tuples(st.floats(0, 3000) | st.integers(0, 200), st.floats(0, 1300) | st.integers(0, 200), st.integers(1, 400), st.text(min_size=1, max_size=40).filter(lambda name: bool(name.strip()))),
    max_size=40,
).map(lambda rows: sorted((place(at, *row) for at, row in enumerate(rows)), key=lambda one: -one.mentions))  # fmt: skip


@given(PLACES, st.floats(0.3, 6))
def test_marks_are_apart_and_tell_every_mention(held: list[Place], scale: float) -> None:
    drawn = marks(held, 0, 0, scale)
    assert sorted(id(one) for mark in drawn for one in mark.places) == sorted(id(one) for one in held)
    assert sum(mark.mentions for mark in drawn) == sum(one.mentions for one in held)
    for one, other in combinations(drawn, 2):
        assert abs(complex(one.x - other.x, one.y - other.y)) >= APART - 0.2  # they are rounded
        assert one.mentions >= other.mentions
        assert (one.radius / other.radius) ** 2 == pytest.approx(one.mentions / other.mentions, rel=0.2, abs=0.2)
    assert all(mark.radius <= APART for mark in drawn)


@given(PLACES)
def test_names_lie_on_no_mark_and_on_no_other_name_and_inside(held: list[Place]) -> None:
    drawn = labelled(marks(held, 0, 0, ACROSS / 3000), 430)
    boxes = [_around(mark) for mark in drawn]
    named = [mark for mark in drawn if mark.label]
    for mark in named:
        assert mark.label
        width, label = len(mark.label.text) * 7, mark.label
        left = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * width
        box = (left, label.y - 10, left + width, label.y + 2)
        assert box[0] >= 0 and box[2] <= ACROSS and box[1] >= 0 and box[3] <= 430
        assert not any(
            box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in boxes if o != _around(mark)
        )
        boxes.append(box)


@given(PLACES.filter(bool))
def test_the_second_picture_holds_enough_and_no_smaller_one_does(held: list[Place]) -> None:
    left, top, right, bottom = near(held, 0.45)
    least = NEAR * sum(one.mentions for one in held)

    def inside(box: tuple[float, float, float, float]) -> float:
        return sum(
            one.mentions for one in held if box[0] <= (one.x or 0) <= box[2] and box[1] <= (one.y or 0) <= box[3]
        )

    assert inside((left, top, right, bottom)) >= least
    width = max(right - left, (bottom - top) / 0.45)
    for one in held[:6]:  # frames of nine tenths of its width, at any place's left and any other's top
        for other in held[:6]:
            x, y = one.x or 0, other.y or 0
            smaller = width * 0.9
            assert inside((x, y, x + smaller, y + smaller * 0.44)) < least or width < 3


def texts(page: BeautifulSoup) -> dict[str, int]:
    """Id → mentions, as the list beside the map says."""
    found = {}
    for item in page.select(".reader-places li"):
        told = re.search(r"(\d+) mention", item.text)
        assert told, item.text
        found[str(item["id"]).removeprefix("place-")] = int(told[1])
    return found


def test_the_list_and_the_marks_say_the_same(real: Project, reading: Reading) -> None:
    page = BeautifulSoup((real.site / "overview/map/index.html").read_text("utf-8"), "html.parser")
    told = texts(page)
    counted: dict[str, int] = {}
    for _, layers in reading.collection.essays.values():
        for mention in layers.mentions:
            if reading.collection.glossary.terms[mention.term].kind == "place":
                counted[mention.term] = counted.get(mention.term, 0) + 1
    assert told == counted
    first = page.select(".reader-map")[0]
    shown: set[str] = set()
    for link in first.select("a.reader-mark"):
        target = str(link["href"])
        if target.startswith("#"):
            item = page.select_one(target)
            assert item
            together = [str(a["href"]).removeprefix("#place-") for a in item.select("a")]
            assert sum(counted[name] for name in together) == int(str(link["aria-label"]).rsplit(": ")[-1].split()[0])
            shown |= set(together)
        else:
            name = target.split("/")[-2]
            shown.add(name)
            assert f": {counted[name]} mention" in str(link["aria-label"])
    without = {
        name
        for name, _ in oracle.entries()
        if name in counted and not next(e for n, e in oracle.entries() if n == name).get("lat")
    }
    assert shown == set(counted) - without == set(counted) - {"soviet-union"}
    assert "not on the map" in page.select("#place-soviet-union")[0].text


def test_every_mark_and_every_coloured_country_is_a_link_with_a_name(real: Project) -> None:
    page = BeautifulSoup((real.site / "overview/map/index.html").read_text("utf-8"), "html.parser")
    coloured = page.select(".reader-land[data-status]")
    assert len(coloured) > 15
    for link in [*coloured, *page.select(".reader-mark")]:
        assert link.name == "a" and link["href"] and link["aria-label"]
    words = {str(link["aria-label"]).split(": ")[0]: str(link["aria-label"]).split(": ")[1] for link in coloured}
    expected = {
        country: word for (country, organization), word in oracle.table("2026").items() if organization == "BRICS"
    }
    assert words == expected


def test_the_page_of_many_places_and_organizations_is_not_large(collection: Callable[..., Project]) -> None:
    """Long names, many paragraphs, and more organizations than there is room for: what is left out is said."""
    names = [f"The old town of Placeton{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(300)]
    files: dict[str, str | None] = {**crowd(60, 60), "seeds/essays/first-2024.txt": None}
    for n, name in enumerate(names):
        record = (
            f"name: {name}\nplace: town\nlat: {n * 37 % 150 - 70}\nlon: {n * 53 % 350 - 170}\nunsure: [Where it is.]\n"
        )
        files[f"seeds/glossary/place/p-{n}.md"] = f"---\n{record}---\nA town.\n"
    for essay in range(3):
        text = "\n\n".join(
            f"They saw {name} and {names[-at]}. It was so for {essay} days." for at, name in enumerate(names)
        )
        files[f"seeds/essays/a-rather-long-name-{essay}.txt"] = f"On Towns {essay}\n\nBy Ann Author\n\n{text}\n"
    project = collection(files)
    pipeline.annotate(project)
    text = (project.docs / "overview/map.md").read_text("utf-8")
    assert len(text.encode()) < 235_000
    page = BeautifulSoup(text, "html.parser")
    assert len(page.select(".reader-places li")) == LISTED
    assert f"300 places that the essays name; the map and the list have the {LISTED} that they name most" in text
    shown = [item["data-id"] for item in page.select(".reader-states dl > div")]
    assert 5 < len(shown) < 60 and f"and {60 - len(shown) - 20} more" in text


def test_strange_names_and_places_at_the_ends_of_the_world(collection: Callable[..., Project]) -> None:
    strange = "<script>alert(1)</script> مدينة 🏙️"
    long = "Llanfair" * 25
    rows = [
        ("pole", "South Pole", -90, 0),
        ("north", "North Pole", 90, 180),
        ("line", "Date Line", 0, 180),
        ("long", long, 53, -4),
        ("strange", f'"{strange}"', 30, 31),
    ]
    files = {
        f"seeds/glossary/place/{name}.md": f"---\nname: {title}\nplace: spot\nlat: {lat}\nlon: {lon}\n---\nA spot.\n"
        for name, title, lat, lon in rows
    }
    files["seeds/essays/far.txt"] = (
        f"On Places\n\nBy Ann Author\n\nThe South Pole, the North Pole, the Date Line, {long} and {strange}.\n"
    )
    project = collection(files)
    pipeline.annotate(project)
    page = BeautifulSoup((project.docs / "overview/map.md").read_text("utf-8"), "html.parser")
    svg = page.select_one(".reader-map svg")
    assert svg and not page.select("script")
    drawn = [
        Mark((), 1, float(str(c["cx"])), float(str(c["cy"])), float(str(c["r"])))
        for c in svg.select(".reader-mark circle")
    ]
    height = float(str(svg["viewbox"]).split()[3])
    assert len(drawn) == 10
    assert all(m.radius <= m.x <= 1000 - m.radius and m.radius <= m.y <= height - m.radius for m in drawn)
