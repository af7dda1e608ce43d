"""A form with every kind of field, one copy calm and one refused."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EveryField(forms.Form):
    """Each widget once."""

    party = forms.CharField(label=_("当事人姓名"), help_text=_("与身份证上的姓名一致"))
    phone = forms.CharField(
        label=_("联系电话"), required=False, widget=forms.TextInput(attrs={"class": "input-short"})
    )
    kind = forms.ChoiceField(
        label=_("纠纷类别"), choices=[("", _("请选择")), ("0101", _("婚姻家庭")), ("0401", _("山林土地"))]
    )
    found = forms.DateField(label=_("发现日期"), widget=forms.DateInput(attrs={"type": "date"}))
    people = forms.IntegerField(label=_("涉及人数"), min_value=1)
    story = forms.CharField(
        label=_("事情经过"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("谁和谁、为什么事、现在到什么程度、以前调解过没有"),
    )
    way = forms.ChoiceField(
        label=_("怎么知道的"),
        widget=forms.RadioSelect,
        choices=[("1", _("走访")), ("2", _("警情")), ("5", _("来人来电"))],
    )
    risks = forms.MultipleChoiceField(
        label=_("有没有这些情况"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("threat", _("扬言动手")), ("weapon", _("准备了器械")), ("minors", _("牵涉未成年人"))],
    )
    consent = forms.BooleanField(label=_("双方都同意由村调委会调解"))
    papers = forms.FileField(
        label=_("材料"), required=False, help_text=_("照片、PDF 或 Word，每个不超过 20 MB")
    )


def calm() -> EveryField:
    """Nothing filled in yet."""
    return EveryField(auto_id="calm_%s")


def refused() -> EveryField:
    """Sent with mistakes: what was typed is still there."""
    form = EveryField(
        {"party": "王兴发", "people": "0", "story": "因承包地边界与邻居多次争吵。"}, auto_id="refused_%s"
    )
    form.add_error(None, str(_("同一件事今天已经登记过，编号 瓮安〔2018〕0412 号。")))
    return form
