"""MLA Portal: the project, and the platform every app stands on."""

from mla_portal.celery import app as celery_app

__all__ = ["celery_app"]
