import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_wording_becomes_versions")]

    operations = [
        migrations.AlterField(
            model_name="lettertext",
            name="text",
            field=models.TextField(default="", verbose_name="text"),
        ),
        migrations.RemoveField(
            model_name="lettertext",
            name="text",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertextversion",
            trigger=pgtrigger.compiler.Trigger(
                name="wording_version_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a4e5acaf07dc2a1dd545f3725c22d75cc575e556",
                    operation="DELETE",
                    pgid="pgtrigger_wording_version_is_kept_5d311",
                    table="documents_lettertextversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertextversion",
            trigger=pgtrigger.compiler.Trigger(
                name="wording_version_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."clause_id" IS DISTINCT FROM (NEW."clause_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="09900288a4420293f4687fbac178e5b159d886e4",
                    operation="UPDATE",
                    pgid="pgtrigger_wording_version_is_immutable_7e004",
                    table="documents_lettertextversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lettertextversion",
            trigger=pgtrigger.compiler.Trigger(
                name="wording_version_is_approved_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."approved_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="978fd4f9aa95a2db5356a7345fc6d3e4b2dd812d",
                    operation="UPDATE",
                    pgid="pgtrigger_wording_version_is_approved_once_de280",
                    table="documents_lettertextversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
