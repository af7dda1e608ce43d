from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "hemu.outreach.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A closed dispute's page leads to telling it, and to a party's no; what waits is counted."""
        from hemu.disputes.heaps import register_heaps
        from hemu.disputes.panels import register_panel
        from hemu.outreach.stories.panels import closed
        from hemu.outreach.stories.queries import heaps

        register_heaps("stories", heaps)
        register_panel("stories", "stories/panel.html", closed, order=95, title=_("以案释法"))
