import bedo.core.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('documents', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Establishment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_text', models.CharField(default='', max_length=200)),
                ('place_exact', models.BooleanField(default=True)),
                ('address', models.CharField(default='', max_length=200)),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.TextField()),
                ('search_text', models.TextField()),
                ('sort_key', bedo.core.fields.SortKeyField()),
                ('tax_code', models.CharField(default='', max_length=14)),
                ('sector', models.CharField(default='', max_length=20)),
                ('founded_on', models.DateField(null=True)),
                ('workers', models.PositiveIntegerField(null=True)),
                ('workers_as_of', models.DateField(null=True)),
                ('capital', bedo.core.fields.DongField(null=True)),
                ('revenue', bedo.core.fields.DongField(null=True)),
                ('revenue_year', models.PositiveSmallIntegerField(null=True)),
                ('exports', models.BooleanField(null=True)),
                ('owner_is_woman', models.BooleanField(null=True)),
                ('owner_is_minority', models.BooleanField(null=True)),
                ('raw_material', models.CharField(default='', max_length=300)),
                ('note', models.TextField(default='')),
                ('source', models.TextField(default='')),
                ('is_sample', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('merged_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_rows', to='establishments.establishment')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('place_now', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'sort_key'], name='establishment_by_name'), models.Index(fields=['province', 'name_key'], name='establishment_by_key'), models.Index(fields=['province', 'kind'], name='establishment_by_kind'), models.Index(fields=['province', 'place_now'], name='establishment_by_place')],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('tax_code', ''), _negated=True), ('merged_into', None)), fields=('province', 'tax_code'), name='establishment_tax_code_once', violation_error_message='Mã số thuế này đã có ở một cơ sở khác trong tỉnh.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='establishment_has_name', violation_error_message='Cơ sở phải có tên.'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='establishment_not_merged_into_itself', violation_error_message='Không gộp cơ sở vào chính nó.'), models.CheckConstraint(condition=models.Q(('capital', None), ('capital__gte', 0), _connector='OR'), name='establishment_capital_not_negative', violation_error_message='Vốn không được âm.')],
            },
        ),
        migrations.CreateModel(
            name='Machine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=160)),
                ('maker', models.CharField(default='', max_length=120)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('price', bedo.core.fields.DongField(null=True)),
                ('quantity', models.PositiveIntegerField(default=1)),
                ('condition', models.CharField(default='', max_length=20)),
                ('supported_by', models.CharField(default='', max_length=200)),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='machines', to='establishments.establishment')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'establishment'], name='machine_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='machine_at_least_one', violation_error_message='Số lượng máy phải từ 1.')],
            },
        ),
        migrations.CreateModel(
            name='NotADuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='establishments.establishment')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='establishments.establishment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='not_a_duplicate_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='not_a_duplicate_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('full_name', models.CharField(max_length=120)),
                ('role', models.CharField(max_length=20)),
                ('phone', models.CharField(default='', max_length=20)),
                ('email', models.CharField(default='', max_length=254)),
                ('id_number', models.CharField(default='', max_length=12)),
                ('purpose', models.CharField(max_length=20)),
                ('basis', models.CharField(max_length=20)),
                ('since', models.DateField()),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='establishments.establishment')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'establishment'], name='person_of'), models.Index(fields=['province', 'phone'], name='person_by_phone')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('purpose', ''), _negated=True), models.Q(('basis', ''), _negated=True)), name='person_has_purpose', violation_error_message='Dữ liệu cá nhân phải ghi mục đích và căn cứ lưu giữ.')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('caption', models.CharField(default='', max_length=200)),
                ('taken_on', models.DateField(null=True)),
                ('attachment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.attachment')),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='establishments.establishment')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'establishment'], name='photo_of')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=160)),
                ('unit', models.CharField(default='', max_length=30)),
                ('output', models.DecimalField(decimal_places=3, max_digits=15, null=True)),
                ('output_year', models.PositiveSmallIntegerField(null=True)),
                ('market', models.CharField(default='', max_length=200)),
                ('has_brand', models.BooleanField(null=True)),
                ('has_label', models.BooleanField(null=True)),
                ('has_packaging', models.BooleanField(null=True)),
                ('ocop_stars', models.PositiveSmallIntegerField(null=True)),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='establishments.establishment')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'establishment'], name='product_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ocop_stars', None), ('ocop_stars__range', (1, 5)), _connector='OR'), name='product_ocop_stars', violation_error_message='Hạng OCOP từ 1 đến 5 sao.')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(default='', max_length=160)),
                ('number', models.CharField(default='', max_length=80)),
                ('issuer', models.CharField(default='', max_length=160)),
                ('issued_on', models.DateField(null=True)),
                ('expires_on', models.DateField(null=True)),
                ('never_expires', models.BooleanField(default=False)),
                ('attachment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.attachment')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='establishments.establishment')),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='establishments.product')),
            ],
            options={
                'indexes': [models.Index(fields=['province', 'establishment'], name='certificate_of'), models.Index(fields=['province', 'expires_on'], name='certificate_by_expiry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('issued_on', None), ('expires_on', None), ('expires_on__gte', models.F('issued_on')), _connector='OR'), name='certificate_days_in_order', violation_error_message='Ngày hết hạn không được trước ngày cấp.'), models.CheckConstraint(condition=models.Q(('never_expires', False), ('expires_on', None), _connector='OR'), name='certificate_expires_or_not', violation_error_message='Giấy không thời hạn thì không ghi ngày hết hạn.')],
            },
        ),
    ]
