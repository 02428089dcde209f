"""The API's own description: OpenAPI 3.1 as JSON and YAML, and as pages to read and try."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from mla_portal.common.api.codecs import encode
from mla_portal.common.views import Access, PortalView


def schema() -> dict[str, Any]:
    """The description as data. It takes a second to make."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


def schema_yaml() -> bytes:
    """The description as it stands in `docs/openapi.yaml`."""
    text: bytes = OpenApiYamlRenderer().render(schema(), renderer_context={})  # type: ignore[no-untyped-call]
    return text


@cache
def _kept(form: str) -> bytes:
    return encode(schema()) if form == "json" else schema_yaml()


class SchemaView(PortalView):
    """The same for everybody, made once for each process."""

    access = Access.PUBLIC
    form = "json"

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = "application/vnd.oai.openapi+json" if self.form == "json" else "application/yaml"
        return HttpResponse(
            _kept(self.form), content_type=kind, headers={"Cache-Control": "public, max-age=300"}
        )


class DocsView(PortalView):
    """Swagger UI, served from here, without a line of inline script or style."""

    access = Access.PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render("api/docs.html")
