import os
import pytest
from playwright.sync_api import sync_playwright
from django.test import Client
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
PAGES = eval(os.environ["SHOTS"])  # [(actor, path, name)]

def test_shots(cast, live_server):
    import importlib
    setup = os.environ.get("SHOT_SETUP")
    env = {"cast": cast}
    if setup:
        exec(open(setup).read(), env)
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for who, path, name in PAGES:
            path = path.format(**{k: v for k, v in env.items() if isinstance(v, (str, int))})
            client = Client(); client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
            for width in (1440, 390):
                ctx = b.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
                ctx.add_cookies([{"name": c.key, "value": c.value, "url": live_server.url} for c in client.cookies.values()])
                page = ctx.new_page()
                page.on("console", lambda m: print("CONSOLE", m.type, m.text))
                page.on("response", lambda r: r.status >= 400 and print("HTTP", r.status, r.url))
                page.goto(live_server.url + path)
                page.wait_for_timeout(400)
                do = env.get("do_" + name)
                if do: do(page)
                print(name, width, "scrollW", page.evaluate("document.documentElement.scrollWidth"))
                page.screenshot(path=f"/tmp/shots/{name}-{width}.png", full_page=True)
                ctx.close()
        b.close()
