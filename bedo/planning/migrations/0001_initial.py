import bedo.core.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('documents', '0001_initial'),
        ('ledger', '0002_transfers_append_only'),
        ('places', '0001_initial'),
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='YearPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(default='draft', max_length=12)),
                ('note', models.TextField(default='')),
                ('opinion', models.TextField(default='')),
                ('opinion_on', models.DateField(null=True)),
                ('opinion_agrees', models.BooleanField(null=True)),
                ('submitted_on', models.DateField(null=True)),
                ('approved_on', models.DateField(null=True)),
                ('allocated_on', models.DateField(null=True)),
                ('is_sample', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('allocation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.paper')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='ledger.budgetline')),
                ('opinion_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['province', '-year', 'round'], name='plan_year')],
                'constraints': [models.UniqueConstraint(fields=('line', 'round'), name='plan_round_once'), models.CheckConstraint(condition=models.Q(('state__in', ['allocated', 'approved', 'draft', 'returned', 'submitted'])), name='plan_state_known'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned']), models.Q(('approved_on__isnull', False), ('decision__isnull', False)), _connector='OR'), name='plan_approved_has_decision', violation_error_message='Kế hoạch đã phê duyệt phải có quyết định và ngày phê duyệt.')],
            },
        ),
        migrations.CreateModel(
            name='PlanItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('amount', bedo.core.fields.DongField()),
                ('outcome', models.CharField(default='', max_length=10)),
                ('note', models.TextField(default='')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_items', to='projects.project')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='planning.yearplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'project'), name='plan_project_once'), models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('project',), name='plan_project_in_one_open'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='plan_amount')],
            },
        ),
    ]
