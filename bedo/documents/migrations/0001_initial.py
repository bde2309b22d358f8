import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('kind', models.CharField(max_length=100)),
                ('original_name', models.CharField(max_length=160)),
                ('path', models.CharField(max_length=120)),
                ('uploaded_at', models.DateTimeField()),
                ('is_photo', models.BooleanField(default=False)),
                ('taken_at', models.DateTimeField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('is_sample', models.BooleanField(default=False)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['province', '-uploaded_at'], name='attachment_newest'), models.Index(fields=['sha256'], name='attachment_content')],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='attachment_not_empty', violation_error_message='Tệp rỗng không được lưu.')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper_type', models.CharField(max_length=10)),
                ('issuer', models.CharField(max_length=200)),
                ('issuer_key', models.CharField(max_length=200)),
                ('number', models.CharField(default='', max_length=40)),
                ('symbol', models.CharField(default='', max_length=60)),
                ('number_key', models.CharField(default='', max_length=110)),
                ('year', models.PositiveSmallIntegerField()),
                ('issued_on', models.DateField()),
                ('received_on', models.DateField(null=True)),
                ('signer', models.CharField(default='', max_length=160)),
                ('summary', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('search_text', models.TextField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_sample', models.BooleanField(default=False)),
                ('attachment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='documents.attachment')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='accounts.organisation')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['province', '-issued_on'], name='paper_newest'), models.Index(fields=['province', 'paper_type', 'year'], name='paper_type_year')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number_key', ''), _negated=True), fields=('province', 'issuer_key', 'year', 'paper_type', 'number_key'), name='paper_number_once', violation_error_message='Văn bản này đã có trong sổ.')],
            },
        ),
        migrations.CreateModel(
            name='Sequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'year'), name='sequence_once')],
            },
        ),
    ]
