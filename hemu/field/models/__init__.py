"""Devices, what they sent, what a person must decide of it, and files on their way."""

from hemu.field.models.devices import Device, EndedWhy
from hemu.field.models.kept import Decision, Kept, KeptWhy
from hemu.field.models.sync import Envelope, Item
from hemu.field.models.uploads import Upload, UploadState

__all__ = [
    "Decision",
    "Device",
    "EndedWhy",
    "Envelope",
    "Item",
    "Kept",
    "KeptWhy",
    "Upload",
    "UploadState",
]
