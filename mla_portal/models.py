"""The models of the platform itself."""

from mla_portal.common.api.idempotency import AcceptedWrite

__all__ = ["AcceptedWrite"]
