"""Background work of case work: one service call each, safe to run twice."""

from celery import shared_task


@shared_task
def remind() -> None:
    """Reminds of deadlines, prepares chasers and sends the e-mails that are not sent yet."""
    from casework.services import reminders

    reminders.remind_all()
    reminders.prepare_chasers()
    reminders.mail_reminders()
