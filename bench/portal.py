"""The processes of `make demo`, on a port of their own."""

import socket

from scripts.demo import Demo


class LoopbackPortal(Demo):
    """Web, worker and beat of the installation this process has claimed."""

    def __init__(self) -> None:
        # A port that nobody asks for by habit: a demo may be started meanwhile.
        super().__init__(socket.create_server(("127.0.0.1", 0)))
