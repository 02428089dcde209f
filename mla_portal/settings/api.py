"""Settings of the REST API: Django REST framework, OAuth 2.0, and its description."""

from datetime import timedelta
from typing import Any

API_VERSION = "1.0.0"

SCOPES = {
    "requests:read": "Read the case files that the client's authority may see, with their documents.",
    "requests:write": "Open and change drafts, add documents, perform transitions.",
    "exchange:read": "Read the sealed letters that were sent to the client's authority.",
    "exchange:submit": "Hand in sealed letters to authorities of this portal.",
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
    "SCOPES_BACKEND_CLASS": "states.api.scopes.ScopesOfAuthority",
    # Only the checksum of a token is stored.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "MLA Portal: the case file",
    "VERSION": API_VERSION,
    "DESCRIPTION": (
        "The case files of an authority, for its own systems and those of the agencies it works with: what "
        "they see in the browser they see here, and nothing else. Lists are pages with a link to the next; "
        "writes name the version they were made on (`If-Match`) and may be repeated safely "
        "(`Idempotency-Key`); every error is a problem of RFC 9457. Times are UTC; a plain date is a day "
        "where the authority works."
    ),
    "CONTACT": {"name": "MLA Portal"},
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": True,
    "SERVERS": [{"url": "/", "description": "The portal that serves this description."}],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "Status": "casework.choices.Status",
        "Direction": "casework.choices.Direction",
        "CommunicationDirection": "casework.choices.CommunicationDirection",
        "AssignmentStatus": "casework.choices.AssignmentStatus",
        "PersonExtent": "casework.choices.PersonExtent",
        "MeasureOutcome": "casework.choices.MeasureOutcome",
        "Confidence": "states.choices.Confidence",
        "BindingLevel": "states.choices.BindingLevel",
        "AuthorityKind": "states.choices.AuthorityKind",
        "LetterStatus": "documents.choices.LetterStatus",
        "LetterLanguage": "documents.choices.LetterLanguage",
        "LetterChannel": "states.choices.LetterChannel",
        "Urgency": "casework.choices.Urgency",
        "RuleUrgency": "states.choices.RuleUrgency",
        "CommunicationType": "casework.choices.CommunicationType",
        "ConditionType": "casework.choices.ConditionType",
        "DecisionType": "casework.choices.DecisionType",
        "LetterState": "casework.choices.LetterState",
        "TranslationState": "documents.choices.TranslationState",
        "CertificateKind": "casework.choices.CertificateKind",
        "DeclarationType": "states.choices.DeclarationType",
        "PersonRole": "casework.choices.PersonRole",
        "Kind": "casework.choices.Kind",
        "Disposition": "exchange.choices.Disposition",
        "Verdict": "documents.recognition.verdicts.Verdict",
    },
}
