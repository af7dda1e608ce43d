"""Django settings, every value read through config.env, which rejects typos."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config import env, keys, postgres

ROOT = env.ROOT
HOME = env.home()
DEBUG = env.flag("HEMU_DEBUG", default=False)
SECRET_KEY = keys.text("HEMU_SECRET_KEY", HOME / "keys" / "secret-key")
FIELD_KEY = keys.raw("HEMU_FIELD_KEY", HOME / "keys" / "field-key")
"""32 bytes: the key under which identity numbers, phones and dispute keys are sealed. Back it up apart."""
ALLOWED_HOSTS = env.words("HEMU_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("HEMU_TRUSTED_ORIGINS", default=[])
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
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "hemu.orgs",
    "hemu.rulebook",
    "hemu.tally",
    "hemu.outbox",
    "hemu.disputes",
    "hemu.documents",
    "hemu.privacy",
    "hemu.loop.screening",
    "hemu.loop.assessment",
    "hemu.loop.routing",
    "hemu.loop.mediation",
    "hemu.loop.followup",
    "hemu.outreach",
    "hemu.notices",
    "hemu.command",
    "hemu.office",
    "hemu.api",
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
    "hemu.orgs.middleware.ActorMiddleware",
    "hemu.office.middleware.PolicyMiddleware",
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

DATABASES = {"default": postgres.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.Person"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
SILENCED_SYSTEM_CHECKS: list[str] = []
