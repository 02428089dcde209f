"""What an ordinary officer asks for all day, each beside the SQL it stands on."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson
from django.db import connection
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from bench.files import HOLDER
from bench.register import YEARS
from bench.speed.door import Door
from bench.speed.measure import Pair, compare
from bench.speed.seed import Cast
from bench.speed.statements import Bare, Statement, caught, explain, of_case_work
from casework.models import AssistanceRequest, PersonName
from casework.names import fold
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.choices import Role
from states.models import Authority
from states.services.clients import register_api_client

RUNS = 200
SELDOM = 15
"""Runs of what takes long."""
LIST = "/api/v1/requests?limit=50"
LARGE = 5000
"""Rows from which on reading a whole table counts as a fault."""


@dataclass(frozen=True, slots=True)
class Page:
    """Something to ask for. `encode`: the bare way writes the rows as JSON too, with this."""

    name: str
    door: Door
    address: str
    aim: float | None = None
    encode: Callable[[object], object] | None = None
    runs: int = RUNS


def api_door(officer_role: Role = Role.OFFICER) -> Door:
    """A system of the first authority, with a token from the portal's own token endpoint."""
    client, secret = register_api_client(
        Actor.portal(Channel.COMMAND),
        authority=Authority.objects.get(code=HOLDER),
        name="Bench system",
        role=officer_role,
        confidentiality=Confidentiality.RESTRICTED,
    )
    form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    answer = Door().post("/api/v1/oauth/token", urlencode(form).encode(), "application/x-www-form-urlencoded")
    token = json.loads(answer)["access_token"]
    return Door(authorization=f"Bearer {token}", accept="application/json")


def pages(officer: User) -> list[Page]:
    """The doors of the issue's list, and the search through the API besides."""
    browser, api = Door.signed_in(officer), api_door()
    visible = AssistanceRequest.objects.visible_to(officer)
    case = visible.annotate(people=Count("persons")).filter(people=3, status="acknowledged").first()
    if case is None:
        raise RuntimeError("The register has no such case.")
    name = urlencode({"q": some_name(officer)})
    worklist = reverse("requests:worklist")
    return [
        Page("API: list of 50, bare with orjson", api, LIST, aim=3, encode=orjson.dumps),
        Page("API: list of 50, bare with Python's json", api, LIST, aim=3, encode=plain_json),
        Page("API: search by a name", api, f"{LIST}&{name}", encode=orjson.dumps),
        Page("worklist: my authority's, 50", browser, f"{worklist}?tab=authority", aim=10),
        Page("worklist: all I may see, 50", browser, f"{worklist}?tab=all"),
        Page("worklist: mine, 50", browser, worklist),
        Page("search by a name", browser, f"{worklist}?tab=all&{name}"),
        Page("case page", browser, reverse("requests:case", args=[case.pk])),
    ]


def desk_pages(cast: Cast) -> list[Page]:
    """What is asked a few times a day and reads far: the statistics of an authority, and all that is due."""
    head, officer = Door.signed_in(cast.head), Door.signed_in(cast.officer)
    statistics, due = reverse("requests:statistics"), reverse("requests:due")
    years = {"first": f"{timezone.localdate().year - YEARS}-01-01"}
    return [
        Page("statistics: this year", head, statistics, runs=SELDOM),
        Page(
            "statistics: all years, by measure",
            head,
            f"{statistics}?{urlencode(years | {'by': 'measure'})}",
            runs=SELDOM,
        ),
        Page(
            "statistics: all years, by month",
            head,
            f"{statistics}?{urlencode(years | {'by': 'month'})}",
            runs=SELDOM,
        ),
        Page("due list", officer, due, runs=SELDOM),
    ]


def plain_json(rows: object) -> str:
    return json.dumps(rows, default=str)


def some_name(officer: User) -> str:
    """A family name that a few dozen of the visible persons bear, in plain letters."""
    names = PersonName.objects.filter(person__request__in=AssistanceRequest.objects.visible_to(officer))
    common = names.values("person__family_name").annotate(n=Count("pk")).order_by("-n", "person__family_name")
    return fold(common[30]["person__family_name"])


def measure(pages: Sequence[Page], bare: Bare) -> list[Pair]:
    """Each page in turns with its own SQL on a plain psycopg connection."""
    return [_measure(page, bare) for page in pages]


def _measure(page: Page, bare: Bare) -> Pair:
    statements = statements_of(page)
    columns = bare.columns(statements[-1])

    def work() -> object:
        rows = [bare.fetch(statement) for statement in statements][-1]
        if page.encode is None:
            return rows
        return page.encode([dict(zip(columns, row, strict=True)) for row in rows])

    return compare(page.name, lambda: page.door.get(page.address), work, runs=page.runs, aim=page.aim)


def statements_of(page: Page) -> list[Statement]:
    """What the page reads of the register."""
    page.door.get(page.address)
    with caught() as statements:
        page.door.get(page.address)
    return of_case_work(statements)


def plans(pages: Sequence[Page]) -> str:
    """How PostgreSQL ran the statements of each page, as a table in Markdown."""
    lines = [
        "| what | statements | in PostgreSQL, ms | indexes | large tables read whole |",
        "|---|--:|--:|---|---|",
    ]
    large = _large_tables()
    for page in pages:
        found = explain(statements_of(page), large=large)
        indexes = sorted({index for plan in found for index in plan.indexes})
        whole = sorted({table for plan in found for table in plan.read_whole})
        lines.append(
            f"| {page.name} | {len(found)} | {sum(plan.milliseconds for plan in found):.1f} "
            f"| {', '.join(indexes)} | {', '.join(whole) or 'none'} |"
        )
    return "\n".join(lines)


def _large_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE])
        return {name for (name,) in cursor.fetchall()}
