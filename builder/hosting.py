"""Where the seeds are edited and mistakes reported: addresses at the repository's host, by `repo_url` and `edit_uri`.

The forms are those of MkDocs for GitHub, GitLab, Gitea (Codeberg, Forgejo) and Bitbucket; the `docs/` at the end of
`edit_uri` gives way to the path of the seed. Where a host has no form for something, there is no address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urljoin, urlsplit

FORM = "report.yml"  # .github/ISSUE_TEMPLATE/report.yml; its fields are `page`, `paragraph` and `words`
NEW = {"edit/": "new/", "-/edit/": "-/new/", "_edit/": "_new/"}  # how a host calls its page for a new file
ASKED = {"github": "filename", "gitlab": "file_name"}  # and what its page takes the name of the file by


@dataclass(frozen=True, slots=True)
class Repository:
    """`url` without a slash at its end; `base` is how an address in it begins: `edit/main/`."""

    url: str
    base: str

    @property
    def host(self) -> str:
        """github, gitlab, or another."""
        name = urlsplit(self.url).hostname or ""
        if self.base.startswith("-/") or "gitlab" in name:
            return "gitlab"
        return "github" if "github" in name else ""

    def edit(self, path: str) -> str:
        """The editor on a file of the collection."""
        ending = "?mode=edit" if self.base.startswith("src/") else ""
        return self._leads(self.base + quote(path)) + ending

    def new(self, path: str) -> str:
        """The editor on a new file; empty where the host has none that takes its folder."""
        verb = next((verb for verb in NEW if self.base.startswith(verb)), "")
        if not verb:
            return ""
        folder, _, name = path.rpartition("/")
        asked = ASKED.get(self.host, "")
        branch = NEW[verb] + self.base.removeprefix(verb)
        return self._leads(branch + quote(folder)) + (f"?{_query({asked: name})}" if asked else "")

    def report(self, page: str) -> str:
        """The form for a mistake on a page; what is written to its end names the paragraph. Empty where the host has
        no such form: `issues` is for all."""
        if self.host == "github":
            return f"{self.url}/issues/new?{_query({'template': FORM, 'page': page, 'paragraph': ''})}"
        if self.host == "gitlab":
            return f"{self.url}/-/issues/new?{_query({'issue[title]': f'A mistake on {page} '})}"
        return ""

    @property
    def issues(self) -> str:
        return f"{self.url}/issues"

    def _leads(self, path: str) -> str:
        return urljoin(f"{self.url}/", path)


def repository(repo_url: str, edit_uri: str, docs: str = "docs") -> Repository | None:
    """By the settings of mkdocs.yml; None where they do not say where the folder of the pages, `docs`, is edited."""
    if urlsplit(repo_url).scheme not in ("http", "https") or not edit_uri:
        return None
    base = re.sub(r"(?:^|(?<=/))blob/", "edit/", edit_uri.strip("/") + "/", count=1)
    ending = f"{docs}/"
    if base.endswith(f"/{ending}") and not urlsplit(base).scheme:
        return Repository(repo_url.rstrip("/"), base.removesuffix(ending))
    return None


def _query(said: dict[str, str]) -> str:
    return urlencode(said, quote_via=quote, safe="")
