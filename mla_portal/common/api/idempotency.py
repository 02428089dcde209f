"""A write that a client repeats with the same Idempotency-Key is done once.

The key is a row, written in the transaction of the write itself: a write that fails leaves no key behind, and
two at once wait for each other. What is kept is what was written where, not the answer: the repetition reads
the file anew, through the rule of visibility, so that no copy of a case's data lies about.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from mla_portal.common.api.codecs import encode
from mla_portal.common.api.problems import Problem

KEPT = timedelta(hours=24)
_KEY = re.compile(r"^[\x21-\x7e]{1,255}$")


class AcceptedWrite(models.Model):
    """A write that was done under a client's key."""

    client_id = models.CharField(gettext_lazy("API client"), max_length=100)
    key = models.CharField(gettext_lazy("Idempotency-Key"), max_length=255)
    digest = models.CharField(gettext_lazy("hash of the request"), max_length=64)
    subject = models.UUIDField(gettext_lazy("what was written"), null=True)
    status = models.PositiveSmallIntegerField(gettext_lazy("HTTP status"), default=200)
    location = models.CharField(gettext_lazy("address of what was made"), max_length=300, blank=True)
    at = models.DateTimeField(gettext_lazy("at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = gettext_lazy("accepted write")
        verbose_name_plural = gettext_lazy("accepted writes")
        constraints = [
            models.UniqueConstraint(fields=["client_id", "key"], name="a_client_uses_a_key_for_one_write")
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.key}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a write came to: the row it was about, the answer's status, and the address of what it made."""

    subject: UUID
    status: int = 200
    location: str = ""


def once(request: Request, write: Callable[[], Outcome]) -> tuple[Outcome, bool]:
    """Does the write, or answers what it came to before. The flag says that it was done before.

    To be called inside the transaction of the write. Raises Problem 422 for a key of another request, 400 for
    one that is no key.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return write(), False
    if not _KEY.match(key):
        raise Problem("malformed", _("An Idempotency-Key has 1 to 255 visible ASCII characters."))
    token: Any = request.auth
    digest = _digest(request)
    done, is_new = AcceptedWrite.objects.get_or_create(
        client_id=token.client_id, key=key, defaults={"digest": digest}
    )
    if done.digest != digest:
        raise Problem("key-reused")
    if not is_new and done.subject is not None:
        return Outcome(done.subject, done.status, done.location), True
    outcome = write()
    done.subject, done.status, done.location = outcome.subject, outcome.status, outcome.location
    done.save(update_fields=["subject", "status", "location"])
    return outcome, False


def _digest(request: Request) -> str:
    """Of the method, the address and the body. A file counts by its content."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    data: Any = request.data
    files = {name: list(several) for name, several in request.FILES.lists()}
    if files and isinstance(data, Mapping):
        data = {name: data[name] for name in data if name not in files}
    digest.update(encode(data))
    for name in sorted(files):
        digest.update(name.encode())
        for file in files[name]:
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


@transaction.atomic
def forget_old_keys() -> int:
    """Deletes the keys older than a day; a key may be used anew after that."""
    return AcceptedWrite.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
