"""Background work of the platform itself."""

from celery import shared_task


@shared_task
def tidy_api() -> None:
    """Deletes expired access tokens, and keys of writes too old to be repeated. Safe to run twice."""
    from oauth2_provider.models import clear_expired

    from mla_portal.common.api.idempotency import forget_old_keys

    clear_expired()  # type: ignore[no-untyped-call]
    forget_old_keys()
