"""What runs on GitHub and GitLab: sound by the judgement of two linters, and run here, step by step, as shell."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.exports import headers
from tests.conftest import BASE, ROOT, write

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
VENV = Path(sys.executable).parent.parent
SHORT = "\nIt was said at length that the Example League rose. Then no more was said.\n"


def read(path: Path) -> Any:
    """A workflow, whose `on:` YAML takes for a truth."""
    return yaml.safe_load(re.sub(r"^on:", "'on':", path.read_text("utf-8"), flags=re.MULTILINE))


def steps(path: Path) -> Iterator[Mapping[str, Any]]:
    for job in read(path)["jobs"].values():
        yield from job["steps"]


def tool(name: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([VENV / "bin" / name, *words], cwd=ROOT, check=False, capture_output=True, text=True)


def test_actionlint_finds_nothing() -> None:
    done = tool("actionlint", "-shellcheck=", "-pyflakes=", *WORKFLOWS)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


@pytest.mark.parametrize("path", [*WORKFLOWS, GITHUB / "dependabot.yml"], ids=lambda path: path.stem)
def test_zizmor_finds_nothing(path: Path) -> None:
    done = tool("zizmor", "--offline", "--no-progress", "--persona=auditor", path)
    assert done.returncode == 0, done.stdout


def test_the_linters_would_find_something(tmp_path: Path) -> None:
    """That is: they do read these files."""
    bad = "on: pull_request_target\njobs:\n  a:\n    runs-on: nowhere\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n"
    path = write(tmp_path, {".github/workflows/bad.yml": bad}) / ".github/workflows/bad.yml"
    assert tool("actionlint", path).returncode == 1
    assert tool("zizmor", "--offline", "--no-progress", path).returncode > 0


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_no_more_rights_than_it_needs(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {} and "concurrency" in workflow
    assert "pull_request_target" not in workflow["on"]
    for job in workflow["jobs"].values():
        assert "timeout-minutes" in job and "permissions" in job
        if "pull_request" in workflow["on"]:
            assert job["permissions"] == {"contents": "read"}
    for step in steps(path):
        uses = step.get("uses", "")
        assert not uses or re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", uses)
        assert "${{" not in step.get("run", "")  # what an event says reaches the shell by the environment
        if uses.startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
    text = path.read_text("utf-8")
    assert len(re.findall(r"uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", text, re.MULTILINE)) == sum(
        "uses" in step for step in steps(path)
    )
    assert "secrets." not in text or "pull_request" not in workflow["on"]


def test_the_preview_runs_nothing_of_the_pull_request() -> None:
    workflow = read(GITHUB / "workflows" / "preview.yml")
    assert list(workflow["on"]) == ["workflow_run"]
    (job,) = workflow["jobs"].values()
    assert "vars.PREVIEW == 'on'" in job["if"]
    held = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
    assert [step["with"]["ref"] for step in held] == ["${{ github.event.repository.default_branch }}"]
    (taken,) = [step for step in job["steps"] if "download-artifact" in step.get("uses", "")]
    assert taken["with"]["skip-decompress"] is True


# The steps as shell. The environment is a machine of GitHub's: its files, and a merge checked out.


def git(root: Path, *words: str) -> str:
    who = [
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "protocol.file.allow=always",
    ]
    return subprocess.run(["git", "-C", root, *who, *words], check=True, capture_output=True, text=True).stdout


def pulled(root: Path, files: dict[str, str]) -> None:
    """Make the folder a repository in which a pull request with these files is merged."""
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "base"], ["switch", "-qc", "pull"]):
        git(root, *words)
    write(root, files)
    merge = ["merge", "-q", "--no-ff", "-m", "merge", "pull"]
    for words in (["add", "-A"], ["commit", "-qm", "pull"], ["switch", "-q", "main"], merge):
        git(root, *words)


@pytest.fixture(scope="module")
def merge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository with a small collection, and the merge of a pull request that adds an essay and code."""
    root = tmp_path_factory.mktemp("actions") / "clone"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (
            not name.startswith(("seeds/", ".venv", "tests/browser/pictures", "tests/labelled", "tests/cases"))
            and (ROOT / name).is_file()
        ):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    write(root, BASE)
    pulled(root, {
        "seeds/essays/second-2024.txt": f"A Second Title\n\nBy Bo Other\n{SHORT}",
        "builder/new.py": "NEW = 1\n",
        "seeds/`x`.md": "x",
        "docs/new.md": "# New\n",
    })  # fmt: skip
    return root


def machine(root: Path, **more: str) -> dict[str, str]:
    """GitHub's environment; `sudo`, `curl` and `gh` only tell what they were asked."""
    programs = root.parent / "programs"
    stubs = {
        "sudo": 'exec "$@"',
        "curl": 'cat > "$RUNNER_TEMP/config"; echo "$@" > "$RUNNER_TEMP/asked"; echo \'{"deploy_ssl_url": "https://x--y.example/"}\'',
        "gh": 'echo "$@" > "$RUNNER_TEMP/told"',
    }
    for name, script in stubs.items():
        path = write(programs, {name: f"#!/bin/sh\n{script}\n"}) / name
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    folder = root.parent
    told = {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": "teacher/reader",
        "RUNNER_TEMP": str(folder),
        "PIP_DRY_RUN": "1",
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB", "PYTEST", "PYTHON"))}
    return {**kept, **told, **more, "PATH": f"{programs}:{VENV / 'bin'}:{os.environ['PATH']}"}


def run(root: Path, script: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A step, as GitHub's runner calls bash. The suite itself, of which this is one test, is named and not run."""
    flags = {"MAKEFLAGS": "--dry-run"} if script.strip() == "make test" else {}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        check=False,
        cwd=root,
        env=machine(root, **more, **flags),
        capture_output=True,
        text=True,
    )


def scripts(name: str, failed: bool = False) -> dict[str, str]:
    """The steps of a workflow that goes well; or those that run when one has failed."""
    told = (step for step in steps(GITHUB / "workflows" / name) if "run" in step)
    return {step["name"]: step["run"] for step in told if ("failure()" in step.get("if", "")) == failed}


@pytest.fixture(scope="module")
def checked(merge: Path) -> Path:
    """The merge when every step of check.yml has run."""
    for name, script in scripts("check.yml").items():
        done = run(merge, script)
        assert done.returncode == 0, (name, done.stdout, done.stderr)
    return merge


def test_every_step_of_a_check_runs(checked: Path) -> None:
    assert (checked.parent / "output").read_text() == "tests=true\n"
    summary = (checked.parent / "summary.md").read_text("utf-8")
    assert "    builder/new.py\n" in summary and "docs/new.md" not in summary.partition("###")[2].partition("\n\n\n")[0]
    assert "econd" in summary.partition("builder/new.py")[2]  # what `reader diff` says of the new essay
    assert {"home-1440.png", "home-360.png", "essays--second-2024-1440.png", "essays--second-2024-360.png"} == {
        path.name for path in (checked / "pictures").iterdir()
    }
    assert (checked / "site" / "reader-offline.zip").is_file()


def test_a_check_puts_findings_on_their_lines(merge: Path, tmp_path: Path) -> None:
    root = tmp_path / "clone"
    git(merge.parent, "clone", "-q", str(merge), str(root))
    write(
        root,
        {
            "seeds/essays/first-2024.txt": f"A Title\n\nBy Ann Author\n{SHORT}",
            "seeds/essays/second-2024.yml": "titel: x\n",
        },
    )
    git(root, "commit", "-qam", "x")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "y", "--amend")
    done = run(root, scripts("check.yml")["Check the seeds"])
    told = done.stdout.splitlines()
    assert done.returncode == 1
    assert any(line.startswith("::error file=seeds/essays/second-2024.yml,line=1,col=") for line in told), told


def test_all_findings_stand_in_the_summary_as_words(merge: Path, tmp_path: Path) -> None:
    """GitHub shows ten of a step beside their lines; and what a contributor writes is code there, whatever it is."""
    root = tmp_path / "clone"
    git(merge.parent, "clone", "-q", str(merge), str(root))
    words = [
        "</code></pre><script>x</script>",
        "```",
        "~~~",
        "@everyone",
        "\\u2028# Head",
        "\\n# Head",
        "[a](http://b.example)",
    ]
    keys = "".join(f'"{word}{number}": x\n' for number, word in enumerate(words * 3))
    write(root, {"seeds/essays/first-2024.yml": keys})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    (script,) = scripts("check.yml", failed=True).values()
    assert run(root, script).returncode == 0
    head, blank, *lines = (root.parent / "summary.md").read_text("utf-8").splitlines()
    assert (head, blank) == ("### What is wrong", "") and all(line.startswith("    ") for line in lines if line)
    assert sum("error[record-key]" in line for line in lines) == len(words * 3)
    git(root, "reset", "-q", "--hard", "HEAD^")
    (root.parent / "summary.md").write_text("")
    assert run(root, script).returncode == 0 and (root.parent / "summary.md").read_text() == ""


def test_links_to_other_places_stop_a_check(merge: Path, tmp_path: Path) -> None:
    root = tmp_path / "clone"
    git(merge.parent, "clone", "-q", str(merge), str(root))
    (root / "seeds" / "essays" / "linked.txt").symlink_to("/etc/passwd")
    git(root, "-c", "advice.addEmbeddedRepo=false", "clone", "-q", "--depth=1", str(merge), "seeds/essays/module")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    done = run(root, scripts("check.yml")["See whether code was changed"])
    summary = (root.parent / "summary.md").read_text("utf-8")
    assert done.returncode == 1 and "    seeds/essays/linked.txt\n    seeds/essays/module\n" in summary
    assert done.stdout.startswith("::error title=")


def test_publishing_runs_what_a_check_has_run() -> None:
    for name, script in scripts("publish.yml").items():
        assert script in scripts("check.yml").values(), name


def test_every_step_on_gitlab_runs(checked: Path) -> None:
    jobs = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))
    base = git(checked, "rev-parse", "HEAD^1").strip()
    for name in ("check", "pages"):
        for line in jobs[name]["script"]:
            if line in scripts("check.yml").values():  # which ran
                continue
            done = run(checked, line, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
            assert done.returncode == 0, (line, done.stdout, done.stderr)
    assert (checked / "public" / "index.html").is_file()


@pytest.fixture(scope="module")
def founded(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection that an installed reader has begun, and the merge of a pull request that adds an essay."""
    root = tmp_path_factory.mktemp("founded") / "collection"
    reader = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    init = [sys.executable, "-m", "builder", "init", root]
    subprocess.run(init, check=True, capture_output=True, env=reader, cwd=root.parent)
    pulled(root, {
        "seeds/essays/other-2024.txt": f"A Title\n\nBy Bo Other\n{SHORT}",
        "seeds/essays/other-2024.yml": "rights: Public domain.\n",
    })  # fmt: skip
    return root


def test_every_step_runs_in_a_new_collection(founded: Path, installed: Path) -> None:
    """With nothing else of the reader at hand than what the collection's requirements name."""
    assert b"annotated_reader" in (founded / "requirements.txt").read_bytes()
    there = str(founded.parent / "there")
    wheel = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", there]
    named = (founded / "requirements.txt").read_text("utf-8").splitlines()[-1].removesuffix("[all]")
    subprocess.run([*wheel, named], check=True, capture_output=True, cwd=founded)
    jobs = yaml.safe_load((founded / ".gitlab-ci.yml").read_text("utf-8"))
    check = [
        step["run"] for step in read(founded / ".github/workflows/check.yml")["jobs"]["check"]["steps"] if "run" in step
    ]
    publish = [step["run"] for step in steps(founded / ".github/workflows/publish.yml") if "run" in step]
    base = git(founded, "rev-parse", "HEAD^1").strip()
    for line in dict.fromkeys([*check, *publish, *jobs["check"]["script"], *jobs["pages"]["script"]]):
        done = run(founded, line, PYTHONPATH=there, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    assert (founded / "site/essays/other-2024/index.html").is_file() and (founded / "public/index.html").is_file()
    assert "A Title" in (founded.parent / "summary.md").read_text("utf-8") or "other-2024" in (
        founded.parent / "summary.md"
    ).read_text("utf-8")
    assert not (founded.parent / "output").exists()  # it has no tests that a change of code could run


def test_a_new_collection_has_the_workflows_that_are_judged_above(founded: Path) -> None:
    for path in (path for path in GITHUB.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        assert (founded / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
    for said in re.findall(r"page “([^”]+)”", "".join(path.read_text("utf-8") for path in WORKFLOWS)):
        assert any(f"# {said}\n" in path.read_text("utf-8") for path in (founded / "docs").glob("*.md"))


def packed(folder: Path, held: Mapping[str | zipfile.ZipInfo, bytes]) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(folder / "preview.zip", "w") as file:
        for name, data in held.items():
            file.writestr(name, data)
    return folder


def linked(name: str, mode: int = 0o120777) -> zipfile.ZipInfo:
    told = zipfile.ZipInfo(name)
    told.create_system, told.external_attr = 3, mode << 16
    return told


def test_every_step_of_a_preview_runs_and_keeps_what_a_site_is_made_of(tmp_path: Path) -> None:
    root = tmp_path / "main"
    shutil.copytree(GITHUB, root / ".github")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    held: dict[str | zipfile.ZipInfo, bytes] = {
        "index.html": b"home", "essays/first-2024/text.txt": b"words", "assets/reader.js": b"1", "../../evil.html": b"x", "/etc/evil.html": b"x", "C:\\evil.html": b"x", "a/../evil.html": b"x",
        "_redirects": b"/* https://example.org/", "_headers": b"x", "_worker.js": b"x", "netlify.toml": b"x", ".git/config": b"x", "a/.htaccess": b"x", "run.sh": b"x", "::error::.html": b"x", "a\nb.html": b"x", "pаge.html": b"x",
        linked("link.html"): b"/etc/passwd", linked("pipe.html", 0o010644): b"", "essays/": b"",
    }  # fmt: skip
    packed(root / "untrusted", held)
    for name, script in scripts("preview.yml").items():
        secret = {
            "NETLIFY_TOKEN": "secret-token",
            "NETLIFY_SITE": "site",
            "SHA": "0" * 40,
            "URL": "https://x--y.example/",
            "GH_TOKEN": "x",
        }
        done = run(root, script, **secret)
        assert done.returncode == 0, (name, done.stderr)
        assert "::" not in done.stdout and "secret-token" not in done.stdout + done.stderr
    with zipfile.ZipFile(root / "preview.zip") as site:
        assert site.namelist() == ["index.html", "essays/first-2024/text.txt", "assets/reader.js", "_headers"]
        assert site.read("index.html") == b"home" and b"noindex" in site.read("_headers")
    assert (
        "secret-token" not in (tmp_path / "asked").read_text() and "secret-token" in (tmp_path / "config").read_text()
    )
    assert (tmp_path / "output").read_text() == "url=https://x--y.example/\n"
    assert "target_url=https://x--y.example/" in (tmp_path / "told").read_text()


@pytest.mark.parametrize(
    "held",
    [{"big.html": b"\0" * (64 * 2**20 + 1)}, {f"{n}.html": b"" for n in range(20_001)}],
    ids=["a file that grows", "too many files"],
)
def test_a_preview_that_is_too_large_is_refused(tmp_path: Path, held: dict[str | zipfile.ZipInfo, bytes]) -> None:
    told = zipfile.ZIP_DEFLATED
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "x.zip", "w", told) as file:
        for name, data in held.items():
            file.writestr(name, data)
    done = subprocess.run(
        [sys.executable, GITHUB / "preview.py", tmp_path / "in", tmp_path / "out.zip"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1


def test_a_preview_is_one_archive(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.html": "x"})
    done = subprocess.run(
        [sys.executable, GITHUB / "preview.py", tmp_path / "in", tmp_path / "out.zip"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and "not one ZIP file" in done.stderr


# What other hosts are told.


def test_hosts_say_the_policy_that_the_pages_name(real: Any, tmp_path: Path) -> None:
    template = (ROOT / "overrides" / "main.html").read_text("utf-8")
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', template)[0]
    packed(tmp_path / "in", {"index.html": b"x"})
    preview = [sys.executable, GITHUB / "preview.py", tmp_path / "in", tmp_path / "out.zip"]
    subprocess.run(preview, check=True, capture_output=True)
    with zipfile.ZipFile(tmp_path / "out.zip") as site:
        for told in ((real.site / "_headers").read_text("utf-8"), site.read("_headers").decode()):
            assert f"  Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in told


def test_headers_are_published_in_the_form_that_hosts_read(real: Any) -> None:
    lines = (real.site / "_headers").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"/\S*|  [A-Za-z-]+: \S.*|", line) and len(line) < 2000 for line in lines)
    paths = [line for line in lines if line.startswith("/")]
    assert paths == ["/*", *headers.RULES]
    assert all(path.count("*") <= 1 and (path.endswith("*") or "*" not in path) for path in paths)


def test_only_files_named_by_their_content_are_kept_for_long(real: Any) -> None:
    lasting = [
        path.removeprefix("/").removesuffix("*") for path, held in headers.RULES.items() if held is headers.LASTING
    ]
    kept = [file for folder in lasting for file in (real.site / folder).rglob("*") if file.is_file()]
    assert kept and all(re.search(r"[.-][0-9a-f]{7,}\.|_[0-9a-f]{7,}", file.name) for file in kept)


# What people fill in.


def test_forms_ask_what_the_site_fills_in() -> None:
    for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml"):
        form = yaml.safe_load(path.read_text("utf-8"))
        if path.stem != "config":
            assert form["name"] and form["description"]
            fields = [field for field in form["body"] if field["type"] != "markdown"]
            assert all(field["attributes"]["label"] for field in fields)
            assert len({field["id"] for field in fields}) == len(fields)
    report = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "report.yml").read_text("utf-8"))
    assert [field["id"] for field in report["body"] if "id" in field][:3] == ["page", "paragraph", "words"]
