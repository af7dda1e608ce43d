"""The field app's side of the house: devices, syncing, uploads. The protocol: docs/field-sync.md."""
