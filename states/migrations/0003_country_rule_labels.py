from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("states", "0002_country_rules")]

    operations = [
        *(
            migrations.AddField(
                "countryrule",
                f"label_{code}",
                models.CharField(default="", max_length=120, verbose_name=f"short name in {name}"),
                preserve_default=False,
            )
            for code, name in (("en", "English"), ("fr", "French"), ("es", "Spanish"))
        ),
        migrations.AlterField(
            "countryrule",
            "provision",
            models.CharField(
                blank=True,
                help_text="Where the State says so: article 22.",
                max_length=200,
                verbose_name="provision",
            ),
        ),
    ]
