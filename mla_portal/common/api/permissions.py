"""Who may use an action at all. Which rows it shows is for `visible_to`, what it may do for a policy."""

from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

SCOPE_MISSING = "scope-missing"


class HasDeclaredScope(BasePermission):
    """The action names a scope and the token has it. An action that names none is refused."""

    def has_permission(self, request: Request, view: Any) -> bool:
        token: Any = request.auth
        if token is None or not request.user.is_authenticated:
            return False
        if view.action not in view.action_map.values():
            return True  # the view has no such method, and answers 405
        scope = view.scopes.get(view.action)
        if scope is None:
            return False
        if scope not in token.scopes:
            raise PermissionDenied(f"The token needs the scope {scope}.", SCOPE_MISSING)
        return True
