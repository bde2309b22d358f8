import bedo.core.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=20)),
                ('level', models.PositiveSmallIntegerField()),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('sort_key', bedo.core.fields.SortKeyField()),
                ('search_text', models.TextField()),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['level', 'sort_key'], name='unit_level_name')],
                'constraints': [models.UniqueConstraint(fields=('code', 'level', 'valid_from'), name='unit_code_since'), models.UniqueConstraint(condition=models.Q(('valid_from', None)), fields=('code', 'level'), name='unit_code_since_always'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('code', 'level'), name='unit_code_in_force'), models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('level', 1), ('parent', None)), models.Q(('level__in', (2, 3)), ('parent__isnull', False)), _connector='OR'), name='unit_parent_by_level')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('whole', models.BooleanField(default=True)),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='came_from', to='places.unit')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='became', to='places.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='succession_once'), models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='succession_of_another')],
            },
        ),
        migrations.CreateModel(
            name='PriorityArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('flag', models.CharField(max_length=30)),
                ('effective_from', models.DateField(null=True)),
                ('effective_to', models.DateField(null=True)),
                ('basis', models.TextField()),
                ('certainty', models.CharField(max_length=10)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='priority_areas', to='places.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'flag', 'effective_from'), name='priority_area_since'), models.UniqueConstraint(condition=models.Q(('effective_from', None)), fields=('unit', 'flag'), name='priority_area_since_always'), models.CheckConstraint(condition=models.Q(('effective_from', None), ('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='priority_area_days_in_order'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='priority_area_has_basis')],
            },
        ),
    ]
