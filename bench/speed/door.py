"""Requests straight into the portal's WSGI application: the whole stack, but for the socket."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.test import Client

from mla_portal.accounts.models import User
from mla_portal.wsgi import application


class Door:
    """One client with its headers."""

    def __init__(self, **headers: str) -> None:
        self._headers = {f"HTTP_{name.upper()}": value for name, value in headers.items()}

    @classmethod
    def signed_in(cls, user: User) -> "Door":
        """The browser of somebody who has signed in."""
        client = Client()
        client.force_login(user)
        return cls(
            cookie=f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        )

    def get(self, address: str) -> bytes:
        """The body of the answer. Raises RuntimeError unless it is 200."""
        return self._ask("GET", address, b"", "")

    def post(self, address: str, body: bytes, content_type: str) -> bytes:
        return self._ask("POST", address, body, content_type)

    def _ask(self, method: str, address: str, body: bytes, content_type: str) -> bytes:
        parts = urlsplit(address)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote(parts.path),
            "QUERY_STRING": parts.query,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": content_type,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            **self._headers,
        }
        statuses: list[str] = []

        def start_response(status: str, headers: Any, exc_info: Any = None) -> Any:
            statuses.append(status)

        answer: Iterable[bytes] = application(environ, start_response)
        try:
            content = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{method} {address}: {statuses[0]}\n{content[:500]!r}")
        return content
