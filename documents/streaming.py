"""The only way a file leaves the portal, by page or by API."""

from django.http import FileResponse

from documents.choices import Purpose
from documents.models import Version
from documents.services.releases import release
from mla_portal.accounts.actors import Actor
from states.models import State

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What the browser may do with a file it shows: nothing but show it."""


def stream(
    actor: Actor, version: Version, purpose: Purpose, answer: str = "", *, to: State | None = None
) -> FileResponse:
    """Releases a version on record and streams it. A PDF may open in the browser, the rest is saved.

    Seeing the version is decided before; `to` is the State it goes to. Raises as `release` does.
    """
    return FileResponse(
        release(actor, version, purpose, answer, to=to).open(),
        as_attachment=version.content_type != "application/pdf",
        filename=version.filename,
        content_type=version.content_type,
        headers={
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
        },
    )
