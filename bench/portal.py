"""The processes of `make demo`, on a port of their own."""

import socket

from scripts.demo import Demo


class LoopbackPortal(Demo):
    """Web, worker and beat of the installation this process has claimed."""

    def __init__(self) -> None:
        super().__init__(unused_port())


def unused_port() -> int:
    """One that nobody asks for by habit: a demo may be started meanwhile."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
