"""Settings: one file, read from the environment by strict readers; docs/look-up/settings.md has a line for each."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

HERE = Path(__file__).resolve().parent


def text(name: str, default: str = "") -> str:
    """The variable as text, without surrounding space."""
    return os.environ.get(name, default).strip()


def yes(name: str, default: bool = False) -> bool:
    """The variable as yes or no; anything else stops the start."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int, least: int = 0) -> int:
    """The variable as a whole number of at least so much."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {value!r}.")
    return int(value)


def many(name: str, default: str = "") -> list[str]:
    """The variable as a list, separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def days_of(name: str) -> dict[str, int]:
    """The variable as days by name: notices=90,drafts=365."""
    found = {}
    for part in many(name):
        which, _equals, days = part.partition("=")
        if not days.strip().isdecimal():
            raise ImproperlyConfigured(f"{name} must be like notices=90,drafts=365, not {part!r}.")
        found[which.strip()] = int(days)
    return found


# Where things are kept
DATA = Path(text("SAANJH_DATA") or Path.cwd() / "var").resolve()
DATA.mkdir(parents=True, exist_ok=True)
KEYS = Path(text("SAANJH_KEYS") or DATA / "keys").resolve()
MEDIA_ROOT = DATA / "files"
ANCHORS = Path(text("SAANJH_ANCHORS") or DATA / "anchors").resolve()  # what history was, noted apart from it


def public_key(name: str) -> str:
    """The variable as a public key of age, or empty. Its value is not repeated where it is something else."""
    value = text(name)
    if value and not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", value):
        raise ImproperlyConfigured(f"{name} must be a public key, which begins with age1 and has 62 characters.")
    return value


BACKUP_KEY = public_key("SAANJH_BACKUP_KEY")  # the private half lies elsewhere


# Secrets, each in a file of its own, outside database and backup: sessions and forms; second factors; restricted
# files; answers under receipts
KEY_NAMES = ("secret", "second-factor", "files", "receipts")


def key_of(name: str) -> str:
    """The secret of this name. One that is not there stops whoever asks: a new one in its place would open nothing."""
    try:
        return (KEYS / name).read_text().strip()
    except FileNotFoundError:
        raise ImproperlyConfigured(f"The key {KEYS / name} is missing; only `saanjh migrate` makes keys.") from None


def missing_keys() -> list[str]:
    """The names of the secrets that are not there."""
    elsewhere = {"secret"} if text("SAANJH_SECRET_KEY") else set()
    return [name for name in KEY_NAMES if name not in elsewhere and not (KEYS / name).exists()]


def make_keys() -> None:
    """Make the secrets that are not there, readable by this user alone."""
    KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in missing_keys():
        fresh = KEYS / f"{name}.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, KEYS / name)  # of several that make it at once the first wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()


# The machine
LOCAL = yes("SAANJH_LOCAL")  # plain http on this machine only
DEBUG = False
# Empty until `saanjh migrate` has made it: Django then refuses whatever needs it
SECRET_KEY = text("SAANJH_SECRET_KEY") or ("" if "secret" in missing_keys() else key_of("secret"))
ALLOWED_HOSTS = many("SAANJH_HOSTS", "127.0.0.1,localhost,[::1],testserver" if LOCAL else "")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"*", "[::1]"}]
WORKERS = number("SAANJH_WORKERS", 1)  # processes of the web server
BEHIND_PROXY = yes("SAANJH_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ROOT_URLCONF = "saanjh.urls"
WSGI_APPLICATION = "saanjh.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VERSION = "0.1.0"

# The rooms, from the ground up: what comes later may refer to what came earlier, never back
ROOMS = [
    "saanjh.ground",
    "saanjh.programmes",
    "saanjh.questions",
    "saanjh.calls",
    "saanjh.events",
    "saanjh.awards",
    "saanjh.results",
    "saanjh.learning",
    "saanjh.voices",
    "saanjh.atlas",
    "saanjh.research",
    "saanjh.networks",
]
ROOMS = [room for room in ROOMS if (HERE / room.removeprefix("saanjh.") / "apps.py").exists()]
INSTALLED_APPS = [
    "saanjh.web",
    "saanjh.commands",
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
]
MIDDLEWARE = [
    "saanjh.web.middleware.telling.RequestLog",
    "saanjh.web.middleware.shaping.Headers",
    "saanjh.web.middleware.shaping.Compressed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "saanjh.web.middleware.failing.BodyFits",
    "saanjh.web.middleware.failing.CleanAddress",
    "saanjh.web.middleware.failing.CleanWords",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "saanjh.web.middleware.speaking.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "saanjh.web.middleware.guarding.Guarded",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("saanjh.web.templating.LeanLoader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "saanjh.web.contexts.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "saanjh.web.templatetags.look",
            ],
        },
    }
]
FORM_RENDERER = "saanjh.web.components.fields.LookRenderer"


# The database
def database(address: str) -> dict[str, object]:
    """Django's settings for an address such as postgres://user:word@host:5432/name, or SQLite in the data folder."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "saanjh.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # a read-then-write transaction never meets "database is locked"
                "timeout": 20,
                # each thread keeps a connection: few compiled statements (Python's own number is 128), half a megabyte
                # of cache and no mapped file keep a worker small
                "cached_statements": 16,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
                    "PRAGMA foreign_keys=ON;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-500;"
                ),
            },
        }
    url = urlparse(address)
    if url.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("SAANJH_DATABASE_URL must begin with postgres://.")
    query = {key: values[-1] for key, values in parse_qs(url.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", "") or unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": "10"} | query,  # seconds: a server that does not answer is one that is gone
    }


DATABASES = {"default": database(text("SAANJH_DATABASE_URL"))}
CACHES = {
    "default": {  # rate limits must be shared by all processes, so the cache lives in the database
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}

# How long things are kept, where it is otherwise than in data/retention/clocks.csv
KEEP_DAYS = days_of("SAANJH_KEEP_DAYS")

# Where the fonts lie that a PDF is set in; `apt install fonts-noto-core` puts them there
FONTS = os.environ.get("SAANJH_FONTS") or "/usr/share/fonts/truetype/noto"

# Files
STORAGES = {
    "default": {"BACKEND": "saanjh.ground.files.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
UPLOAD_MAX_BYTES = 10_000_000
UPLOAD_READ_BYTES = 25_000_000  # of a larger file, a form still says so with everything else kept

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ur", "اردو")]
LOCALE_PATHS = [HERE / "locale" / "saanjh", HERE / "locale" / "libraries"]
FORMAT_MODULE_PATH = ["saanjh.locale.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = text("SAANJH_TIME_ZONE", "Asia/Karachi")

# People
AUTH_USER_MODEL = "ground.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "saanjh.ground.passwords.LightArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # so that people brought in from elsewhere can sign in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "waiting"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "saanjh.web.accounts.Account"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation already proves the address, or there is none
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = str
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one counts from the day it was confirmed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail because somebody typed their address
ACCOUNT_FORMS = {
    "login": "saanjh.web.account_forms.SignIn",
    "reauthenticate": "saanjh.web.account_forms.Again",
    "reset_password": "saanjh.web.account_forms.Forgotten",
    "reset_password_from_key": "saanjh.web.account_forms.NewPassword",
    "change_password": "saanjh.web.account_forms.ChangedPassword",
    "add_email": "saanjh.web.account_forms.NewEmail",
    "change_email": "saanjh.web.account_forms.NewEmail",
}
ACCOUNT_RATE_LIMITS = {
    # An account is slowed only from the address that guesses; nobody elsewhere is locked out (web/accounts.py).
    "login_failed": "60/m/ip,5/300s/key",
    "login": "120/m/ip",
    "reset_password": "10/m/ip,60/h/ip",
    "reset_mail_here": "3/h/key",  # mails to one account that somebody at one address asks for
    "reset_mail": "12/h/key",  # and that all addresses together ask for
}
MFA_ADAPTER = "saanjh.web.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address that waits to be confirmed is not in use yet
MFA_FORMS = {
    "authenticate": "saanjh.web.account_forms.Code",
    "reauthenticate": "saanjh.web.account_forms.CodeAgain",
    "activate_totp": "saanjh.web.account_forms.FirstCode",
}
MFA_TOTP_ISSUER = "Saanjh"
MFA_TOTP_TOLERANCE = number("SAANJH_TOTP_TOLERANCE", 1)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
USERSESSIONS_TRACK_ACTIVITY = False

# Cookies and headers
SESSION_COOKIE_NAME = "session" if LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if LOCAL else "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = number("SAANJH_SESSION_MINUTES", 12 * 60, least=1) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None  # it ends with the browser too
STAFF_IDLE_SECONDS = number("SAANJH_STAFF_IDLE_MINUTES", 15, least=1) * 60  # web/idle.py
STAFF_ACTIVE_COOKIE_NAME = "active" if LOCAL else "__Host-active"
CSRF_FAILURE_VIEW = "saanjh.web.kept.csrf_failure"
SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Mail: smtp://user:word@host:port (smtps:// for TLS from the first byte), or a folder of files
MAIL = urlparse(text("SAANJH_MAIL_URL"))
if MAIL.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = (
        MAIL.hostname or "localhost",
        MAIL.port or (465 if MAIL.scheme == "smtps" else 587),
    )
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.scheme == "smtps", MAIL.scheme == "smtp" and bool(MAIL.username)
    EMAIL_TIMEOUT = 20
elif MAIL.scheme:
    raise ImproperlyConfigured("SAANJH_MAIL_URL must begin with smtp:// or smtps://.")
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA / "mail")
DEFAULT_FROM_EMAIL = text("SAANJH_MAIL_FROM", "saanjh@localhost")

# Background work
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Logs: structured, without personal data (web/middleware/telling.py)
METRICS_TOKEN = text("SAANJH_METRICS_TOKEN")  # for whoever reads /metrics; none: nobody, but this machine when local
LOG_LEVEL = text("SAANJH_LOG_LEVEL", "INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "saanjh.ground.logs.Redact"}},
    "formatters": {"json": {"()": "saanjh.ground.logs.AsJson"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["redact"]}},
    "root": {"handlers": ["out"], "level": LOG_LEVEL},
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("django.db.backends", "django_tasks", "django_tasks_db")},
        "django.db.models": {"level": "ERROR"},  # its warnings quote what the database said, which may quote a row
    },
}

# Restricted records that one person opens in a day: auditors are told at the first number, and there are no more after
# the second (ground/reads.py)
READS_ALERT = number("SAANJH_READS_ALERT", 20, least=1)
READS_STOP = number("SAANJH_READS_STOP", 50, least=1)

# What the site says of itself
SITE_NAME = _("Saanjh")
SOURCE_URL = text("SAANJH_SOURCE_URL")
PUBLIC_ADDRESS = text("SAANJH_ADDRESS", "http://localhost:8000" if LOCAL else "").rstrip("/")
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # our own middleware sets X-Frame-Options, on error pages too
    "security.W021",  # whether a domain goes on the browsers' preload list is for its owner to say
]
