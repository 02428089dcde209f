"""The JSON Schemas of letters' data, for anybody who takes letters in."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from documents.letters.schema import VERSIONS, published
from mla_portal.common.views import Access, PortalView


class SchemaView(PortalView):
    access = Access.PUBLIC

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        if name not in VERSIONS.values():
            raise Http404
        return JsonResponse(
            published(name),
            content_type="application/schema+json",
            headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=86400"},
        )
