"""Every route of the project, with its name, its parameters and the methods its view takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver

METHODS = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Route:
    """`name` with its namespaces; a route without a name goes by its pattern."""

    name: str
    pattern: str
    parameters: tuple[str, ...]
    methods: frozenset[str]
    is_named: bool


def all_routes() -> list[Route]:
    return list(_walk(get_resolver(), "", "", ()))


def _walk(resolver: URLResolver, namespace: str, prefix: str, parameters: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        taken = (*parameters, *(entry.pattern.converters or entry.pattern.regex.groupindex))
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, path, taken)
        else:
            yield Route(
                name=namespace + entry.name if entry.name else path,
                pattern=path,
                parameters=taken,
                methods=_methods(entry.callback),
                is_named=bool(entry.name),
            )


def _methods(view: Any) -> frozenset[str]:
    """What the view itself says it takes; a function is taken to answer GET.

    Django's and allauth's views answer the other methods as they answer POST.
    """
    if actions := getattr(view, "actions", None):
        return frozenset(method.upper() for method in actions if method != "head")
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if view_class is None:
        return frozenset({"GET"})
    return frozenset(method for method in METHODS if hasattr(view_class, method.lower())) or frozenset(
        {"GET"}
    )
