"""Takes are made on a cluster, by a real scheduler and real workers: the same bytes, and nothing is lost on the way."""

from __future__ import annotations

import hashlib
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clusters import Cluster, Wire
from sample_show import SCRIPT

from studio.cli import main
from studio.kit.errors import StudioError
from studio.kit.events import Event, Events
from studio.model.show import Voice
from studio.takes import ProcessExecutor, Reply, TakeOrder
from studio.takes.cluster import ClusterExecutor

pytest.importorskip("distributed")

CORRUPT = """
import dataclasses
from studio.takes import cluster_worker
good = cluster_worker._made
def spoilt(voice, orders):
    return [dataclasses.replace(one, entry=one.entry[:-1] + bytes([one.entry[-1] ^ 1])) for one in good(voice, orders)]
cluster_worker._made = spoilt
"""
OLDER = "import studio; studio.__version__ = '0.0.9'"
BARE = "import sys; sys.modules['studio'] = None"
CLIENT = """
import sys
from pathlib import Path
from studio.kit.events import Events
from studio.model.show import Voice
from studio.takes import TakeOrder, TakeStore
from studio.takes.cluster import ClusterExecutor
store = TakeStore(Path(sys.argv[2]))
orders = [TakeOrder(f"{n:064}", Voice("n", "silent"), Path(), f"Sentence number {n} of many.") for n in range(40)]
for reply in ClusterExecutor(sys.argv[1]).run([one for one in orders if store.info(one.key) is None], Events()):
    store.keep(reply.key, reply.entry)
    print(reply.key, flush=True)
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers, which every test leaves as they were."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        made.start_scheduler()
        made.start_worker("one")
        made.start_worker("two")
        yield made
    finally:
        made.close()


def orders(count: int, engine: str = "silent") -> list[TakeOrder]:
    voice = Voice("n", engine)
    return [TakeOrder(f"{n:064}", voice, Path("/no/such/show"), f"Sentence number {n} of many.") for n in range(count)]


def here(wanted: list[TakeOrder]) -> dict[str, str]:
    return {reply.key: digest(reply) for reply in ProcessExecutor(2).run(wanted, Events())}


def digest(reply: Reply) -> str:
    assert reply.info is not None, reply.failure
    return hashlib.sha256(reply.entry).hexdigest()


class Listener:
    """Collects warnings; calls ``then`` at the first of them."""

    def __init__(self, then: Callable[[], None] | None = None) -> None:
        self._then = then
        self.events = Events(self)

    def __call__(self, event: Event) -> None:
        del event
        then, self._then = self._then, None
        if then:
            then()

    @property
    def told(self) -> str:
        return "\n".join(self.events.warnings)


def made_on(
    address: str, wanted: list[TakeOrder], listener: Listener, after: Callable[[], None] | None = None
) -> dict[str, str]:
    """Digests of the takes; ``after`` is called when the first one has come."""
    found: dict[str, str] = {}
    with ClusterExecutor(address, patience_s=20) as executor:
        for reply in executor.run(wanted, listener.events):
            assert reply.key not in found
            found[reply.key] = digest(reply)
            if after:
                after()
                after = None
    return found


def test_an_episode_is_the_same_file_wherever_its_takes_are_made(
    make_show: Callable[..., Path], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_show()
    monkeypatch.chdir(root)
    made = []
    for more in ([], ["--cluster", cluster.address], ["--cluster", "local", "--jobs", "2"]):
        shutil.rmtree(root / "build", ignore_errors=True)
        assert main(["render", "ep01", *more]) == 0
        made.append((root / "build" / "ep01" / "ep01.mp3").read_bytes())
    assert made[0] == made[1] == made[2]


def test_a_catalogue_on_a_cluster_shares_what_episodes_share(
    make_show: Callable[..., Path],
    cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = make_show()
    monkeypatch.chdir(root)
    (root / "scripts" / "ep02.md").write_text(SCRIPT.replace("id: ep01\nnumber: 1", "id: ep02\nnumber: 2"))
    assert main(["render", "--all", "--cluster", cluster.address]) == 0
    assert "2 episodes: 2 rendered" in capsys.readouterr().out
    one, two = ((root / "build" / name / "transcript.vtt").read_bytes() for name in ("ep01", "ep02"))
    assert one == two


def test_a_worker_that_is_killed_loses_nothing(cluster: Cluster) -> None:
    cluster.start_worker("mortal")
    wanted, listener = orders(60), Listener()
    assert made_on(cluster.address, wanted, listener, lambda: cluster.kill("mortal")) == here(wanted)
    # It is missed by the scheduler first, or by who fetches what it has made.
    gone = r"the worker tcp://\S+ (has gone; the takes it had|failed \(.*\); its takes) are made elsewhere"
    assert re.search(gone, listener.told)


def test_damaged_takes_are_refused_told_and_made_elsewhere(cluster: Cluster) -> None:
    cluster.start_worker("corrupt", spoilt=CORRUPT)
    try:
        wanted, listener = orders(40), Listener()
        assert made_on(cluster.address, wanted, listener) == here(wanted)
        assert "gave damaged takes" in listener.told
    finally:
        cluster.kill("corrupt")


def test_workers_of_another_version_or_without_studio_get_no_work(cluster: Cluster) -> None:
    cluster.start_worker("older", spoilt=OLDER)
    cluster.start_worker("bare", spoilt=BARE)
    try:
        wanted, listener = orders(10), Listener()
        assert made_on(cluster.address, wanted, listener) == here(wanted)
        assert "it has studio 0.0.9 (takes 3), the client has 0.1.0 (takes 3)" in listener.told
        assert "it has no studio, the client has 0.1.0 (takes 3)" in listener.told
    finally:
        cluster.kill("older")
        cluster.kill("bare")


def test_a_voice_that_no_worker_has_is_named_before_the_start(cluster: Cluster, tmp_path: Path) -> None:
    model = tmp_path / "mine.onnx"
    model.write_bytes(b"mine")
    voice = Voice("n", "hibari", settings={"voice": "kore", "model": str(model), "speed": 1.0})
    order = TakeOrder("0" * 64, voice, tmp_path, "Good morning.")
    gone = Voice("g", "silent", settings={"device": "cuda"})
    with ClusterExecutor(cluster.address) as executor:
        (reply,) = executor.run(
            [order], Events()
        )  # the worker finds the file at the same path, and its engine refuses it
        assert "no whole model for hibari" in reply.failure
        with pytest.raises(StudioError, match="silent has no setting 'device'"):
            next(executor.run([TakeOrder("1" * 64, gone, tmp_path, "Good morning.")], Events()))


def test_a_scheduler_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(StudioError) as caught:
        next(ClusterExecutor("tcp://127.0.0.1:9").run(orders(1), Events()))
    assert caught.value.code == "cluster-unreachable"
    assert str(caught.value) == "no scheduler answers at tcp://127.0.0.1:9 (Connection refused)"
    for wrong in ("127.0.0.1:8786", "tcp://host", "http://host:1", "tcp://host:99999", "tcp://:1", "locally", " local"):
        with pytest.raises(StudioError, match="is no address of a cluster"):
            ClusterExecutor(wrong)


def test_a_network_that_is_cut_loses_nothing(cluster: Cluster) -> None:
    wire = Wire(cluster.port)
    try:
        wanted, listener = orders(60), Listener()
        listener.events = Events(lambda _: wire.mend())  # whatever is told, also before the cut
        made = made_on(f"tcp://127.0.0.1:{wire.port}", wanted, listener, wire.cut)
        assert made == here(wanted)
        assert f"the connection to the scheduler tcp://127.0.0.1:{wire.port} was lost" in listener.told
    finally:
        wire.close()


def test_a_client_that_is_killed_goes_on_where_it_was(cluster: Cluster, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CLIENT, cluster.address, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        first = [client.stdout.readline().strip() for _ in range(5)]
        client.send_signal(signal.SIGKILL)
        first += client.stdout.read().split()
    again = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    counted = Counter(first + again)
    assert len(counted) == 40
    assert set(first[:-1]).isdisjoint(again)  # the last one may have been kept and not told, or told and not kept


def test_a_scheduler_that_is_started_again_goes_on(tmp_path: Path) -> None:
    own = Cluster(tmp_path)
    try:
        own.start_scheduler()
        own.start_worker("first")

        def restart() -> None:
            own.kill("scheduler")
            own.kill("first")

        def back() -> None:
            own.start_scheduler(own.port)
            own.start_worker("second")

        wanted, listener = orders(40), Listener(back)
        assert made_on(own.address, wanted, listener, restart) == here(wanted)
        assert "was lost" in listener.told
    finally:
        own.close()
