import bedo.core.fields
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
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.CharField(max_length=20)),
                ('year', models.PositiveSmallIntegerField()),
                ('is_open', models.BooleanField(default=True)),
                ('closed_on', models.DateField(null=True)),
                ('is_sample', models.BooleanField(default=False)),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('province', 'fund', 'year'), name='line_once'), models.UniqueConstraint(condition=models.Q(('province', None)), fields=('fund', 'year'), name='line_once_nation'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('is_open', True)), models.Q(('closed_on__isnull', False), ('is_open', False)), _connector='OR'), name='line_closed_has_day')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=20)),
                ('holder', models.CharField(blank=True, default='', max_length=60)),
                ('group', models.CharField(blank=True, default='', max_length=60)),
                ('balance', bedo.core.fields.DongField(default=0)),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledger.budgetline')),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'group'], name='account_group'), models.Index(fields=['holder'], name='account_holder')],
                'constraints': [models.UniqueConstraint(fields=('line', 'stage', 'holder'), name='account_once'), models.CheckConstraint(condition=models.Q(('balance__gte', 0)), name='account_not_below_zero', violation_error_message='Số dư không được âm.'), models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['in', 'available', 'out']), ('holder', '')), models.Q(('stage__in', ['planned', 'contracted', 'advanced', 'recoverable', 'settled']), models.Q(('holder', ''), _negated=True)), _connector='OR'), name='account_holder_by_stage')],
            },
        ),
        migrations.CreateModel(
            name='PendingCut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', bedo.core.fields.DongField()),
                ('left', bedo.core.fields.DongField()),
                ('on', models.DateField()),
                ('batch', models.UUIDField(unique=True)),
                ('note', models.TextField(blank=True, default='')),
                ('reference', models.CharField(blank=True, default='', max_length=60)),
                ('document_id', models.BigIntegerField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_on', models.DateField(null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cuts', to='ledger.budgetline')),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('left__gt', 0)), fields=['line'], name='cut_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('left__gte', 0), ('left__lte', models.F('amount')), ('amount__gt', 0)), name='cut_left_within'), models.CheckConstraint(condition=models.Q(('withdrawn_on', None), ('left', 0), _connector='OR'), name='cut_withdrawn_waits_not')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', bedo.core.fields.DongField()),
                ('kind', models.CharField(max_length=20)),
                ('group', models.CharField(blank=True, default='', max_length=60)),
                ('on', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('reference', models.CharField(blank=True, default='', max_length=60)),
                ('note', models.TextField(blank=True, default='')),
                ('document_id', models.BigIntegerField(null=True)),
                ('batch', models.UUIDField(null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='ledger.budgetline')),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='ledger.transfer')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='ledger.account')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='ledger.account')),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'line', '-id'], name='transfer_line'), models.Index(fields=['group', '-id'], name='transfer_group'), models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='transfer_batch')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='transfer_above_zero'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='transfer_between_two'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reverse'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reverse'), _negated=True), ('reverses', None)), _connector='OR'), name='transfer_reversal_names_its')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.CharField(max_length=20)),
                ('year', models.PositiveSmallIntegerField()),
                ('holder', models.CharField(max_length=60)),
                ('group', models.CharField(max_length=60)),
                ('amount', bedo.core.fields.DongField()),
                ('on', models.DateField()),
                ('note', models.TextField(blank=True, default='')),
                ('document_id', models.BigIntegerField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('dropped_on', models.DateField(null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('honoured_by', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='honours', to='ledger.transfer')),
            ],
            options={
                'indexes': [models.Index(fields=['group'], name='commitment_group')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='commitment_above_zero'), models.CheckConstraint(condition=models.Q(('honoured_by', None), ('dropped_on', None), _connector='OR'), name='commitment_ends_once'), models.UniqueConstraint(condition=models.Q(('dropped_on', None)), fields=('province', 'fund', 'year', 'holder'), name='commitment_once'), models.UniqueConstraint(condition=models.Q(('dropped_on', None), ('province', None)), fields=('fund', 'year', 'holder'), name='commitment_once_nation')],
            },
        ),
    ]
