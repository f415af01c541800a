"""All settings. What differs between installations comes from the environment.

``.env.example`` lists every variable with its meaning.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

import django_stubs_ext
import environ
from django.utils.translation import gettext_lazy as _

django_stubs_ext.monkeypatch()  # ModelAdmin[Provider] at run time

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)
env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)


def kept_secret_key() -> str:
    """Return the key of this installation, made on first use and kept in ``var/``."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        fresh = VAR_DIR / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        with contextlib.suppress(FileExistsError):  # another process was first
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text(encoding="ascii")


SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.forms",  # its templates, for FORM_RENDERER
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "template_partials",
    "providers",
    "refunds",
    "letters",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "cancelhub.urls"
WSGI_APPLICATION = "cancelhub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "cancelhub.rendering.FormRenderer"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a provider with its parts is one admin form

# Data

DATABASES = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'cancelhub.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for the writer, and a writer waits instead of failing. What is
    # committed survives a power cut: a letter that left must not look unsent.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
# The worker would otherwise open a new one for every task, twice.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
# Counts of requests are not pushed out by pages.
CACHES["counts"] = CACHES["default"] | {"KEY_PREFIX": "counts"}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["counts"] |= {"LOCATION": "counts", "OPTIONS": {"MAX_ENTRIES": 100_000}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Languages. Swedish is written first; a further one is added here and in the catalogue.

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
MODELTRANSLATION_DEFAULT_LANGUAGE = "sv"
LOCALE_PATHS = [BASE_DIR / "cancelhub" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Stockholm")
USE_TZ = True

# Static files: hashed names, cached for ever.

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "cancelhub.staticfiles.Storage"
    },
}

# Safety

CSRF_FAILURE_VIEW = "letters.views.csrf_failed"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": [
            "'self'",
            "data:",
        ],  # data: for the icons inside Django admin's sheet
        "script-src": ["'self'"],
        "style-src": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000  # a long letter is 10 kB
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does by itself

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH") or str(VAR_DIR / "outbox")

# Sending for people: who it comes from, how it is sealed, how long it is kept

SITE_URL = env.str(
    "SITE_URL", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
).rstrip("/")
MAIL_FROM = env.str("MAIL_FROM", default="letters@cancelhub.invalid")
BOUNCE_PREFIX = env.str("BOUNCE_PREFIX", default="bounce")
SEAL_CERTIFICATE = env.str("SEAL_CERTIFICATE", default=str(VAR_DIR / "seal.p12"))
SEAL_PASSWORD = env.str("SEAL_PASSWORD", default="")
TSA_URL = env.str("TSA_URL", default="")
DNS_SERVERS = env.list("DNS_SERVERS", default=[])
CONTACT_DAYS = env.int("CONTACT_DAYS", default=365)
RETENTION_DAYS = env.int("RETENTION_DAYS", default=90)
IMAP_URL = env.str("IMAP_URL", default="")
IMAP_DONE_FOLDER = env.str("IMAP_DONE_FOLDER", default="")
ESP = env.str("ESP", default="")
ANYMAIL = env.json("ANYMAIL", default={})
DISPATCH_LEASE_SECONDS = env.int("DISPATCH_LEASE_SECONDS", default=300)

# Logs name what happened, never a query string or a body: those may hold answers.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "cancelhub.logs.Discreet"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["discreet"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Its warnings quote the letter.
    "loggers": {"weasyprint": {"level": "ERROR"}},
}

# CancelHub

SITE_NAME = "CancelHub"
OPERATOR = env.str("OPERATOR", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
DEFAULT_COUNTRY = env.str("DEFAULT_COUNTRY", default="SE")
FRESHNESS_DAYS = env.int("FRESHNESS_DAYS", default=180)
PACKS_DIR = BASE_DIR / "providers" / "packs"
LAW_DIR = BASE_DIR / "refunds" / "law"
LANGUAGE_NAMES = {"sv": _("Swedish"), "en": _("English")}
