"""No page and no list asks the database more often because there is more to show.

Pinned at ten and at a thousand requests. A number may change with its page, but not between the two.
"""

from collections.abc import Callable
from itertools import product
from string import ascii_uppercase

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.register import Desk, Register
from casework.choices import FINDINGS, CheckKind
from casework.models import AssistanceRequest
from casework.selectors.examinations import formal_check, legal_check
from casework.services.desk import write_note
from casework.services.drafting import save_part
from casework.services.examinations import Examined, examine
from states.models import State
from tests.cast import Api, FullCast
from tests.factories.casework import actor, draft, incoming
from tests.factories.states import TreatyFactory

FEW, MANY = 10, 1000

Grow = Callable[[int], None]


@pytest.fixture
def cast(db: None) -> FullCast:
    TreatyFactory.create()
    return FullCast()


@pytest.fixture
def grow(cast: FullCast) -> Grow:
    """Adds requests of every status, with all that hangs on them."""
    desk = Desk(cast.authority, [cast.drafter.pk, cast.approver.pk], share=100, competent=cast.prosecutors)
    return Register([desk], ["SI", "LV"], today=timezone.localdate()).fill


def queries_of(client: Client, address: str) -> int:
    """How many statements one look at a page takes, once what is kept for all readers is kept."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as context:
        client.get(address)
    return len(context)


def at_few_and_many(client: Client, address: str, grow: Grow) -> list[int]:
    grow(FEW)
    few = queries_of(client, address)
    grow(MANY - FEW)
    return [few, queries_of(client, address)]


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 11),
        ("/?tab=authority", 11),
        ("/?tab=approval", 11),
        ("/?tab=all", 11),
        ("/?tab=all&sort=newest&status=open&due=overdue", 11),
        ("/?tab=all&q=ana", 15),
    ],
)
def test_a_list_of_files_asks_as_often_of_a_thousand_as_of_ten(
    cast: FullCast, grow: Grow, address: str, queries: int
) -> None:
    client = Client()
    client.force_login(cast.approver)
    assert at_few_and_many(client, address, grow) == [queries, queries]


def test_the_queue_of_approvals_asks_as_often_of_a_thousand_files_as_of_some(
    cast: FullCast, grow: Grow
) -> None:
    """Of both directions, whose country rules are those of different States."""
    client = Client()
    client.force_login(cast.approver)
    asked = []
    for files in (MANY // 4, MANY):
        grow(files)
        waiting = {case.direction for case, *_more in client.get("/approvals").context["rows"]}
        assert waiting == {"incoming", "outgoing"}
        asked.append(queries_of(client, "/approvals"))
    assert asked == [19, 19]


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/api/v1/requests?limit=50", 2),
        ("/api/v1/requests?limit=50&status=draft&status=closed", 2),
        ("/api/v1/requests?limit=50&q=ana", 6),
    ],
)
def test_a_list_of_the_api_asks_as_often_of_a_thousand_as_of_ten(
    cast: FullCast, grow: Grow, address: str, queries: int
) -> None:
    assert at_few_and_many(Api(cast.client), address, grow) == [queries, queries]


TABS = {
    "": 27,
    "persons": 16,
    "facts": 15,
    "measures": 15,
    "documents": 16,
    "communications": 16,
    "timeline": 16,
    "checks": 16,
}


@pytest.mark.parametrize(("tab", "queries"), TABS.items())
def test_a_tab_of_the_case_page_asks_as_often_whatever_else_there_is(
    cast: FullCast, grow: Grow, tab: str, queries: int
) -> None:
    case = draft(cast)
    client = Client()
    client.force_login(cast.drafter)
    assert at_few_and_many(client, f"/requests/{case.pk}/{tab}", grow) == [queries, queries]


@pytest.mark.parametrize(("tab", "queries"), TABS.items())
def test_a_tab_of_the_case_page_asks_as_often_of_many_parts_as_of_one(
    cast: FullCast, tab: str, queries: int
) -> None:
    case = draft(cast)
    desk = actor(cast.drafter)
    for number in range(8):
        names = {"family_name": f"Vzorec {number}", "given_names": "Ana"}
        save_part(desk, case.pk, "persons", {"role": "witness", **names})
        save_part(desk, case.pk, "offences", {"crime": "war_crimes"})
        save_part(desk, case.pk, "measures", {"type": "serve_documents"})
        write_note(desk, case.pk, f"Note {number}")
    client = Client()
    client.force_login(cast.drafter)
    assert queries_of(client, f"/requests/{case.pk}/{tab}") == queries


@pytest.mark.parametrize(("tab", "queries"), [("checks", 19), ("legal", 23)])
def test_a_check_of_an_incoming_file_asks_as_often_of_many_points_as_of_few(
    cast: FullCast, tab: str, queries: int
) -> None:
    client = Client()
    client.force_login(cast.drafter)
    asked = []
    for number in (1, 8):
        measure = {"type": "search_seizure", "description": "Search the house."}
        person = {"role": "witness", "family_name": "Vzorec", "nationality": cast.authority.state}
        case = incoming(cast, parts={"persons": [person] * number, "measures": [measure] * number})
        for kind, points in ((CheckKind.FORMAL, formal_check(case)), (CheckKind.LEGAL, legal_check(case))):
            found = [Examined(point.key, FINDINGS[kind][0]) for point in points.points[: number * 2]]
            examine(actor(cast.drafter), case.pk, kind, found)
        asked.append(queries_of(client, f"/requests/{case.pk}/{tab}"))
    assert asked == [queries, queries]


def test_a_file_in_the_api_asks_as_often_whatever_else_there_is(cast: FullCast, grow: Grow) -> None:
    case: AssistanceRequest = draft(cast)
    assert at_few_and_many(Api(cast.client), f"/api/v1/requests/{case.pk}", grow) == [18, 18]


@pytest.mark.parametrize(
    ("address", "queries"), [("/states/", 10), ("/authorities/", 8), ("/cooperation/", 15)]
)
def test_the_reference_pages_ask_as_often_of_all_states_as_of_a_few(
    cast: FullCast, address: str, queries: int
) -> None:
    def more_states(count: int) -> None:
        known = set(State.objects.values_list("code", flat=True))
        codes = [code for code in map("".join, product(ascii_uppercase, repeat=2)) if code not in known]
        State.objects.bulk_create(
            State(code=code, alpha3=f"{code}X", name_en=code, name_fr=code, name_es=code, source="Invented")
            for code in codes[: count // 5]
        )

    client = Client()
    client.force_login(cast.drafter)
    assert at_few_and_many(client, address, more_states) == [queries, queries]
