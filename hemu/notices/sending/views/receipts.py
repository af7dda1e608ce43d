"""Where SMS platforms tell what became of a message, and what a villager answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from hemu.kernel.errors import Refused
from hemu.kernel.web import public, writes
from hemu.notices.sending import receipts as coming

MOST_BYTES = 1_000_000


@csrf_exempt  # a platform holds no session; the secret in the address is the proof
@public
@writes
def receipts(request: HttpRequest, secret: str) -> HttpResponse:
    """Take receipts, by POST alone. An address that is no channel's is not there."""
    channel = coming.channel_of(secret)
    if request.method != "POST":
        return HttpResponse(status=405)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        return JsonResponse(coming.take(channel, request.body))
    except Refused as refused:
        return JsonResponse({"code": 1, "msg": str(refused)}, status=400)
