"""What the page about catalogues says to Dask, Kubernetes and shells, heard by what reads it."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pages import File, steps

PAGE = (Path(__file__).parents[2] / "docs" / "scale.md").read_text("utf-8")
FILES = {step.name: step.text for step in steps(PAGE) if isinstance(step, File)}


def commands() -> list[list[str]]:
    """Every command line of Dask on the page, wherever it stands."""
    service = configparser.ConfigParser(interpolation=None)
    service.optionxform = str  # type: ignore[assignment, method-assign]
    service.read_string(FILES["studio-worker.service"])
    lines = [service["Service"]["ExecStart"], *re.findall(r"^(?:srun )?\S*dask \S.*$", PAGE, re.MULTILINE)]
    found = [shlex.split(line.replace("srun ", ""))[1:] for line in lines]
    container = re.findall(r"^CMD (\[.*\])$", FILES["Containerfile"], re.MULTILINE)
    found += [yaml.safe_load(one) for one in container]
    for one in yaml.safe_load_all(FILES["studio-cluster.yaml"]):
        found += [part["args"] for part in one["spec"].get("template", {}).get("spec", {}).get("containers", ())]
    return found


@pytest.mark.parametrize("kind", ["scheduler", "worker", "ssh"])
def test_dask_knows_every_option(kind: str) -> None:
    module = {"scheduler": "dask_scheduler", "worker": "dask_worker", "ssh": "dask_ssh"}[kind]
    told = subprocess.run(
        [sys.executable, "-m", f"distributed.cli.{module}", "--help"], capture_output=True, text=True, check=True
    ).stdout
    lines = [one for one in commands() if one[0] == kind]
    assert lines
    for line in lines:
        for option in (word for word in line if word.startswith("--")):
            assert re.search(rf"(?<![\w-]){option}\b", told), (line, option)


def test_what_kubernetes_starts_is_what_its_service_finds() -> None:
    service, scheduler, worker = yaml.safe_load_all(FILES["studio-cluster.yaml"])
    assert service["spec"]["selector"] == scheduler["spec"]["template"]["metadata"]["labels"]
    for one in (scheduler, worker):
        assert one["spec"]["selector"]["matchLabels"] == one["spec"]["template"]["metadata"]["labels"]
    (port,) = [one["port"] for one in service["spec"]["ports"] if one["name"] == "scheduler"]
    (container,) = worker["spec"]["template"]["spec"]["containers"]
    assert f"tcp://{service['metadata']['name']}:{port}" in container["args"]


def test_the_job_for_slurm_is_a_shell_script() -> None:
    subprocess.run(["sh", "-n"], input=FILES["workers.sh"], text=True, check=True)
