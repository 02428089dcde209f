"""Django's settings, safe by default. What may be set from outside is in `environment.py`."""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mla_portal.logs import logging_settings
from mla_portal.settings.api import *  # noqa: F403 - the REST API's own settings
from mla_portal.settings.environment import ROOT, Mode, environment
from mla_portal.settings.services import broker_url, database_settings, mail_settings, storage_settings

MODE = environment.mode
IS_PRODUCTION = MODE is Mode.PRODUCTION
DEBUG = environment.debug
SECRET_KEY = environment.secret_key.get_secret_value()
ALLOWED_HOSTS = environment.hosts
PUBLIC_URL = environment.public_url
BASE_DIR = ROOT
VAR = environment.var

INSTALLED_APPS = [
    "mla_portal",
    "mla_portal.accounts",
    "mla_portal.audit",
    "states",
    "documents",
    "casework",
    "exchange",
    "mla_portal.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "guardian",
    "oauth2_provider",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "mla_portal.audit.middleware.CorrelationMiddleware",
    "mla_portal.common.proxies.TrustedProxiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "mla_portal.urls"
WSGI_APPLICATION = "mla_portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "mla_portal.navigation.frame",
            ],
        },
    },
]
FORM_RENDERER = "mla_portal.common.forms.PortalFormRenderer"

# --- data
# The servers' addresses are known before they run: the entry points start an embedded one, not this import.
DATABASES: dict[str, Any] = {
    "default": database_settings(environment.database_url or environment.postgres.url)
}
REDIS_URL = environment.redis_url or environment.redis.url
REDIS_PREFIX = "mla"
REDIS_SECONDS = 5  # a page does not wait longer for a Redis that hangs
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
        "OPTIONS": {"socket_timeout": REDIS_SECONDS},
    }
}

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ANONYMOUS_USER_NAME = None  # guardian: nobody holds grants without an account
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # not in Redis: pages are served while it is away
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "mla_portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators create the accounts
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
MFA_ADAPTER = "mla_portal.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "MLA Portal"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.is_https  # localhost without TLS
DEMO_CODES_ON_SCREEN = environment.demo_codes_on_screen

OAUTH2_PROVIDER_APPLICATION_MODEL = "states.ApiClient"
API_RATES = {
    "client": environment.api_requests_per_minute,
    "token": environment.api_tokens_per_minute,
}
SILENCED_SYSTEM_CHECKS = [
    # Grants are read by `visible_to` through their own tables, never by `user.has_perm(permission, row)`.
    "guardian.W001",
]

# --- transport and headers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE_SSL_REDIRECT = environment.is_https
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked by the platform itself, behind the proxy
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if environment.is_https else 0
SECURE_REFERRER_POLICY = "same-origin"
TRUSTED_PROXIES = environment.trusted_proxies
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "mla_portal.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of the second factor's set-up is a data URL
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- language and time
LANGUAGE_CODE = environment.language
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["mla_portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone

# --- files
STORAGES: dict[str, Any] = {
    "default": storage_settings(environment),
    "staticfiles": {"BACKEND": "mla_portal.static_files.HashedStaticStorage"},
}
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_HANDLERS = [
    "documents.upload_handler.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MAX_UPLOAD_BYTES = environment.max_upload_mb * 1_000_000
# Room for a text far over any field's limit to arrive, so that the field can say so and keep what was typed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32_000_000
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"  # made with the installation, whatever MLA_VAR is
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATICFILES_DIRS: list[Any] = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "mla_portal.static_files.VendorFinder",
]
# Third-party files for pages: static name to path under `node_modules/`, where `package-lock.json` puts them.
NODE_MODULES = ROOT / "node_modules"
VENDOR_FILES = {
    "vendor/tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler/tabler.rtl.min.css": "@tabler/core/dist/css/tabler.rtl.min.css",
    "vendor/tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "vendor/htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
}
# The fonts of pages: package, and the scripts its style sheet names a file for.
for _font, _scripts in {
    "source-sans-3": ("cyrillic", "cyrillic-ext", "greek", "greek-ext", "latin", "latin-ext", "vietnamese"),
    "source-serif-4": ("cyrillic", "cyrillic-ext", "greek", "latin", "latin-ext", "vietnamese"),
    "noto-sans-arabic": ("arabic", "latin", "latin-ext", "math", "symbols"),
}.items():
    VENDOR_FILES[f"vendor/{_font}/index.css"] = f"@fontsource-variable/{_font}/index.css"
    for _script in _scripts:
        _file = f"files/{_font}-{_script}-wght-normal.woff2"
        VENDOR_FILES[f"vendor/{_font}/{_file}"] = f"@fontsource-variable/{_font}/{_file}"

# --- sealing and scanning
SEAL_KEY_FILE = environment.seal_key_file
SEAL_KEY_PASSWORD = environment.seal_key_password.get_secret_value()
SEAL_TRUST = environment.seal_trust
CLAMAV = environment.clamav
RELEASE_UNSCANNED = environment.release_unscanned

# --- mail
EMAIL_BACKEND, EMAIL_SETTINGS = mail_settings(environment.smtp_url.get_secret_value())
EMAIL_HOST, EMAIL_PORT = EMAIL_SETTINGS.host, EMAIL_SETTINGS.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_SETTINGS.user, EMAIL_SETTINGS.password
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SETTINGS.starttls, EMAIL_SETTINGS.tls
REMINDERS_BY_MAIL = environment.reminders_by_mail
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.mail_from

# --- background work; the queues, routes and the schedule are in `mla_portal/celery.py`
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{REDIS_PREFIX}:",
    # A task whose worker was killed comes back after this many seconds; no task may run longer.
    "visibility_timeout": 180,
    "socket_timeout": REDIS_SECONDS,
    "socket_connect_timeout": REDIS_SECONDS,
    "health_check_interval": 25,
    "retry_on_timeout": True,
}
CELERY_TASK_TIME_LIMIT = 150
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A page must not wait for a broker that is gone: what has to happen is a row, and beat finds it.
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.5,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # keeps no file: periodic tasks are frequent and find rows

# --- logs
LOGGING = logging_settings(environment.log_level)
