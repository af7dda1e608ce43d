from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "hemu.outreach.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A closed dispute's page leads to telling it, and to a party's no."""
        from hemu.disputes.panels import register_panel
        from hemu.outreach.stories.panels import closed

        register_panel("stories", "stories/panel.html", closed, order=95, title=_("以案释法"))
