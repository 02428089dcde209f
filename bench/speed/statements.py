"""The SQL a page stands on: caught while the page is made, run again bare, and explained."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection


@dataclass(frozen=True, slots=True)
class Statement:
    """One query with its parameters."""

    sql: str
    parameters: Any


@contextmanager
def caught() -> Iterator[list[Statement]]:
    """The statements that Django sends inside the block."""
    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        found.append(Statement(sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield found


def of_case_work(statements: Iterable[Statement]) -> list[Statement]:
    """Those that read the register; sessions, accounts and tokens are every portal's own."""
    return [statement for statement in statements if '"requests_' in statement.sql]


class Bare:
    """A plain psycopg connection."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)

    def fetch(self, statement: Statement) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement.sql.encode(), statement.parameters).fetchall()

    def columns(self, statement: Statement) -> list[str]:
        description = self._connection.execute(statement.sql.encode(), statement.parameters).description
        return [column.name for column in description or ()]


@dataclass(frozen=True, slots=True)
class Plan:
    """How PostgreSQL ran a statement: its time, the indexes it used, the large tables it read whole."""

    milliseconds: float
    indexes: tuple[str, ...]
    read_whole: tuple[str, ...]


def explain(statements: Iterable[Statement], *, large: set[str]) -> list[Plan]:
    """Runs the statements through EXPLAIN ANALYZE."""
    plans = []
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(
                f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement.sql}", statement.parameters
            )
            answer = cursor.fetchone()[0]
        plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]
        nodes = list(_nodes(plan["Plan"]))
        plans.append(
            Plan(
                plan["Execution Time"] + plan["Planning Time"],
                tuple(sorted({node["Index Name"] for node in nodes if "Index Name" in node})),
                tuple(
                    sorted(
                        node["Relation Name"]
                        for node in nodes
                        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in large
                    )
                ),
            )
        )
    return plans


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)
