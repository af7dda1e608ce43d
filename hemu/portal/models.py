"""How much may come in from where: token buckets, for the pages that anybody may write on."""

from __future__ import annotations

from django.db import models


class Bucket(models.Model):
    """Tokens left of one sender at one gate, as they stood at `at` (epoch seconds).

    `key` is a keyed hash (32 bytes) of the gate and of a range of addresses or a village: no address is
    kept. A bucket refills by itself and is deleted when it has been full for a day: nobody is shut out
    for good.
    """

    key = models.BinaryField(max_length=32, primary_key=True)
    tokens = models.FloatField()
    at = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="bucket_at")]
