"""Settings of the REST API: Django REST framework, OAuth 2.0, and its description."""

from datetime import timedelta
from typing import Any

SCOPES = {
    "requests:read": "Read the case files that the client's authority may see, with their documents.",
    "requests:write": "Open and change drafts, add documents, perform transitions.",
    "reference:read": "Read States, authorities and treaties.",
}

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["states.api.authentication.ClientAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["mla_portal.common.api.permissions.HasDeclaredScope"],
    "DEFAULT_RENDERER_CLASSES": ["mla_portal.common.api.codecs.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["mla_portal.common.api.codecs.JSONParser"],
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "mla_portal.common.api.openapi.PortalSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": [
        "mla_portal.common.api.codecs.JSONRenderer",
        "rest_framework.renderers.MultiPartRenderer",
    ],
}

DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "mla_portal.common.api.problems.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "mla_portal.common.api.problems.ProblemFormatter",
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True,
    "NESTED_FIELD_SEPARATOR": ".",
}

OAUTH2_PROVIDER: dict[str, Any] = {
    # Client credentials and revocation; no other grant exists in this server.
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "ACCESS_TOKEN_EXPIRE_SECONDS": int(timedelta(minutes=15).total_seconds()),
    "SCOPES": SCOPES,
    "DEFAULT_SCOPES": list(SCOPES),
    # Only the checksum of a token is stored.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "MLA Portal: the case file",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": True,
    "SORT_OPERATIONS": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False},
}
