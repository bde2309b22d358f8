"""The one opinion that a plan held becomes the row of Sở Tài chính; a plan that was submitted was submitted once."""

from django.db import migrations


def move(apps, schema_editor):
    plans = apps.get_model("planning", "YearPlan")
    rows = apps.get_model("planning", "OpinionRequest")
    plans.objects.filter(submitted_on__isnull=False).update(submissions=1)
    rows.objects.bulk_create(
        rows(
            plan=plan,
            submission=1,
            key="finance",
            department="Sở Tài chính",
            asked_on=min(plan.submitted_on or plan.opinion_on, plan.opinion_on),
            answered_on=plan.opinion_on,
            agrees=plan.opinion_agrees,
            text=plan.opinion,
            answered_by=plan.opinion_by,
        )
        for plan in plans.objects.filter(opinion_on__isnull=False, opinion_agrees__isnull=False).select_related("opinion_by")
    )


class Migration(migrations.Migration):
    dependencies = [("planning", "0004_opinions_versions_programmes")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
