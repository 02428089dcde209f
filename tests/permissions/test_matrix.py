"""Every route × everybody. A route that is missing from the matrix fails here."""

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.permissions.matrix import API, WEB, Line
from tests.permissions.routes import Route, all_routes
from tests.permissions.world import PEOPLE, SYSTEMS, World

pytestmark = pytest.mark.security

ROUTES = all_routes()


@pytest.fixture
def world(db: None) -> World:
    return World()


def line_of(lines: tuple[Line, ...], route: Route, method: str) -> Line | None:
    """The first line that names the route, or a pattern of it, with this method."""
    fitting = (ln for ln in lines if ln.method in ("*", method) and fnmatchcase(route.name, ln.route))
    return next(fitting, None)


def wanted() -> Iterator[tuple[Route, str, tuple[Line, ...]]]:
    for route in ROUTES:
        for method in sorted(route.methods):
            yield route, method, API if route.name.startswith("api:") else WEB


def test_every_route_is_in_the_matrix_with_every_method_of_its_view() -> None:
    missing = [
        f"{route.name}  {method}" for route, method, lines in wanted() if not line_of(lines, route, method)
    ]
    assert not missing, "Add to tests/permissions/matrix.py:\n" + "\n".join(missing)


def test_every_line_of_the_matrix_is_about_a_route() -> None:
    used = {line_of(lines, route, method) for route, method, lines in wanted()}
    assert [line for line in (*WEB, *API) if line not in used] == []


@pytest.mark.parametrize(
    ("lines", "roles", "client_of"),
    [(WEB, PEOPLE, World.browser_of), (API, SYSTEMS, World.system_of)],
    ids=["browser", "api"],
)
def test_everybody_gets_at_every_route_what_the_matrix_says(
    world: World, lines: tuple[Line, ...], roles: tuple[str, ...], client_of: Callable[[World, str], Client]
) -> None:
    wrong = []
    clients = {role: client_of(world, role) for role in roles}
    for route, method, of in wanted():
        line = line_of(lines, route, method)
        if of is not lines or line is None:
            continue
        found = []
        for role in roles:
            status, session_changed = ask(clients[role], address(world, route), method)
            found.append(status)
            if session_changed:
                clients[role] = client_of(world, role)
        if found != list(line.statuses):
            wrong.append(f"{route.name:40} {method:6} {' '.join(map(str, found))}\n   not {line}")
    assert not wrong, f"{roles}\n" + "\n".join(wrong)


def ask(client: Client, path: str, method: str) -> tuple[int, bool]:
    """The status of an empty request, and whether it began or ended a session. What it wrote is undone."""
    with transaction.atomic():
        response = client.generic(method, path, b"{}", content_type="application/json")
        transaction.set_rollback(True)
    return response.status_code, settings.SESSION_COOKIE_NAME in response.cookies


def address(world: World, route: Route) -> str:
    values = world.values
    if not route.is_named:
        return "/" + route.pattern.replace("(?P<url>.*)$", "nothing").replace("<path:object_id>", "0")
    given = {name: values.get(f"{route.name}:{name}", values.get(name)) for name in route.parameters}
    return reverse(route.name, kwargs=given)
