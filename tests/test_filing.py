"""How names stand in an index, and how essays are called."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import pipeline
from builder.filing import cited, filed, inverted
from builder.project import Project


@pytest.mark.parametrize(("name", "told"), [
    ("Vladimir Putin", "Putin, Vladimir"), ("William E. Pomeranz", "Pomeranz, William E."), ("Jean-Noël Barrot", "Barrot, Jean-Noël"),
    ("Alexander van der Bellen", "van der Bellen, Alexander"), ("Bashar al-Assad", "Assad, Bashar al-"), ("Peter the Great", "Peter the Great"),
    ("Catherine of Aragon", "Catherine of Aragon"), ("Pelé", "Pelé"), ("Nicholas II", "Nicholas II"), ("John Paul II", "John Paul II"), ("Martin Luther King Jr.", "King, Martin Luther, Jr."), ("习近平", "习近平"), ("", ""), ("de Gaulle", "de Gaulle"), ("van Gogh", "van Gogh"), ("bell hooks", "hooks, bell"),
    ("John Smith III", "Smith, John, III"), ("John Smith PhD", "Smith, John, PhD"), ("Malcolm X", "Malcolm X"), ("Juan Carlos I", "Juan Carlos I"), ("Louis XIV", "Louis XIV"),
])  # fmt: skip
def test_a_person_is_filed_by_the_family_name(name: str, told: str) -> None:
    assert inverted(name) == told


@given(st.text(st.characters(exclude_categories=["Z", "C"], exclude_characters=",-"), min_size=1).filter(str.split))
def test_no_letter_is_lost(name: str) -> None:
    given_name = f"Ann {name}"
    assert sorted(inverted(given_name).replace(",", "").split()) == sorted(given_name.split())


def test_what_the_rule_gets_wrong_is_written_in_the_entry(collection: Callable[..., Project]) -> None:
    def entry(kind: str, name: str, more: str = "") -> str:
        return f"---\nname: {name}\n{more}---\nSo it is.\n"

    reading = pipeline.read(collection({
        "seeds/glossary/person/mao.md": entry("person", "Mao Zedong", "sort: Mao Zedong\n"),
        "seeds/glossary/person/el-al.md": entry("person", "Ann Author"),
        "seeds/glossary/place/hague.md": entry("place", "The Hague"),
        "seeds/essays/first-2024.yml": "authors: [{name: Mao Zedong}]\ndate: 1937-07\n",
        "seeds/essays/second.txt": "It is not known who wrote it, when and why, nor for whom. So much for it.\n",
        "seeds/essays/second.yml": "title: On what was written down by nobody at all in those days\n",
        "seeds/essays/third.txt": "It was written by three. So much for it.\n",
        "seeds/essays/third.yml": "title: Three\nauthors: [{name: Ann Author}, {name: Ben Bold}, {name: Cy Cold}]\ndate: 2001\n",
    }))  # fmt: skip
    glossary, essays = reading.collection.glossary, reading.collection.essays
    assert {name: filed(term) for name, term in glossary.terms.items()} == {
        "mao": "Mao Zedong", "el-al": "Author, Ann", "hague": "Hague, The", "el": "Example League",
    }  # fmt: skip
    assert {slug: cited(essay, glossary) for slug, (essay, _) in essays.items()} == {
        "first-2024": "Mao Zedong 1937", "second": "“On what was written down by nobody at …”", "third": "Author et al. 2001",
    }  # fmt: skip
