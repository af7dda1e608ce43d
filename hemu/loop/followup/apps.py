from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "hemu.loop.followup"
    label = "followup"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hemu.disputes.reactions import register_reaction
        from hemu.loop.followup.planning import plan_by_itself

        register_reaction("followup.plan_by_itself", plan_by_itself)
