"""The files of a public form: how large all of them may be, and what one network may send of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hemu.documents.inspection import MOST_BYTES
from hemu.loop.screening.villagers import files
from hemu.loop.screening.villagers.files import Looked
from hemu.portal import floods

MEGABYTE: Final = 2**20
MOST_SENT: Final = files.MOST_FILES * MOST_BYTES + MEGABYTE
"""Bytes of a whole form: beyond it, none of it is read."""


def take(request: HttpRequest, where: str, *, room: int = files.MOST_FILES) -> Looked:
    """Look through the files that came, and keep what can be kept; nothing that came is read twice."""
    sent: Sequence[UploadedFile] = [one for one in request.FILES.getlist("files") if one.size]
    size = sum(one.size or 0 for one in sent)
    if sent and not floods.take(floods.UPLOADING, where, size / MEGABYTE):
        words = _("这个网络上传来的照片和录音太多了，这次没有收下。可以先发文字，过几分钟凭查询码补充。")
        return Looked(refused=[words])
    small = [one for one in sent if (one.size or 0) <= MOST_BYTES]
    contents = [one.read() for one in small[: room + 1]]
    looked = files.look_through(contents, most=room, with_place=bool(request.POST.get("position")))
    if len(small) < len(sent):
        words = _("有的文件超过 %(most)s MB，没有收下。请压缩，或者分成几个文件。")
        looked.refused.append(words % {"most": MOST_BYTES // MEGABYTE})
    return looked
