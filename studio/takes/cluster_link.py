"""The connection to a scheduler of Dask, which may be lost and found again."""

from __future__ import annotations

import logging
import socket
import ssl
import time
import warnings
from contextlib import nullcontext, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.packages import install_hint
from studio.kit.threads import processors

if TYPE_CHECKING:
    from studio.kit.events import Events

#: The address of a cluster that is started in this process.
LOCAL = "local"
_CONNECT_S = 5.0
_AGAIN_S = 0.5
_GREETING_BYTES, _LONGEST_GREETING_BYTES = 8, 1 << 20
_ABOUT_ADDRESSES = (
    "Start one with `dask scheduler`, and workers with `dask worker tcp://HOST:8786`; with TLS the address begins with"
    " tls://."
)
_ABOUT_CERTIFICATES = (
    "Scheduler, workers and client need certificates of one authority: set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, and"
    " for the client …__TLS__CLIENT__CERT and …__TLS__CLIENT__KEY."
)


def check_address(address: str) -> str:
    """The address of a scheduler, as a person gives it.

    Raises:
        ConfigurationError: ``bad-cluster``.
    """
    scheme, _, rest = address.partition("://")
    host, _, port = rest.rpartition(":")
    if address == LOCAL or (scheme in ("tcp", "tls") and host and port.isdecimal() and int(port) < 65536):
        return address
    raise ConfigurationError(
        "bad-cluster",
        f"`{address}` is no address of a cluster",
        hint="Give the scheduler's address as it prints it, e.g. tcp://render-1:8786, or local.",
    )


class Link:
    """A client of the scheduler; starts a cluster of this machine's cores for the address ``local``.

    Args:
        address: checked.
        jobs: how many takes a local cluster makes at once.
        patience_s: how long a scheduler that has gone may stay away.
    """

    def __init__(self, address: str, jobs: int | None, patience_s: float) -> None:
        self.address = address
        self._jobs = jobs or processors()
        self._patience_s = patience_s
        self._cluster: Any = None
        self._client: Any = None

    def client(self) -> Any:
        """The connected client.

        Raises:
            ConfigurationError: ``extra-missing``; Dask is not installed.
            StudioError: ``cluster-unreachable``, within seconds.
        """
        if self._client is None:
            self._client = self._connect()
        return self._client

    @property
    def lost(self) -> bool:
        """Whether the connection has broken."""
        return self._client is not None and self._client.status != "running"

    def again(self, events: Events) -> None:
        """Connect anew after a loss, as soon as there is a scheduler.

        Raises:
            StudioError: ``cluster-unreachable``; it stays away for longer than the link's patience.
        """
        events.warn(
            f"the connection to the scheduler {self.address} was lost; it is tried again for {self._patience_s:g} s,"
            " and what was under way is made again"
        )
        self._drop_client()
        until = time.monotonic() + self._patience_s
        while True:
            try:
                self.client()
                return
            except StudioError:
                if time.monotonic() > until:
                    raise
                time.sleep(_AGAIN_S)

    def close(self) -> None:
        """Let go of the connection, and end a local cluster."""
        self._drop_client()
        if self._cluster is not None:
            from studio.takes import cluster_worker

            self._cluster.close(timeout=_CONNECT_S)
            self._cluster = None
            cluster_worker.close()

    def _drop_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):  # it may be half dead already, in any way
                client.close(timeout=2)

    def _connect(self) -> Any:
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            raise ConfigurationError(
                "extra-missing", "a cluster needs the extra cluster", hint=f"Run `{install_hint('cluster')}`."
            ) from None
        _hush()
        try:
            if self.address != LOCAL:
                _knock(self.address, _papers() if self.address.startswith("tls") else None)
            elif self._cluster is None:
                self._cluster = distributed.LocalCluster(
                    n_workers=1, threads_per_worker=self._jobs, processes=False, dashboard_address=None
                )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # other versions of Dask's parts; ours are compared by whoever asks
                return distributed.Client(self._cluster or self.address, timeout=_CONNECT_S, set_as_default=False)
        except TypeError:  # of Dask, over a question that only a scheduler understands
            raise StudioError(
                "cluster-unreachable", f"a worker answers at {self.address}, not the scheduler", hint=_ABOUT_ADDRESSES
            ) from None
        except (OSError, ValueError, ImportError) as error:  # no such host, nobody there, another protocol
            raise StudioError(
                "cluster-unreachable",
                f"no scheduler answers at {self.address} ({_root_cause(error)})",
                hint=_ABOUT_CERTIFICATES if self.address.startswith("tls") else _ABOUT_ADDRESSES,
            ) from error


def _papers() -> ssl.SSLContext:
    """The certificates by which Dask connects.

    Raises:
        OSError: it has none, or they cannot be read.
    """
    security: Any = import_module("distributed.security")
    found = security.Security().get_connection_args("client").get("ssl_context")
    if not isinstance(found, ssl.SSLContext):
        raise OSError("Dask has no certificates here")
    return found


def _knock(address: str, papers: ssl.SSLContext | None) -> None:
    """See whether anybody listens there and greets as Dask does, with the length of a short message: Dask itself would
    go on trying and not say why it fails, or wait for ever for the end of a web server's answer.

    Raises:
        OSError: nobody does.
    """
    host, _, port = address.partition("://")[2].rpartition(":")
    with (
        socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_S) as plain,
        papers.wrap_socket(plain) if papers else nullcontext(plain) as there,
    ):
        try:
            greeting = there.makefile("rb").read(_GREETING_BYTES)
        except TimeoutError:
            raise OSError("whoever listens there says nothing") from None
    if len(greeting) < _GREETING_BYTES or int.from_bytes(greeting, "little") > _LONGEST_GREETING_BYTES:
        raise OSError("whoever listens there is no scheduler of Dask")


def _hush() -> None:
    """What Dask logs of lost connections is told in our own words."""
    for name in ("distributed", *(name for name in logging.root.manager.loggerDict if name.startswith("distributed."))):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _root_cause(error: BaseException) -> str:
    while (cause := error.__cause__ or (None if error.__suppress_context__ else error.__context__)) is not None:
        error = cause
    return getattr(error, "strerror", None) or " ".join(str(error).split())[:160] or "no answer in time"
