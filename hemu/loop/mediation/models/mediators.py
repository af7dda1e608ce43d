"""Who mediates: the register of mediators."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.kernel.ids import new_id
from hemu.orgs.models import Post
from hemu.orgs.queries import units_covering


class MediatorQuerySet(models.QuerySet["Mediator"]):
    """Queries over the register."""

    def active(self) -> Self:
        """Mediators who serve now."""
        return self.filter(is_active=True, post__until=None, post__person__is_active=True)

    def for_place(self, place: int) -> Self:
        """Those whose unit covers `place`."""
        return self.filter(post__unit__in=units_covering(place).values("id"))


class Mediator(models.Model):
    """A mediator of a committee (人民调解法13): a post, with languages and the kinds they know.

    `languages` are names as people say them (布依语); `skills` first-level kinds of dispute (9 for 0900).
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    post = models.OneToOneField(Post, models.CASCADE, related_name="mediator", verbose_name=_("岗位"))
    languages = ArrayField(models.CharField(max_length=20), verbose_name=_("语言"), default=list, blank=True)
    skills = ArrayField(models.SmallIntegerField(), verbose_name=_("擅长类型"), default=list, blank=True)
    is_full_time = models.BooleanField(_("专职"), default=False)
    is_gold = models.BooleanField(_("金牌调解员"), default=False)
    brand_room = models.CharField(_("品牌调解室"), max_length=60, blank=True)
    is_active = models.BooleanField(_("在任"), default=True)

    objects = MediatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("调解员")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.post.person.name
