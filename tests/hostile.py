"""A collection of everything that an export may stumble over: signs of all markups in every field, languages and
addresses that are none, and essays of every shape."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from builder.project import Project, open_project
from tests.conftest import ROOT, publishable, write

VISIBLE = '<script>alert(1)</script> & "q" \' ]]> {{ x }} {% y %} \\ $ _a_ \u202eRTL\u202c شرق 🇺🇦'
NASTY = f"{VISIBLE} \x85 \ue000"
ADDRESSES = (
    "http://exa_mple.org/a", "http://example.org/%zz|{}[]^`?q=[]#%", "https://пример.рф/путь?а=б#ж", "mailto:x@@y", "mailto:a@b.org", "http://user:pw@example.org/", "http://1.2.3.4/",
)  # fmt: skip
ESSAY = "By Ann Author\n\nThe Example League (EL) met. It was the first time.\n\nNo more was said. The EL rose.\n"
MARKDOWN = """# Levels that jump

#### Deep

Words of the EL with **strong `code`**, [a name](http://example.org/a_b), <http://x/|>, [one](http://[x), [two](http://h:port/), [four](http://1.2.3.4.5/), [five](http://xn--/) and [three](http://a/%00).

## Up

Words.

###### Six <b>

- a
    - b
        - c
- d

3. x

> A quotation
>
> of two paragraphs.

| a | b | c |
|---|---|---|
| 1 | 2 | 3 |
| x **y** | EL | |

Note[^1] and[^b] and[^1].

[^1]: First *note*.

    Its second paragraph.

[^b]: Another. http://example.org/a_b
"""
HTML = """<h1>Tables</h1><p>The EL met, and this is long enough to be a paragraph. It has two sentences.</p>
<table><tr><th></th><th>a</th></tr><tr><td>1 EL</td><td lang="no such">2</td></tr></table><p>Here are <i lang="ru_RU">x</i> and
<i lang="ru">слово</i>.</p><table><caption>Of a table</caption>
<tr><th>b</th><th>c</th></tr><tr><td>3</td><td>4</td></tr></table><p>More words stand between the two.</p><figure><figcaption>A caption of the EL</figcaption></figure>
<blockquote><p>q</p><ul><li>l</li></ul></blockquote><ol start="3"><li>three<ol type="a"><li>deep</li></ol></li></ol>"""
ARABIC = "# عنوان\n\nكاتب هذا النص يعيش في مدينة بعيدة.\n\nكلمات أخرى كثيرة و EL هنا.\n"


def hostile(root: Path) -> Project:
    league = {
        "name": f"Example League {NASTY}", "short": "EL", "names": {"xx-none": [NASTY], "ar": ["جامعة"]}, "seat": NASTY, "type": NASTY,
        "founded": "1990", "history": [{"date": "1991", "text": NASTY}], "members": [{"country": "AM", "from": "2025"}],
        "sources": [{"title": NASTY, "url": url} for url in ADDRESSES],
    }  # fmt: skip
    files = {
        "seeds/collection.yml": _yaml(
            title=f"A collection {NASTY}", description=NASTY, editors=[NASTY, "Ann van der Berg"], edition="2026-01", license=NASTY, rights=NASTY
        ),
        "seeds/glossary/organization/el.md": f"---\n{_yaml(**league)}---\nA league {VISIBLE} [EL] *so*.\n",
        "seeds/glossary/person/x-1.md": f"---\n{_yaml(name='Ann <b>', sort=NASTY)}---\nA person.\n",
        "seeds/essays/1-hostile.txt": f"A Title\n\n{ESSAY}\n{VISIBLE}\n",
        "seeds/essays/1-hostile.yml": _yaml(
            title=f"T {NASTY}",
            authors=[{"name": NASTY, "affiliation": NASTY}, {"name": "Plato"}, {"name": "Example League"}],
            venue=NASTY, published="Winter 2024", rights=NASTY, tags=[NASTY], language="en-ab-cd", url="http://example.org/a?b=%3Cc%3E", unsure=[NASTY],
            notes=[
                {"quote": "It was the first time", "kind": "context", "text": f"{NASTY} [EL] *so*", "sources": [{"title": NASTY}]},
                {"quote": "The EL rose", "kind": "question", "text": "Did it?"},
            ],
        ),
        "seeds/essays/no-title.txt": "Just words here, and nothing else at all.\n",
        "seeds/essays/no-title.yml": _yaml(title="Кириллица “quoted” {braces} <and> & others"),
        "seeds/essays/arabic.md": ARABIC,
        "seeds/essays/arabic.yml": _yaml(language="ar", authors=[{"name": "كاتب"}]),
        "seeds/essays/levels.md": MARKDOWN,
        "seeds/essays/tables.html": HTML,
    }  # fmt: skip
    publishable(write(root, files))
    for path in sorted((ROOT / "tests" / "shapes").iterdir()):
        if path.suffix != ".roles":
            shutil.copy(path, root / "seeds" / "essays" / f"shape-{path.name}")
    return open_project(root)


def _yaml(**values: object) -> str:

    return yaml.safe_dump(values)
