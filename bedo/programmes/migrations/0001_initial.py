import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RuleBook',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('stamp', models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='LegalText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=120, unique=True)),
                ('title', models.TextField(default='')),
                ('issued_on', models.DateField(null=True)),
                ('effective_from', models.DateField(null=True)),
                ('effective_to', models.DateField(null=True)),
                ('source_url', models.TextField(default='')),
                ('notes', models.TextField(default='')),
                ('amends', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amended_by', to='programmes.legaltext')),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='programmes.legaltext')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('effective_from', None), ('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='legal_text_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='RuleRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=80)),
                ('level', models.CharField(max_length=10)),
                ('effective_from', models.DateField(null=True)),
                ('effective_to', models.DateField(null=True)),
                ('article', models.CharField(default='', max_length=120)),
                ('certainty', models.CharField(max_length=10)),
                ('values', models.JSONField(default=dict)),
                ('position', models.PositiveIntegerField(default=0)),
                ('source_url', models.TextField(default='')),
                ('notes', models.TextField(default='')),
                ('origin', models.CharField(default='file', max_length=10)),
                ('identity', models.CharField(max_length=200, unique=True)),
                ('used_on', models.DateField(null=True)),
                ('added_at', models.DateTimeField()),
                ('retired_on', models.DateField(null=True)),
                ('retired_reason', models.TextField(default='')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('legal_text', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='programmes.legaltext')),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('retired_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['table', 'position', 'id'], name='rule_table')],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['national', 'local', 'all'])), name='rule_level'), models.CheckConstraint(condition=models.Q(('certainty__in', ['read', 'confirmed', 'summary', 'recalled', 'design'])), name='rule_certainty'), models.CheckConstraint(condition=models.Q(('effective_from', None), ('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='rule_days_in_order'), models.CheckConstraint(condition=models.Q(('retired_on', None), models.Q(('retired_reason', ''), _negated=True), _connector='OR'), name='rule_retired_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='RuleConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('person', models.CharField(max_length=120)),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='programmes.rulerow')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('row', 'province'), name='rule_confirmed_once')],
            },
        ),
    ]
