import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StatedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_text', models.CharField(max_length=120)),
                ('scope', models.CharField(default='', max_length=60)),
                ('period', models.CharField(max_length=60)),
                ('year_from', models.PositiveSmallIntegerField(null=True)),
                ('year_to', models.PositiveSmallIntegerField(null=True)),
                ('kind', models.CharField(max_length=20)),
                ('measure', models.CharField(max_length=60)),
                ('subject', models.TextField(default='')),
                ('value', models.BigIntegerField(null=True)),
                ('text_value', models.TextField(default='')),
                ('unit', models.CharField(default='', max_length=40)),
                ('qualifier', models.CharField(default='exact', max_length=12)),
                ('printed', models.TextField(default='')),
                ('check_note', models.TextField(default='')),
                ('source_url', models.TextField()),
                ('origin', models.CharField(max_length=60)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'year_from', 'measure'], name='stated_province')],
                'constraints': [models.UniqueConstraint(fields=('origin', 'measure'), name='stated_once'), models.CheckConstraint(condition=models.Q(('source_url', ''), _negated=True), name='stated_has_source')],
            },
        ),
    ]
