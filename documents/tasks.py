"""Background work of documents: ids in, one service call."""

from celery import shared_task


@shared_task
def render_and_seal(letter_id: str) -> None:
    """Makes one letter. Safe to run twice."""
    raise NotImplementedError
