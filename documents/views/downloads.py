"""A file for whoever may see its document."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from documents.models import Version
from documents.streaming import stream
from mla_portal.common.views import Access, PortalView


class DownloadView(PortalView):
    access = Access.SIGNED_IN

    def get(self, request: HttpRequest, document: UUID, number: int) -> HttpResponseBase:
        version = self.get_visible(Version.objects.all(), document=document, number=number)
        return stream(self.actor, version)
