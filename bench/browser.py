"""A browser without a screen: signs in with both factors, reads pages, and clicks twice on the seal."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from uuid import UUID

import requests
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from bench.files import PASSWORD, Official

PERIOD = 30  # seconds a one-time code counts
PATIENCE_SECONDS = 90
PAUSE_SECONDS = 0.5
HIDDEN = re.compile(r"<input[^>]*\btype=[\"']hidden[\"'][^>]*>")
ATTRIBUTE = re.compile(r"\b(name|value)=[\"']([^\"']*)[\"']")
MOVED, CONFLICT = 302, 409


class Browser:
    """One session. `answers` counts what the server said to each click, by status."""

    def __init__(self, url: str, person: Official) -> None:
        self._url = url
        self._person = person
        self._session = requests.Session()
        self._last_code = ""
        self.answers: dict[int, int] = {}

    def sign_in(self) -> None:
        """With password and one-time code. Raises RuntimeError where the portal refuses."""
        form = self._form("/accounts/login/")
        credentials = {"login": self._person.user.email, "password": PASSWORD}
        answer = self._post("/accounts/login/", form | credentials)
        if answer.status_code != MOVED:
            raise RuntimeError(f"{self._person.user.email} cannot sign in: {answer.status_code}")
        self._prove(answer.headers["Location"])

    def read(self, path: str) -> None:
        """Opens a page. Raises where the answer is not a page."""
        self._get(path).raise_for_status()

    def ask_for_seal(self, request_id: UUID) -> None:
        """Clicks twice at once, and again like a person whose page shows an error, until it was accepted."""
        path = f"/requests/{request_id}/do/seal"
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                page = self._get(path)
                if page.status_code == CONFLICT:
                    return  # an earlier click, whose answer was lost, had been accepted
                page.raise_for_status()
                if self._click_twice(path, _hidden_inputs(page.text)):
                    return
            except requests.RequestException:
                self._count(0)
            time.sleep(PAUSE_SECONDS)
        raise RuntimeError(f"The seal of {request_id} was not accepted in {PATIENCE_SECONDS} seconds.")

    def _click_twice(self, path: str, form: dict[str, str]) -> bool:
        """Whether one of two clicks at the same moment was accepted."""
        with ThreadPoolExecutor(2) as fingers:
            clicks = [fingers.submit(self._post, path, form) for _ in range(2)]
        answers = [click.result() for click in clicks]
        for answer in answers:
            self._count(answer.status_code)
        moved = [answer.headers["Location"] for answer in answers if answer.status_code == MOVED]
        if asked := [place for place in moved if "reauthenticate" in place]:
            self._prove(asked[0])
            return False
        return bool(moved)

    def _prove(self, path: str) -> None:
        """Types in the one-time code; each counts only once, so a second proof waits for the next."""
        while (code := self._code()) == self._last_code:
            time.sleep(PAUSE_SECONDS)
        answer = self._post(path, self._form(path) | {"code": code})
        if answer.status_code != MOVED:
            raise RuntimeError(f"The one-time code of {self._person.user.email} is refused.")
        self._last_code = code

    def _code(self) -> str:
        return format_hotp_value(hotp_value(self._person.totp_secret, int(time.time()) // PERIOD))

    def _form(self, path: str) -> dict[str, str]:
        page = self._get(path)
        page.raise_for_status()
        return _hidden_inputs(page.text)

    def _get(self, path: str) -> requests.Response:
        return self._session.get(self._url + path, timeout=30)

    def _post(self, path: str, form: dict[str, str]) -> requests.Response:
        return self._session.post(
            self._url + path,
            data=form,
            headers={"Referer": self._url + path},
            timeout=30,
            allow_redirects=False,
        )

    def _count(self, status: int) -> None:
        self.answers[status] = self.answers.get(status, 0) + 1


def _hidden_inputs(page: str) -> dict[str, str]:
    """What a browser sends unseen: the CSRF token, and the version of the file that was read."""
    fields = (dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(page))
    return {field["name"]: unescape(field.get("value", "")) for field in fields if "name" in field}
