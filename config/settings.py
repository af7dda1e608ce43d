"""Django settings, every value read through config.env, which rejects typos."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from config import env, keys, oidc, postgres

ROOT = env.ROOT
HOME = env.home()
DEBUG = env.flag("HEMU_DEBUG", default=False)
SECRET_KEY = keys.text("HEMU_SECRET_KEY", HOME / "keys" / "secret-key")
FIELD_KEY = keys.raw("HEMU_FIELD_KEY", HOME / "keys" / "field-key")
"""32 bytes: the key under which identity numbers, phones and dispute keys are sealed. Back it up apart."""
ALLOWED_HOSTS = env.words("HEMU_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("HEMU_TRUSTED_ORIGINS", default=[])
INNER_GATEWAYS = env.networks("HEMU_INNER_GATEWAYS")
"""Where messages may go inside: a county's own SMS gateway, mail server or webhook."""
PUBLIC_URL = env.text("HEMU_PUBLIC_URL").rstrip("/")
"""Where villagers reach the site: it is printed on posters. Empty: as the office's own browser does."""
REQUIRE_SECOND_FACTOR = env.flag("HEMU_REQUIRE_SECOND_FACTOR", default=True)
"""Posts above the township must sign in with a second factor."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "pgtrigger",
    "axes",
    "hemu.orgs",  # before allauth: its templates replace allauth's
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "hemu.rulebook",
    "hemu.tally",
    "hemu.outbox",
    "hemu.disputes",
    "hemu.disputes.trials",
    "hemu.documents",
    "hemu.documents.volumes",
    "hemu.privacy",
    "hemu.loop.screening",
    "hemu.loop.screening.importing",
    "hemu.loop.screening.sent",
    "hemu.loop.screening.villagers",
    "hemu.loop.screening.reporting",
    "hemu.loop.screening.petitions",
    "hemu.loop.screening.meetings",
    "hemu.loop.screening.groups",
    "hemu.loop.screening.links",
    "hemu.loop.screening.campaigns",
    "hemu.loop.screening.coverage",
    "hemu.loop.screening.doubts",
    "hemu.loop.assessment",
    "hemu.loop.assessment.changing",
    "hemu.loop.assessment.conferral",
    "hemu.loop.assessment.key",
    "hemu.loop.assessment.trends",
    "hemu.loop.routing",
    "hemu.loop.mediation",
    "hemu.loop.mediation.performance",
    "hemu.loop.mediation.confirmation",
    "hemu.loop.mediation.police",
    "hemu.loop.mediation.outcomes",
    "hemu.loop.mediation.crimes",
    "hemu.loop.mediation.people",
    "hemu.loop.mediation.calendar",
    "hemu.loop.mediation.advice",
    "hemu.loop.mediation.fusion",
    "hemu.loop.mediation.inquiries",
    "hemu.loop.followup",
    "hemu.loop.followup.callbacks",
    "hemu.loop.followup.complaints",
    "hemu.loop.followup.satisfaction",
    "hemu.loop.followup.chasing",
    "hemu.outreach",
    "hemu.outreach.talks",
    "hemu.outreach.stories",
    "hemu.notices",
    "hemu.notices.sending",
    "hemu.notices.bulletins",
    "hemu.notices.telling",
    "hemu.command",
    "hemu.command.supervision",
    "hemu.office",
    "hemu.office.sheets",
    "hemu.api",
    "hemu.field",
    "hemu.portal",
    "hemu.portal.parties",
    "hemu.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "hemu.orgs.middleware.ActorMiddleware",
    "hemu.orgs.signin.middleware.SecondFactorMiddleware",
    "hemu.office.middleware.PolicyMiddleware",
    "hemu.privacy.veil.VeilMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hemu.office.context.shell",
            ],
        },
    }
]

DATABASES = {"default": postgres.database(pool=env.number("HEMU_POOL_SIZE", default=0, most=200))}
"""The serving processes set HEMU_POOL_SIZE; a command keeps no pool."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "hemu"}}

AUTH_USER_MODEL = "orgs.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"hemu.orgs.signin.passwords.{name}"}
    for name in ("LengthValidator", "VarietyValidator", "OwnNameValidator", "KnownValidator")
] + [{"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "hemu.orgs.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": False}
"""Failed sign-ins are counted by axes, in the database, for all processes together."""
MFA_ADAPTER = "hemu.orgs.signin.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "和睦"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "hemu.orgs.signin.adapters.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = oidc.providers()
OIDC_USERNAME_CLAIM = env.text("HEMU_OIDC_USERNAME_CLAIM", default="preferred_username")
"""Which claim of the identity service names the account here."""
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "hemu.orgs.signin.lockout.username"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
"""Files are served from where they are built: no collecting, one step less to forget when installing."""
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(?:dist|field/assets)/.+-[\w-]{8}\.\w+$"
"""What Vite built is named by its content, so a browser keeps it for ever."""
MEDIA_ROOT = HOME / "files"
TRIAGE_FOLDER = HOME / "triage"
"""Where trained models of triage lie."""
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20

ARCHIVE_AFTER_DAYS = env.number("HEMU_ARCHIVE_AFTER_DAYS", default=3, most=365)
ARCHIVE_RETENTION = env.text("HEMU_ARCHIVE_RETENTION", default="2")

HTTPS = env.flag("HEMU_HTTPS", default=False)
"""A proxy in front speaks TLS and sets X-Forwarded-Proto."""
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 86_400
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "hemu_session"
CSRF_COOKIE_NAME = "hemu_csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING_CONFIG = "config.logs.configure"
LOGGING = {
    "level": env.choice("HEMU_LOG_LEVEL", options=("debug", "info", "warning", "error"), default="info"),
    "json": env.flag("HEMU_LOG_JSON", default=False),
}
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # we speak for our own host, never for its sibling names
    "security.W021",  # preloading is the domain owner's decision
]
