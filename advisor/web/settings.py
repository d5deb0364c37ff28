"""Django’s settings, all of them from the deployment."""

import sys
from pathlib import Path
from typing import Any

import dj_database_url
import nhsuk_frontend_jinja
from csp.constants import NONCE, NONE, SELF

from advisor.web.deployment import Deployment
from advisor.web.languages import languages

DEPLOYMENT = Deployment.read()
HERE = Path(__file__).resolve().parent

DEBUG = False
SECRET_KEY = DEPLOYMENT.key
ALLOWED_HOSTS = DEPLOYMENT.allowed_hosts
ROOT_URLCONF = "advisor.web.urls"
WSGI_APPLICATION = "advisor.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "advisor.web.accounts",
    "advisor.web.collaborations",
    "advisor.web.reports",
    "advisor.web.batches",
    "advisor.web.audit",
    "advisor.web.api",
    "advisor.web.pages",
    "advisor.web.security",
]

MIDDLEWARE = [
    "advisor.web.security.headers.HeadersMiddleware",
    # Those that only add headers stand first: what any other refuses has them too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before whatever may refuse: that is said in the reader’s language too.
    "django.middleware.locale.LocaleMiddleware",
    "advisor.web.security.bodies.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "advisor.web.security.sessions.SessionEndMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "advisor.web.accounts.middleware.ScopeMiddleware",
    "advisor.web.security.rates.RatesMiddleware",
    "advisor.web.security.bounds.BoundsMiddleware",
    "advisor.web.api.methods.MethodsMiddleware",
    "advisor.web.security.databases.DatabaseMiddleware",
]

# ── Data ─────────────────────────────────────────────────────────────────────────────────────────

DATABASES: dict[str, Any] = {"default": {**dj_database_url.parse(DEPLOYMENT.database, conn_max_age=60)}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A write takes its lock at the start, waits for its turn, and never fails half-way for want of one.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        # What somebody deletes is overwritten, and not only forgotten.
        "PRAGMA secure_delete=ON;",
    }
# In the database, so that all processes count tries to sign in together. It holds nothing else, and when
# it is full counts would be forgotten early.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
FILES = DEPLOYMENT.data_dir / "files"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "batches"]}}

# ── Pages ────────────────────────────────────────────────────────────────────────────────────────

NHSUK_TEMPLATES = Path(nhsuk_frontend_jinja.__file__).parent / "templates"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates", NHSUK_TEMPLATES],
        "OPTIONS": {
            "environment": "advisor.web.pages.environment.environment",
            "context_processors": [
                "advisor.web.pages.context.page",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        # Only for what allauth brings along and we do not write anew.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [HERE / "locale"]
LANGUAGES = languages(LOCALE_PATHS[0])
LANGUAGE_COOKIE_NAME = "advisor_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True

# ── Security ─────────────────────────────────────────────────────────────────────────────────────

OVER_HTTPS = DEPLOYMENT.accounts and DEPLOYMENT.https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = OVER_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = DEPLOYMENT.session_hours * 3600
SESSION_COOKIE_NAME = "advisor_session"
CSRF_COOKIE_NAME = "advisor_csrf"
CSRF_FAILURE_VIEW = "advisor.web.pages.errors.csrf_failed"
SECURE_SSL_REDIRECT = OVER_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = OVER_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if DEPLOYMENT.proxies else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ── Accounts ─────────────────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "advisor.web.accounts.passwords.UnlikeItsOwner"},
    {"NAME": "advisor.web.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "advisor.web.accounts.passwords.Uncommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "collaborations"
ACCOUNT_ADAPTER = "advisor.web.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "advisor.web.accounts.adapter.OrganisationSignOn"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# Who was invited by a link that no e-mail carried signs in without a proof of their address: there may be no
# mail server that could bring one. advisor.web.accounts.ownership says what counts as proven.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no e-mails
ACCOUNT_EMAIL_NOTIFICATIONS = bool(DEPLOYMENT.email_host)
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if OVER_HTTPS else "http"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    name: f"advisor.web.accounts.sign_in_forms.{form}"
    for name, form in {
        "login": "SignIn",
        "reauthenticate": "Again",
        "reset_password": "Forgotten",
        "reset_password_from_key": "NewPassword",
        "set_password": "FirstPassword",
        "change_password": "OtherPassword",
        "add_email": "OtherEmail",
    }.items()
}
MFA_ADAPTER = "advisor.web.accounts.second_factor.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who must have a second factor sets it up with the first sign-in
MFA_FORMS = {
    name: f"advisor.web.accounts.sign_in_forms.{form}"
    for name, form in {
        "authenticate": "Code",
        "reauthenticate": "CodeAgain",
        "activate_totp": "FirstCode",
    }.items()
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = DEPLOYMENT.organisation or "Collaboration advisor"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones go wrong by some seconds
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "organisation",
                    "name": DEPLOYMENT.oidc_name,
                    "client_id": DEPLOYMENT.oidc_client,
                    "secret": DEPLOYMENT.oidc_secret.get_secret_value() if DEPLOYMENT.oidc_secret else "",
                    "settings": {"server_url": DEPLOYMENT.oidc_url},
                }
            ],
        }
    }
    if DEPLOYMENT.oidc_url
    else {}
)
# Without a mail server nothing is sent; invitations then show their link to whoever invites.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if DEPLOYMENT.email_host else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = DEPLOYMENT.email_host, DEPLOYMENT.email_port
EMAIL_HOST_USER = DEPLOYMENT.email_user
EMAIL_HOST_PASSWORD = DEPLOYMENT.email_password.get_secret_value() if DEPLOYMENT.email_password else ""
EMAIL_USE_TLS = DEPLOYMENT.email_security == "starttls"
EMAIL_USE_SSL = DEPLOYMENT.email_security == "tls"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DEPLOYMENT.email_from

# ── Logs: what happened, never an answer ─────────────────────────────────────────────────────────

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "advisor.web.security.logs.Discreet",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["stderr"], "level": DEPLOYMENT.log_level},
    "loggers": {
        "experta": {"level": "CRITICAL", "propagate": False},  # it tells of every fact, and so of answers
        "fontTools": {"level": "WARNING"},  # each PDF would tell of each table of each font
    },
}
