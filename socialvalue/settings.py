"""The one settings module. Everything that differs between machines comes from the environment.

Without any configuration: SQLite, a Celery broker that needs no server, state in ``var/``. ``DATABASE_URL``
and ``REDIS_URL`` switch to PostgreSQL and Redis. ``PRODUCTION=1`` refuses to start with a missing secret.
"""

import os
import secrets
import ssl
import sys
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from socialvalue.single_sign_on.calculations.configured import configured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", False)
DEMONSTRATION = env.bool("DEMONSTRATION", False)
TESTING = "pytest" in sys.modules
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def _private(database: Path) -> Path:
    """The database's file is its owner's alone; SQLite gives what it keeps beside it the same rights."""
    database.touch(mode=0o600)
    if database.stat().st_uid == os.geteuid():
        database.chmod(0o600)
    return database


def _secret(name: str) -> str:
    """A secret from the environment; outside production one is made once and kept in the data folder."""
    value = env.str(name, "")
    if PRODUCTION:
        if len(value) < 40 or value.startswith("change-me"):
            raise ImproperlyConfigured(
                f"{name} is missing, shorter than 40 characters, or still the example's: set it before starting in production."
            )
        return value
    if value:
        return value
    kept = DATA_DIR / f"{name.lower()}.txt"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


# A process that says which one it is holds the keys that it uses and no other; one that says nothing holds all. The worker
# scans sealed files, writes addresses of bids into reminders and compares receipts, but signs nothing; who schedules or
# migrates uses none.
KEYS = {
    "": ("SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY"),
    "web": ("SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY"),
    "worker": ("SEALING_KEY",),
    "scheduler": (),
    "linker": (),
    "owner": (),
}
PROCESS = env.str("PROCESS", "")
if PROCESS not in KEYS:
    raise ImproperlyConfigured(f"PROCESS is {PROCESS}: it must be web, worker, scheduler, linker or owner, or not set.")
# Empty, Django refuses to sign
SECRET_KEY = _secret("SECRET_KEY") if "SECRET_KEY" in KEYS[PROCESS] else ""
if "SEALING_KEY" in KEYS[PROCESS]:
    # Bids are sealed under a key of their own, so that a leaked session key opens no bid. Who has none has no such setting:
    # under an empty one bids would be sealed for everybody
    SEALING_KEY = _secret("SEALING_KEY")
if "RECEIPT_KEY" in KEYS[PROCESS]:
    # Receipts of bids are signed with it; who has none can check them and make none
    RECEIPT_KEY = _secret("RECEIPT_KEY")
    if PRODUCTION and RECEIPT_KEY in (SECRET_KEY, SEALING_KEY):
        raise ImproperlyConfigured(
            "RECEIPT_KEY is the same as another key: choose one of its own, so that nobody who learns one has both."
        )
if PRODUCTION and SECRET_KEY and SEALING_KEY == SECRET_KEY:
    raise ImproperlyConfigured("SEALING_KEY is the same as SECRET_KEY: choose another, so that nobody who learns one has both.")
if PRODUCTION and (DEBUG or DEMONSTRATION):
    raise ImproperlyConfigured("DEBUG and DEMONSTRATION cannot be switched on in production.")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
SITE_URL = env.str("SITE_URL", f"http://localhost:{env.str('PORT', '8000')}").rstrip("/")
if PRODUCTION and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "SITE_URL is missing or does not begin with https://: it is the service's full address, and every link in an email "
        "begins with it. Set it before starting in production."
    )
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https") else []

INSTALLED_APPS = [
    "socialvalue",
    "procurement",
    "contracts",
    "measurement",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "django_celery_beat",
    "django_celery_results",
    "django_filters",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "socialvalue.common.middleware.one_clock",
    # Before all that answers by itself: a redirect to HTTPS and a static file carry the policy too
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "socialvalue.common.middleware.known_methods",
    "socialvalue.common.middleware.permissions_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "socialvalue.common.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "socialvalue.documents.views.limits.limited_bodies",
    "socialvalue.sessions.views.door.Door",
    "socialvalue.sessions.views.keeping.keep_what_was_typed",
    "socialvalue.sessions.views.too_long.TooLong",
    "socialvalue.common.middleware.what_was_read",
    "socialvalue.common.middleware.domain_errors",
]

ROOT_URLCONF = "socialvalue.urls"
WSGI_APPLICATION = "socialvalue.wsgi.application"

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
                "socialvalue.common.context.page",
                "socialvalue.sessions.pages.session",
                "socialvalue.help.pages.every_page",
            ],
            "libraries": {
                "accounts": "socialvalue.accounts.templatetags.accounts",
                "charts": "socialvalue.charts.templatetags.charts",
                "formats": "socialvalue.common.templatetags.formats",
                "govuk": "socialvalue.common.templatetags.govuk",
                "history": "socialvalue.audit.templatetags.history",
                "parts": "socialvalue.common.templatetags.parts",
                "single_sign_on": "socialvalue.single_sign_on.templatetags.single_sign_on",
            },
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_CLASS_CONVERTERS: dict = {}

DATABASE_URL = env.str("DATABASE_URL", "")
if DATABASE_URL:
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _private(DATA_DIR / "socialvalue.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "socialvalue.User"
AUTHENTICATION_BACKENDS = ["socialvalue.accounts.services.backend.ConfirmedOnly"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/opportunities/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "socialvalue.accounts.services.adapter.Adapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "socialvalue.accounts.forms.sign_in.SignIn",
    "reset_password": "socialvalue.accounts.forms.sign_in.AskForReset",
    "reset_password_from_key": "socialvalue.accounts.forms.sign_in.SetPassword",
    "change_password": "socialvalue.accounts.forms.sign_in.ChangePassword",
    "reauthenticate": "socialvalue.accounts.forms.sign_in.PasswordAgain",
}
MFA_FORMS = {
    "authenticate": "socialvalue.accounts.forms.sign_in.Code",
    "reauthenticate": "socialvalue.accounts.forms.sign_in.CodeAgain",
    "activate_totp": "socialvalue.accounts.forms.sign_in.ActivateApp",
    "deactivate_totp": "socialvalue.accounts.forms.sign_in.DeactivateApp",
    "generate_recovery_codes": "socialvalue.accounts.forms.sign_in.NewRecoveryCodes",
    "authenticate_webauthn": "socialvalue.accounts.forms.sign_in.PasskeyAsSecondStep",
    "add_webauthn": "socialvalue.accounts.forms.sign_in.AddPasskey",
    "edit_webauthn": "socialvalue.accounts.forms.sign_in.RenamePasskey",
}
# Our people confirm their address when they register or set their first password (accounts/services.py)
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Social value"
# How many proxies of ours add to X-Forwarded-For; limits count by the visitor's own network address
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
# Proxies of ours that say when a request arrived (common/arrival.py); from anybody else the header is taken away
PROXY_ADDRESSES = [ip_network(one.strip()) for one in env.str("PROXY_ADDRESSES", "").split(",") if one.strip()]
# How far the demonstration is while it is loaded beside the pages; the file is gone afterwards
DEMONSTRATION_PROGRESS = DATA_DIR / "demonstration.progress"
# Of every fictional person; shown on the sign-in page
DEMONSTRATION_PASSWORD = env.str("DEMONSTRATION_PASSWORD", "demonstration")
# Passwords and codes are limited by our own count in the database (sessions/services/throttle.py)
SIGNING_IN_COUNTED_BY_US: dict = {"stay_signed_in": "60/h/user", "login": None, "login_failed": None}
ACCOUNT_RATE_LIMITS: dict | bool = SIGNING_IN_COUNTED_BY_US
if DEMONSTRATION or TESTING:
    ACCOUNT_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers allow passkeys over plain HTTP on this machine's own address alone
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_ADAPTER = "socialvalue.accounts.services.adapter.SecondStep"
# Who opens, checks, approves, decides, verifies or administers must have a second step; a demonstration lets them try it
SECOND_STEP_REQUIRED = PRODUCTION or env.bool("SECOND_STEP_REQUIRED", False)
# Who else says who somebody of a council is, by OpenID Connect: OIDC_PROVIDERS=kent and OIDC_KENT_ISSUER, … (docs/deployment.md)
try:
    OIDC_PROVIDERS = configured(os.environ, https=PRODUCTION)
except ValueError as _wrong:
    raise ImproperlyConfigured(str(_wrong)) from _wrong
SOCIALACCOUNT_ADAPTER = "socialvalue.single_sign_on.views.adapter.Adapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
# A file of common passwords in lower case, one a line, plain or gzip; without it Django's 20,000
COMMON_PASSWORDS = env.str("COMMON_PASSWORDS", "")
if COMMON_PASSWORDS and not Path(COMMON_PASSWORDS).is_file():
    raise ImproperlyConfigured(f"COMMON_PASSWORDS names {COMMON_PASSWORDS}, and there is no such file.")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "socialvalue.accounts.services.passwords.NotOurWords"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
        "OPTIONS": {"password_list_path": COMMON_PASSWORDS} if COMMON_PASSWORDS else {},
    },
]
# Of each process: a password takes 19 MiB and some 20 ms of a processor. Who waits longer is asked to try again (503)
PASSWORD_HASHES_AT_ONCE = env.int("PASSWORD_HASHES_AT_ONCE", 2)
PASSWORD_HASHES_WAIT_SECONDS = env.float("PASSWORD_HASHES_WAIT_SECONDS", 5.0)
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "socialvalue.accounts.services.hashers.Argon2id",
        "socialvalue.accounts.services.hashers.EarlierPBKDF2",
    ]
)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "build" / "static"] if (BASE_DIR / "build" / "static").exists() else []
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
# Files that arrive (socialvalue/documents): held in memory, limited before they are read, looked at by a scanner
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["socialvalue.documents.services.receiving.InMemory"]
# Nothing of ours writes there; emptied when a web process starts
FILE_UPLOAD_TEMP_DIR = Path(env.str("UPLOAD_TEMP_DIR", str(DATA_DIR / "incoming")))
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
BODY_MAX_BYTES_ANONYMOUS = 256 * 1024
# tcp://host:3310 or unix:///run/clamav/clamd.ctl; without it nothing is scanned
CLAMD_URL = "" if TESTING else env.str("CLAMD_URL", "")

REDIS_URL = env.str("REDIS_URL", "")
BROKER_DIR = DATA_DIR / "broker"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL.partition("?")[0]
    CELERY_WORKER_PREFETCH_MULTIPLIER = 1
    if REDIS_URL.startswith("rediss://"):
        # Left alone Celery takes any certificate; the health check and the cache ask for a good one by themselves
        CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True}
        for _name in ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile"):
            if _file := parse_qs(urlsplit(REDIS_URL).query).get(_name):
                CELERY_BROKER_USE_SSL[_name] = _file[0]
else:
    for name in ("queue", "control", "processed"):
        (BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"  # a host is not used, and its absence is warned about
    CELERY_BROKER_TRANSPORT = "socialvalue.common.folder_queue:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "polling_interval": 0.1,
    }
if REDIS_URL:
    # Shared, so that limits on signing in count over all server processes
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_RESULT_BACKEND = "django-db"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "socialvalue.health.heartbeat", "schedule": 30.0},
    "fold the record": {"task": "socialvalue.audit.fold", "schedule": 60.0},
    "requeue stale jobs": {"task": "socialvalue.jobs.requeue_stale", "schedule": 60.0},
    "send the outbox": {"task": "socialvalue.notifications.send_outbox", "schedule": 30.0},
    "scan held files": {"task": "socialvalue.documents.scan_held", "schedule": 60.0},
    "forget unsent emails": {"task": "socialvalue.notifications.forget_unsent", "schedule": crontab(hour=3, minute=50)},
    "clear sessions": {"task": "socialvalue.sessions.clear", "schedule": crontab(hour=3, minute=40)},
    "timed events": {"task": "measurement.timed_events", "schedule": 60.0},
    "open data": {"task": "measurement.opendata.make_register", "schedule": crontab(minute="5,20,35,50")},
    "sweep files made": {"task": "socialvalue.documents.sweep_made", "schedule": crontab(minute=25)},
    "sweep exports": {"task": "socialvalue.exports.sweep", "schedule": crontab(minute=27)},
    "keep figures": {"task": "contracts.kept.keep_figures", "schedule": 60.0},
    "check kept figures": {"task": "contracts.kept.check_figures", "schedule": crontab(hour=2, minute=10)},
    "periodic reports": {"task": "measurement.reports.make_due_reports", "schedule": crontab(hour=6, minute=5)},
}


def _mail_server() -> dict:
    """Where emails go. In production to a server: printed or thrown away they would count as sent, links for passwords too."""
    url = env.str("EMAIL_URL", "") or ("dummymail://" if DEMONSTRATION else "consolemail://")
    scheme = url.partition("://")[0]
    if scheme not in env.EMAIL_SCHEMES or (PRODUCTION and not scheme.startswith("smtp")):
        raise ImproperlyConfigured(
            "EMAIL_URL is missing or names no mail server: set it before starting in production, "
            "for example to smtp+tls://user:password@mail.council.example:587."
        )
    return env.email_url_config(url)


vars().update(_mail_server())
# Seconds: a mail server that does not answer must not hold a worker for good
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 20)
if DEMONSTRATION:
    EMAIL_BACKEND = "socialvalue.notifications.services.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "" if PRODUCTION else "social-value@demo.example")
if PRODUCTION and "@" not in DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured(
        "DEFAULT_FROM_EMAIL is missing: set it before starting in production to the address that the council's emails come from."
    )
SERVICE_NAME = env.str("SERVICE_NAME", "Social value through procurement")

SESSION_ENGINE = "socialvalue.sessions.services.store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
# Seconds without doing anything after which somebody is signed out; the shorter one where a role needs a second step
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", 4 * 60 * 60)
SESSION_IDLE_SECONDS_SECOND_STEP = env.int("SESSION_IDLE_SECONDS_SECOND_STEP", 60 * 60)
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = SESSION_COOKIE_AGE
# Cookies of this host alone, over HTTPS alone, for the whole site: the browser itself sees to it
OURS = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{OURS}sessionid"
CSRF_COOKIE_NAME = f"{OURS}csrftoken"
PERSON_COOKIE_NAME = f"{OURS}lastperson"
TYPED_COOKIE_NAME = f"{OURS}typedkey"
DEVICE_COOKIE_NAME = f"{OURS}device"
X_FRAME_OPTIONS = "DENY"
# Nothing of a device is asked for, so no page and no script on it may ask
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in ("accelerometer", "camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")
)
# Whoever shows it reads what /health/ready finds missing; without one nobody does
HEALTH_TOKEN = env.str("HEALTH_TOKEN", "")
# Where a weakness is reported: an address of mail or of a page, for /.well-known/security.txt
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "") or f"mailto:{DEFAULT_FROM_EMAIL}"
if SECURITY_CONTACT and not SECURITY_CONTACT.startswith(("mailto:", "https://")):
    raise ImproperlyConfigured("SECURITY_CONTACT must begin with mailto: or https://, like mailto:security@council.example")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = False
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}


def _not_a_health_check(record) -> bool:
    """Whoever asks for /health/ready reads the answer; while the service starts it is “not yet” several times a second."""
    request = getattr(record, "request", None)
    return not (request is not None and getattr(request, "path", "").startswith("/health/"))


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "no_health_checks": {"()": "django.utils.log.CallbackFilter", "callback": _not_a_health_check},
        "hide_secrets": {"()": "socialvalue.common.logs.HideSecrets"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_health_checks", "hide_secrets"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING" if TESTING else "INFO")},
    # A line for every step of every page of a PDF, and one for every property of the style sheet meant for screens
    "loggers": {"weasyprint": {"level": "ERROR"}, "fontTools": {"level": "WARNING"}, "pikepdf": {"level": "WARNING"}},
}
