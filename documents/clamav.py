"""A client of clamd, over TCP: one file, one answer."""

import socket
import struct
from collections.abc import Iterable

CONNECT_SECONDS = 5
ANSWER_SECONDS = 100
_PIECE = 256 * 1024


class ScannerError(Exception):
    """The scanner is out of reach or could not scan. Nothing is known of the file."""


def find_virus(address: str, chunks: Iterable[bytes]) -> str:
    """The name of what clamd at `host:port` found, or nothing. Raises ScannerError."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS) as connection:
            connection.settimeout(ANSWER_SECONDS)
            connection.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                for start in range(0, len(chunk), _PIECE):
                    piece = chunk[start : start + _PIECE]
                    connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
            answer = b""
            while not answer.endswith(b"\0") and (part := connection.recv(4096)):
                answer += part
    except (OSError, ValueError) as error:
        raise ScannerError(str(error)) from error
    return _verdict(answer.rstrip(b"\0").decode("utf-8", "replace").strip())


def _verdict(answer: str) -> str:
    """`stream: OK`, `stream: Eicar-Signature FOUND`, or an error."""
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerError(answer or "The scanner closed the connection.")
