"""The only way a file leaves the portal."""

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from documents.models import Version
from documents.services.downloads import release
from mla_portal.common.views import Access, PortalView

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What the browser may do with a file it shows: nothing but show it."""


class DownloadView(PortalView):
    """Streams one version to whoever may see its document. A PDF opens in the browser, the rest is saved."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest, document: UUID, number: int) -> HttpResponseBase:
        version = self.get_visible(Version.objects.all(), document=document, number=number)
        release(self.actor, version)
        return FileResponse(
            version.file.open(),
            as_attachment=version.content_type != "application/pdf",
            filename=version.filename,
            content_type=version.content_type,
            headers={
                "Cache-Control": "private, no-store",
                "Content-Security-Policy": SANDBOX,
                "X-Content-Type-Options": "nosniff",
            },
        )
