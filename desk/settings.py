"""Django settings of the desk, and the one place where the desk reads its environment."""

import os
from pathlib import Path

import dj_database_url

from desk.environment import Environment

_env = Environment(os.environ)

DESK_DIR = Path(__file__).resolve().parent
ROOT_DIR = DESK_DIR.parent
VAR_DIR = Path(_env.text("VAR_DIR", str(ROOT_DIR / "var")))
MODELS_DIR = Path(_env.text("MODELS_DIR", str(ROOT_DIR / "models")))

DEBUG = _env.flag("DEBUG")
SECRET_KEY = _env.text("SECRET_KEY")
SERVICE_TOKEN = _env.text("SERVICE_TOKEN")
BRAIN_SECRET = _env.text("BRAIN_SECRET")
HOST = _env.text("HOST", "127.0.0.1")
PORT = _env.number("PORT", 8000, least=1, most=65535)
BRAIN_URL = _env.text("BRAIN_URL", f"http://127.0.0.1:{_env.number('BRAIN_PORT', 5005, least=1, most=65535)}")
BRAIN_TIMEOUT_SECONDS = _env.number("BRAIN_TIMEOUT_SECONDS", 8, least=1, most=60)
LOG_LEVEL = _env.text("LOG_LEVEL", "INFO").upper()
ALLOWED_HOSTS = _env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
ALLOWED_ORIGINS = _env.names("ALLOWED_ORIGINS")
HTTPS = _env.flag("HTTPS")

# Requests allowed in the public chat API; 0 switches a limit off (for load tests only).
RATE_CONVERSATION_PER_MINUTE = _env.number("RATE_CONVERSATION_PER_MINUTE", 30)
RATE_ADDRESS_PER_MINUTE = _env.number("RATE_ADDRESS_PER_MINUTE", 120)
RATE_ADDRESS_PER_DAY = _env.number("RATE_ADDRESS_PER_DAY", 3000)

# Days that data is kept (docs/privacy.md).
RETAIN_CONVERSATION_DAYS = _env.number("RETAIN_CONVERSATION_DAYS", 30, least=1)
RETAIN_LEAD_DAYS = _env.number("RETAIN_LEAD_DAYS", 365, least=1)
RETAIN_AUDIT_DAYS = _env.number("RETAIN_AUDIT_DAYS", 2190, least=1)

# Threads that talk to the database for the asynchronous gateway; 0 means the request's own thread (tests).
DB_THREADS = _env.number("DB_THREADS", 4, most=64)

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def _database(url: str) -> dict[str, object]:
    config: dict[str, object] = dict(dj_database_url.parse(url))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = dict(_SQLITE_OPTIONS)
    return config


DATABASES = {"default": _database(_env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'desk.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "axes",
    "desk.accounts",
    "desk.conversations",
    "desk.gateway",
    "desk.leads",
    "desk.privacy",
]

# The public API runs through the first entry only: each of the others skips it, because Django's own middleware
# costs two thread switches a request and the API uses neither sessions nor cookies.
MIDDLEWARE = [
    "desk.middleware.answer_headers",
    "desk.middleware.Common",
    "desk.middleware.Session",
    "desk.middleware.Csrf",
    "desk.middleware.Authentication",
    "desk.middleware.Messages",
    "desk.middleware.IdleTimeout",
]

ROOT_URLCONF = "desk.urls"
ASGI_APPLICATION = "desk.asgi.application"
APPEND_SLASH = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 300_000

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [DESK_DIR / "templates", DESK_DIR / "gateway" / "pages" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.accounts.navigation.navigation",
            ],
            "builtins": ["desk.accounts.templatetags.desk"],
        },
    }
]

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # the sign-in page asks axes itself; its middleware is not needed

# Ends after 15 minutes without a staff member doing something, and after 12 hours in any case.
SESSION_IDLE_SECONDS = 15 * 60
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "desk.accounts.sign_in.form_expired"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False
FORMAT_MODULE_PATH: list[str] = []
STATIC_URL = "/static/"
STATIC_DIRS = [DESK_DIR / "static", DESK_DIR / "gateway" / "pages" / "static"]
WIDGET_DIR = ROOT_DIR / "widget"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "desk.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "desk": {"level": LOG_LEVEL},
        "uvicorn.error": {"level": "INFO"},
        "django.request": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
    },
}
