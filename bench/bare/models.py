"""The one table of the bare baseline."""

from django.db import models


class Row(models.Model):
    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    province = models.CharField(max_length=40)
    year = models.IntegerField()
    category = models.CharField(max_length=60)
    status = models.CharField(max_length=30)
    maker = models.CharField(max_length=200)
    officer = models.CharField(max_length=60)
    total = models.BigIntegerField()
    support = models.BigIntegerField()
    paid = models.BigIntegerField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    note = models.TextField()

    class Meta:
        app_label = "bare"
        indexes = [
            models.Index(fields=["year", "-id"], name="bare_year"),
            models.Index(fields=["year", "province", "-id"], name="bare_year_province"),
            models.Index(fields=["status"], name="bare_status"),
        ]
