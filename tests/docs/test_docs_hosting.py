"""What the pages about hosting and continuous integration say to servers, heard by those servers."""

from __future__ import annotations

import datetime
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sample_episode as sample
import yaml
from pages import File, steps
from sample_site import NOW, Site

from studio.publish.publish import publish

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")


def block(page: str, name: str) -> str:
    (file,) = [step for step in steps((DOCS / page).read_text("utf-8")) if isinstance(step, File) and step.name == name]
    return file.text


@pytest.fixture
def server(site: Site, tmp_path: Path) -> Iterator[str]:
    """The address of nginx with the settings of the page; where it listens and what it serves are this test's."""
    with _running(site, tmp_path, block("hosting.md", "podcast.conf")) as address:
        yield address


@contextmanager
def _running(site: Site, tmp_path: Path, settings: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = settings.replace("listen 80;", f"listen 127.0.0.1:{port};")
    settings = settings.replace("/srv/podcast", str(site.public))
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log stderr warn; user root;\nevents {{}}\n"
        f"http {{ access_log off; client_body_temp_path {tmp_path}/a; proxy_temp_path {tmp_path}/b;\n"
        f"fastcgi_temp_path {tmp_path}/c; uwsgi_temp_path {tmp_path}/d; scgi_temp_path {tmp_path}/e;\n{settings} }}\n",
        encoding="utf-8",
    )
    command = [str(NGINX), "-c", str(tmp_path / "nginx.conf"), "-e", "stderr"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        address = f"http://127.0.0.1:{port}/"
        while running.poll() is None:
            try:
                urllib.request.urlopen(f"{address}feed.xml").close()
            except urllib.error.URLError:
                continue
            break
        yield address
        running.terminate()


@pytest.mark.skipif(not NGINX, reason="needs nginx")
def test_nginx_serves_types_ranges_and_other_sites(server: str) -> None:
    def headers(path: str, **sent: str) -> tuple[int, Any]:
        request = urllib.request.Request(server + path, headers={**sent, "Host": "podcast.example"})
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers

    types = {
        "feed.xml": "application/rss+xml",
        "index.html": "text/html",
        "episodes/ep01/ep01.mp3": "audio/mpeg",
        "episodes/ep01/ep01.vtt": "text/vtt",
        "episodes/ep01/ep01.srt": "application/x-subrip",
        "episodes/ep01/ep01.transcript.json": "application/json",
        "episodes/ep01/ep01.chapters.json": "application/json+chapters",
    }
    for path, kind in types.items():
        status, told = headers(path)
        assert (status, told.get_content_type(), told["Access-Control-Allow-Origin"]) == (200, kind, "*"), path
    status, told = headers("episodes/ep01/ep01.mp3", Range="bytes=0-99")
    assert (status, told["Content-Length"], told["Access-Control-Allow-Origin"]) == (206, "100", "*")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        headers(".studio/ledger.json")


@pytest.fixture
def corrected(site: Site, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Paths of an episode's sound before and after a correction."""
    monkeypatch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)
    at = datetime.datetime(2026, 3, 1, 6, tzinfo=datetime.UTC)
    build = sample.build(site.root, "ep01", frequency_hz=880, published=at)
    publish([build], site.show, site.public, now=NOW, correction="The year was wrong.")
    (now,) = site.public.glob("episodes/ep01/ep01-*.mp3")
    return "episodes/ep01/ep01.mp3", f"episodes/ep01/{now.name}"


@pytest.mark.skipif(not NGINX, reason="needs nginx")
def test_a_correction_cuts_no_download_and_leads_on_who_begins_one(
    corrected: tuple[str, str], site: Site, server: str, tmp_path: Path
) -> None:
    former, now = corrected
    old, new = ((site.public / path).read_bytes() for path in corrected)

    def fetch(address: str, **sent: str) -> tuple[int, bytes, Any]:
        with urllib.request.urlopen(urllib.request.Request(address, headers=sent)) as answer:
            return answer.status, answer.read(), answer

    half = len(old) // 2
    status, rest, answer = fetch(server + former, Range=f"bytes={half}-")
    assert (status, rest) == (206, old[half:])
    assert "immutable" not in str(answer.headers["Cache-Control"])
    assert fetch(server + former)[1] == old
    status, got, answer = fetch(server + now)
    assert (status, got, answer.headers.get_content_type()) == (200, new, "audio/mpeg")
    assert answer.headers["Cache-Control"] == "max-age=31536000, immutable"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    # With what the page says about links of old.
    rule = block("hosting.md", "corrected.conf").replace("/episodes/ep17/ep17.mp3", f"/{former}")
    rule = rule.replace("/episodes/ep17/ep17-1f2e3d4c.mp3", f"/{now}")
    settings = block("hosting.md", "podcast.conf").replace("    location / {", f"{rule}    location / {{")
    with _running(site, tmp_path, settings) as led:
        for sent in ({}, {"Range": "bytes=0-"}):
            _, got, answer = fetch(led + former, **sent)
            assert (got, answer.geturl()) == (new, led + now)
        assert fetch(led + former, Range=f"bytes={half}-")[1] == old[half:]


def test_the_workflow_is_the_one_that_new_shows_get() -> None:
    written = (REPOSITORY / "studio" / "actions" / "show_files" / "workflow.yml").read_text(encoding="utf-8")
    assert block("ci.md", ".github/workflows/show.yml") == written


def test_workflows_type_commands_that_the_page_tests() -> None:
    typed = (DOCS / "ci.md").read_text(encoding="utf-8").rpartition("## What every step does")[2]
    known = {line.partition(" >")[0] for line in re.findall(r"studio \w+ [^\n`]*", typed)}
    github = yaml.safe_load(block("ci.md", ".github/workflows/show.yml"))
    steps_typed = [step["run"] for job in github["jobs"].values() for step in job["steps"] if "run" in step]
    gitlab = yaml.safe_load(block("ci.md", ".gitlab-ci.yml"))
    steps_typed += gitlab["show"]["script"]
    commands = [found for line in steps_typed for found in re.findall(r"studio \w+ [^>;]*[^>; ]", line)]
    assert len(commands) == 6
    assert [command for command in commands if command not in known] == []


def test_pages_of_github_are_deployed_from_their_environment() -> None:
    jobs = yaml.safe_load(block("ci.md", ".github/workflows/show.yml"))["jobs"]
    (deploying,) = [
        job for job in jobs.values() if any("deploy-pages" in step.get("uses", "") for step in job["steps"])
    ]
    assert deploying["environment"]["name"] == "github-pages"
    assert deploying["permissions"] == {"pages": "write", "id-token": "write"}


def test_the_map_of_the_documentation_names_every_page() -> None:
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in sorted(DOCS.glob("*.md")) if page.name != "README.md" and page.name not in text] == []
