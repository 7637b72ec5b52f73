"""What a cluster's workers offer decides who gets what, and who may take part at all: memory, GPUs, certificates."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from clusters import Cluster

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.model.show import Voice
from studio.takes import Reply, TakeOrder
from studio.takes.cluster import ClusterExecutor
from studio.takes.cluster_crew import Crew
from studio.takes.cluster_job import CarriedVoice

distributed = pytest.importorskip("distributed")

#: What a voice without models asks for, and how often that fits.
ONE, TWO_AND_A_HALF = 500_000_000, 1_250_000_000


def orders(count: int) -> list[TakeOrder]:
    voice = Voice("n", "silent")
    return [TakeOrder(f"{n:064}", voice, Path("/no/such/show"), f"Sentence number {n} of many.") for n in range(count)]


def made_by(address: str, count: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Worker's name → how many batches it was given, after all takes have come."""
    given: dict[str, int] = {}
    begin = Crew.begin

    def told(self: Crew, address: str) -> None:
        given[address] = given.get(address, 0) + 1
        begin(self, address)

    monkeypatch.setattr(Crew, "begin", told)
    with ClusterExecutor(address, patience_s=20) as executor:
        replies: list[Reply] = list(executor.run(orders(count), Events()))
        names = {address: one["name"] for address, one in executor._link.client().scheduler_info()["workers"].items()}
    assert sorted(reply.key for reply in replies if reply.info) == [order.key for order in orders(count)]
    return {str(names[address]): times for address, times in given.items()}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with a worker that has hardly any memory to offer."""
    made = Cluster(tmp_path_factory.mktemp("offers"))
    try:
        made.start_scheduler()
        made.start_worker("small", more=("--resources", f"MEMORY={ONE // 2}"))
        yield made
    finally:
        made.close()


def test_a_worker_with_too_little_memory_is_named_before_anything_is_made(cluster: Cluster) -> None:
    with ClusterExecutor(cluster.address) as executor, pytest.raises(StudioError) as caught:
        next(executor.run(orders(1), Events()))
    assert caught.value.code == "no-fit-worker"
    assert "it offers a MEMORY of 250 MB, and the voice needs 500 MB" in str(caught.value)


def test_the_address_of_a_worker_is_told_for_what_it_is(cluster: Cluster) -> None:
    with ClusterExecutor(cluster.address) as executor:
        (worker,) = executor._link.client().scheduler_info()["workers"]
    with ClusterExecutor(worker) as executor, pytest.raises(StudioError, match="a worker answers at"):
        next(executor.run(orders(1), Events()))


def test_batches_go_to_those_who_have_the_memory(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster.start_worker("large", more=("--resources", f"MEMORY={TWO_AND_A_HALF}"))
    cluster.start_worker("silent about it")
    try:
        given = made_by(cluster.address, 48, monkeypatch)
        assert set(given) == {"large", "silent about it"}
    finally:
        cluster.kill("large")
        cluster.kill("silent about it")


def test_no_more_is_spoken_at_once_than_there_is_memory_for(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = f"""
import threading
from pathlib import Path
from studio.takes import cluster_worker
good, now, most, lock = cluster_worker._made, [0], [0], threading.Lock()
def counted(voice, orders):
    with lock:
        now[0] += 1
        most[0] = max(now[0], most[0])
        Path({str(tmp_path / "most")!r}).write_text(str(most[0]))
    try:
        return good(voice, orders)
    finally:
        with lock:
            now[0] -= 1
cluster_worker._made = counted
"""
    more = ("--nthreads", "4", "--resources", f"MEMORY={TWO_AND_A_HALF}")
    cluster.start_worker("broad", spoilt=spoilt, more=more)
    try:
        assert set(made_by(cluster.address, 64, monkeypatch)) == {"broad"}
        assert int((tmp_path / "most").read_text()) in (1, 2)  # four threads, and memory for two
    finally:
        cluster.kill("broad")


def test_a_voice_for_a_gpu_goes_to_workers_that_offer_one() -> None:
    carried = CarriedVoice(Voice("n", "silent"), (), "1", (), gpu=True, memory_bytes=2 * ONE)
    told = {
        "tcp://plain": {"nthreads": 1, "resources": {}},
        "tcp://gpu": {"nthreads": 1, "resources": {"GPU": 1, "MEMORY": 3 * ONE}},
        "tcp://lean": {"nthreads": 1, "resources": {"GPU": 1, "MEMORY": ONE}},
    }

    class Client:
        def scheduler_info(self, **_: object) -> dict[str, object]:
            return {"workers": told}

    crew = Crew({"v": carried}, Events())
    crew._reasons = lambda _, new: {address: [""] for address in new}  # type: ignore[method-assign]
    crew.look(Client())
    assert crew.free("v", ()) == "tcp://gpu"
    assert crew.resources("tcp://gpu", "v") == {"GPU": 1, "MEMORY": 2 * ONE}
    del told["tcp://gpu"]
    crew.look(Client())
    error = crew.nobody("v")
    assert error is not None
    assert "it offers no GPU" in str(error)
    assert "MEMORY of 500 MB, and the voice needs 1,000 MB" in str(error)


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate that is its own authority, and its key."""
    pytest.importorskip("cryptography")
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(secret)
    return paths


def test_an_encrypted_cluster_takes_those_with_its_certificates(tmp_path: Path) -> None:
    import dask

    cert, key = certificate(tmp_path, "ours")
    other, other_key = certificate(tmp_path, "other")
    pairs = {"SCHEDULER__CERT": cert, "SCHEDULER__KEY": key, "WORKER__CERT": cert, "WORKER__KEY": key}
    cluster = Cluster(tmp_path, {name: str(path) for name, path in {"CA_FILE": cert, **pairs}.items()})

    def papers(ca: Path, cert: Path, key: Path) -> object:
        return dask.config.set(
            {
                "distributed.comm.tls.ca-file": str(ca),
                "distributed.comm.tls.client.cert": str(cert),
                "distributed.comm.tls.client.key": str(key),
            }
        )

    def refused(address: str) -> str:
        with ClusterExecutor(address) as executor, pytest.raises(StudioError) as caught:
            next(executor.run(orders(1), Events()))
        assert caught.value.code == "cluster-unreachable"
        return f"{caught.value} {caught.value.hint}"

    try:
        cluster.start_scheduler()
        cluster.start_worker("one")
        assert "Dask has no certificates here" in (said := refused(cluster.address))
        assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in said
        assert "with TLS the address begins with tls://" in refused(cluster.address.replace("tls", "tcp"))
        with papers(other, other, other_key):
            assert "certificate verify failed" in refused(cluster.address)
        with papers(tmp_path / "none.pem", cert, key):
            assert "No such file" in refused(cluster.address)
        with papers(cert, cert, key), ClusterExecutor(cluster.address) as executor:
            assert all(reply.info for reply in executor.run(orders(4), Events()))
    finally:
        cluster.close()


@pytest.mark.parametrize("greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.6\r\n", b"", None])
def test_another_kind_of_server_is_told_at_once(greeting: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that says nothing (None) is waited for, but not for ever."""
    monkeypatch.setattr("studio.takes.cluster_link._CONNECT_S", 0.2 if greeting is None else 5.0)

    def serve(server: socket.socket) -> None:
        there, _ = server.accept()
        if greeting is not None:
            there.sendall(greeting)
            there.close()
        else:
            there.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        with (
            ClusterExecutor(f"tcp://127.0.0.1:{server.getsockname()[1]}") as executor,
            pytest.raises(StudioError) as caught,
        ):
            next(executor.run(orders(1), Events()))
        thread.join()
    assert caught.value.code == "cluster-unreachable"
    assert ("says nothing" if greeting is None else "is no scheduler of Dask") in str(caught.value)
