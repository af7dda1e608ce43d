"""The pieces that pages are made of: plain functions that return safe HTML or plain text.

The template tags in ``templatetags/hemu.py`` only give these names in templates.
"""
