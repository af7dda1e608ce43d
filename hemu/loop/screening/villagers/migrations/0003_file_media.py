from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("villagers", "0002_foreign_keys")]

    operations = [
        migrations.RemoveField(model_name="reportfile", name="format"),
        migrations.AddField(
            model_name="reportfile",
            name="media",
            field=models.CharField(default="image/jpeg", max_length=40),
            preserve_default=False,
        ),
    ]
