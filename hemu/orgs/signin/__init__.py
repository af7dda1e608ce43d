"""Signing in: django-allauth, with our rules about who may and what they must show."""
