"""A transport that waits for nothing, and a way to run a source to its end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assuage.sources.site import SITES
from assuage.sources.transport import Transport
from tests.sources.running import Clock
from tests.sources.server import Server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def connect(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Transport]]:
    """Makes transports whose every source is at one server; closes them at the end."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made: list[Transport] = []

    def make(
        server: Server | str,
        folder: Path | None = None,
        environ: dict[str, str] | None = None,
        **more: object,
    ) -> Transport:
        base = server if isinstance(server, str) else server.base
        settings: dict[str, object] = {
            "bases": {site.name: base for site in SITES},
            "environ": environ or {},
            "clock": clock.now,
            "sleep": clock.slept.append,
            "paced": False,
            "timeouts": (5, 5),
        }
        made.append(Transport(folder, **(settings | more)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()
