"""The JSON Schemas of letters' data, for anybody who takes letters in."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from documents.letters.schema import published
from mla_portal.common.views import Access, PortalView


class SchemaView(PortalView):
    access = Access.PUBLIC

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        try:
            schema = published(name)
        except KeyError:
            raise Http404 from None
        return JsonResponse(
            schema,
            content_type="application/schema+json",
            headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=86400"},
        )
