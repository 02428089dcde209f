"""What two systems, or one that is impatient, do at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from casework.models import AssistanceRequest
from tests.cast import Api, FullCast
from tests.factories.casework import draft
from tests.factories.states import TreatyFactory

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/api/v1/requests"
AT_ONCE = 4


def together(act: Callable[[int], Any]) -> list[Any]:
    """Does the act in several threads, each with a database connection of its own."""

    def alone(number: int) -> Any:
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(alone, range(AT_ONCE)))


def test_one_write_sent_many_times_at_once_is_done_once() -> None:
    TreatyFactory.create()
    cast = FullCast()
    systems = [Api(cast.client) for _ in range(AT_ONCE)]
    body = b'{"title": "Sample Town", "treaty": "ljubljana-the-hague"}'

    def send(number: int) -> Any:
        headers = {"Idempotency-Key": "the-same"}
        return systems[number].post(LIST, body, content_type="application/json", headers=headers)

    answers = together(send)
    assert [answer.status_code for answer in answers] == [201] * AT_ONCE
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert [answer.get("Idempotency-Replayed") for answer in answers].count("true") == AT_ONCE - 1
    assert AssistanceRequest.objects.count() == 1


def test_of_many_changes_on_one_version_exactly_one_is_made() -> None:
    cast = FullCast()
    case = draft(cast)
    systems = [Api(cast.client) for _ in range(AT_ONCE)]
    etag = systems[0].get(f"{LIST}/{case.pk}")["ETag"]
    answers = together(
        lambda number: systems[number].write(
            "PATCH", f"{LIST}/{case.pk}", {"title": f"Change {number}"}, etag=etag
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (AT_ONCE - 1)
    (made,) = (answer for answer in answers if answer.status_code == 200)
    case.refresh_from_db()
    assert case.title == made.json()["title"]
