from typing import Any

import hemu.kernel.fields
from django.db import migrations

A_BATCH = 500


def seal(apps: Any, schema_editor: Any) -> None:
    """Seal the words of every message that is kept."""
    rows = apps.get_model("sending", "Delivery").objects
    for row in rows.only("text", "params").order_by("id").iterator(chunk_size=A_BATCH):
        rows.filter(pk=row.pk).update(sealed_text=row.text, sealed_params=row.params)


def unseal(apps: Any, schema_editor: Any) -> None:
    """The way back."""
    rows = apps.get_model("sending", "Delivery").objects
    for row in rows.only("sealed_text", "sealed_params").order_by("id").iterator(chunk_size=A_BATCH):
        rows.filter(pk=row.pk).update(text=row.sealed_text, params=row.sealed_params)


class Migration(migrations.Migration):
    dependencies = [("sending", "0002_families")]

    operations = [
        migrations.AddField(
            "delivery", "sealed_text", hemu.kernel.fields.SealedTextField(default="", blank=True)
        ),
        migrations.AddField(
            "delivery", "sealed_params", hemu.kernel.fields.SealedJSONField(default=dict, blank=True)
        ),
        migrations.RunPython(seal, unseal),
        migrations.RemoveField("delivery", "text"),
        migrations.RemoveField("delivery", "params"),
        migrations.RenameField("delivery", "sealed_text", "text"),
        migrations.RenameField("delivery", "sealed_params", "params"),
    ]
