"""One folder per way of telling somebody.

``inbox`` is the product's own. Each of the others speaks one platform's published protocol: a module has a
``CLIENT`` (:class:`hemu.notices.channels.base.Client`) that :mod:`hemu.notices.channels.registry` lists.
They know nothing of our tables: what is sent to whom, and when again, is :mod:`hemu.notices.sending`.
"""
