import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogHead',
            fields=[
                ('chain', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='OutboxMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.TextField()),
                ('subject', models.TextField()),
                ('body', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('error', models.TextField(default='')),
            ],
        ),
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=8)),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('on', models.DateField(null=True)),
                ('kind', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=60)),
                ('group', models.CharField(max_length=60)),
                ('text', models.TextField()),
                ('data', models.JSONField(default=dict)),
                ('personal_hash', models.CharField(default='', max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['group', '-id'], name='log_group'), models.Index(fields=['chain', 'kind', '-id'], name='log_kind')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'seq'), name='log_chain_seq')],
            },
        ),
        migrations.CreateModel(
            name='LogPersonal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.JSONField()),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='personal', to='core.logentry')),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('link', models.CharField(default='', max_length=200)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'read_at'], name='notice_unread')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('data', models.JSONField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='draft_user_key')],
            },
        ),
    ]
