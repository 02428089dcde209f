"""A stand-in for clamd that speaks its protocol over a real socket."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR"


class _Clamd(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    answer: bytes | None = None
    scanned: int = 0


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast(_Clamd, self.server)
        command = self.rfile.read(10)
        assert command == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        server.scanned += 1
        found = b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in content else b"stream: OK\0"
        self.wfile.write(found if server.answer is None else server.answer)


@contextmanager
def clamd(answer: bytes | None = None) -> Iterator[str]:
    """Runs the scanner on a free port and yields its `host:port`; `answer` replaces its verdict."""
    with _Clamd(("127.0.0.1", 0), _Handler) as server:
        server.answer = answer
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
