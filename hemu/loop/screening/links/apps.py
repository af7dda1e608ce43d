from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "hemu.loop.screening.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write keys with every registration, settle proposals with every link, show both on the page."""
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.screening.links import panels, reactions

        register_reaction("links.keys", reactions.keep_keys)
        register_reaction("links.settle", reactions.settle)
        panels.register()
