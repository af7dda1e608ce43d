"""The organisation: where, who, and what they may do."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    """Regions, units, people, posts, teams."""

    name = "hemu.orgs"
    label = "orgs"
    verbose_name = _("机构人员")
    default_auto_field = "django.db.models.BigAutoField"
