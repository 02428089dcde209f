"""Which scopes a client may ask for: it works on its authority's files here, or exchanges letters with us."""

from typing import Any

from django.conf import settings
from oauth2_provider.scopes import BaseScopes

from states.models import ApiClient

EXCHANGE = "exchange:"
FILES = "requests:"


class ScopesOfAuthority(BaseScopes):
    """A system of an authority that works here has the files, one of a counterpart elsewhere the exchange."""

    def get_all_scopes(self) -> dict[str, str]:
        return dict(settings.SCOPES)

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Those of the client: none without one."""
        if not isinstance(application, ApiClient):
            return []
        closed = EXCHANGE if application.authority.is_hosted else FILES
        return [scope for scope in settings.SCOPES if not scope.startswith(closed)]

    get_default_scopes = get_available_scopes
