"""ETag, If-Match and If-None-Match.

An ETag is `"<version>.<digest>"`: the digest is of the whole answer, so a conditional read sees every change;
a write compares the version, which the file's own writers count.
"""

import hashlib
import re

from django.utils.translation import gettext as _
from rest_framework.request import Request

from mla_portal.common.api.problems import Problem

_ETAG = re.compile(r'^"(\d{1,9})\.[0-9a-f]{16}"$')


def etag(version: int, body: bytes) -> str:
    """The ETag of one answer."""
    return f'"{version}.{hashlib.sha256(body).hexdigest()[:16]}"'


def is_current(request: Request, tag: str) -> bool:
    """Whether the client has this very answer already."""
    known = request.headers.get("If-None-Match", "")
    return tag in {candidate.strip().removeprefix("W/") for candidate in known.split(",")}


def expected_version(request: Request) -> int:
    """The version the client read. Raises Problem: 428 without If-Match, 412 where it is no ETag of ours."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        raise Problem("precondition-required", _("Send If-Match with the ETag that you read."))
    match = _ETAG.match(given)
    if match is None:
        raise Problem("stale-version", _("If-Match holds no ETag of this address."))
    return int(match[1])
