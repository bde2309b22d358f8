"""The one settings file; everything that differs between places comes from BEDO_* variables (docs/settings.md)."""

import secrets
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from bedo.config import env

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("BEDO_DATA_DIR") or PACKAGE.parent / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """BEDO_SECRET_KEY, or a key made once and kept in the data folder."""
    given = env.text("BEDO_SECRET_KEY")
    if given:
        return given
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        kept.chmod(0o600)
    return kept.read_text(encoding="utf-8").strip()


DEBUG = env.flag("BEDO_DEBUG")
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.words("BEDO_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("BEDO_TRUSTED_ORIGINS")
PORT = env.number("BEDO_PORT", 8000, low=1, high=65535)
ADDRESS = env.text("BEDO_ADDRESS", "127.0.0.1")
HTTPS = env.flag("BEDO_HTTPS")
BASE_URL = env.text("BEDO_URL", f"http{'s' if HTTPS else ''}://{ADDRESS}:{PORT}").rstrip("/")
WEB_WORKERS = env.number("BEDO_WEB_WORKERS", 1, low=1, high=64)
WEB_THREADS = env.number("BEDO_WEB_THREADS", 4, low=1, high=64)

INSTALLED_APPS = [
    "bedo.core",
    "bedo.places",
    "bedo.accounts",
    "bedo.documents",
    "bedo.ledger",
    "bedo.programmes",
    "bedo.establishments",
    "bedo.network",
    "bedo.projects",
    "bedo.planning",
    "bedo.surveys",
    "bedo.reports",
    "bedo.imports",
    "bedo.office.shell",
    "bedo.field",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
]
MIDDLEWARE = [
    "bedo.core.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "bedo.core.middleware.explain_refusals",
]
if env.flag("BEDO_BEHIND_PROXY"):
    MIDDLEWARE.insert(1, "bedo.core.middleware.client_address")
ROOT_URLCONF = "bedo.config.urls"
WSGI_APPLICATION = "bedo.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "office" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bedo.office.shell.context.frame",
            ],
            "builtins": ["bedo.office.shell.templatetags.bedo"],
        },
    }
]

DATABASES = {"default": env.database("BEDO_DATABASE_URL", DATA_DIR / "bedo.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "bedo.accounts.adapter.OfficeAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {
    "login": env.text("BEDO_RATE_LOGIN", "30/m/ip"),
    "login_failed": env.text("BEDO_RATE_LOGIN_FAILED", "5/5m/key,10/m/ip"),
    "reset_password": "5/h/ip,3/h/key",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Bệ Đỡ"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = "bedo.config.formats"
LOCALE_PATHS = [PACKAGE / "config" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("BEDO_STATIC_DIR") or DATA_DIR / "static").resolve()
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
ZERO_TEN = env.choice("BEDO_ZERO_TEN", "lẻ", ("lẻ", "linh"))
MAX_FILE_BYTES = env.number("BEDO_MAX_FILE_MB", 25, low=1, high=500) * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TASK_TIME_LIMIT_SECONDS = env.number("BEDO_TASK_TIME_LIMIT_SECONDS", 1800, low=10)

EMAIL_HOST = env.text("BEDO_EMAIL_HOST")
EMAIL_PORT = env.number("BEDO_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("BEDO_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("BEDO_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("BEDO_EMAIL_TLS")
DEFAULT_FROM_EMAIL = env.text("BEDO_EMAIL_FROM", "be-do@localhost")
EMAIL_BACKEND = "bedo.core.outbox.OutboxBackend"
OUTBOX_DELIVERY_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.console.EmailBackend"
)

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = env.number("BEDO_SESSION_HOURS", 12, low=1, high=720) * 3600
SESSION_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEDO_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "bedo.core.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.text("BEDO_LOG_LEVEL", "WARNING")},
}
