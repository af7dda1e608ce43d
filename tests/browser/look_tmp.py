import pathlib, pytest
from datetime import timedelta
from hemu.kernel import clock
from hemu.disputes.tests import factories
from hemu.disputes.models import State
from hemu.loop.routing import actions, referrals
from hemu.loop.routing.models import Answer
from hemu.documents.volumes.actions import Filing, file_volume
from hemu.office.sheets import actions as sheets, work
from hemu.office.sheets.models import Form
from hemu.command.supervision.actions import supervise_dispute
from hemu.loop.mediation.inquiries import actions as inquiries
from hemu.loop.mediation.inquiries.models import Power
from django.http import QueryDict
from tests.browser.conftest import overflow, accessibility, scroll_through
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUT = pathlib.Path("/tmp/look_routing")
def test_look(page, cast, sign_in, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    start = clock.now() - timedelta(days=10)
    with clock.at(start): d = factories.rated(cast, kind=903, facts=factories.ORANGE)
    with clock.at(start+timedelta(days=1)): d = actions.push_to_centre(d, by=cast.officer, reason="涉及国土、林业")
    with clock.at(start+timedelta(days=1,hours=3)): d = actions.name_units(d, cast.committee, [cast.land_office], by=cast.coordinator)
    with clock.at(start+timedelta(days=6)): d = actions.give_back(d, "不属本村", by=cast.mediator)
    with clock.at(start+timedelta(days=7)): d = actions.assign_internal(d, cast.judicial_office, by=cast.coordinator)
    with clock.at(start+timedelta(days=8)): d = actions.receive(d, by=cast.judicial)
    referrals.refer(d, cast.land_office, "请核实地块四至，出具书面意见。", by=cast.judicial)
    referrals.reply(d, Answer.HELPED, "已到现场核实。", by=cast.land)
    referrals.refer(d, cast.forestry_office, "请提供林权登记情况。", by=cast.judicial)
    supervise_dispute(d, "三日内组织调解并反馈。", by=cast.coordinator)
    inquiries.record_inquiry(d, inquiries.NewInquiry(clock.now(), "荣院村三组", [inquiries.Exchange("界线在哪？","在老桑树下。")], ["蒋文"], asked_name="陈光荣"), by=cast.judicial)
    inquiries.authorise(d, inquiries.NewAuthorisation(factories.sides(d)[0], "张小山", [Power.SIGN], clock.today()), by=cast.judicial)
    w = factories.routed(cast)
    b = actions.give_back(factories.routed(cast), "当事人不在本村居住，请核实。", by=cast.mediator)
    closed = factories.at_state(cast, State.CLOSED); c2 = factories.at_state(cast, State.CLOSED)
    file_volume(closed, Filing("2"), by=cast.mediator)
    sheets.ask("ledger", Form.SHEET, QueryDict("state=90"), by=cast.coordinator); work.work_once()
    sheets.ask("closing", Form.PDF, QueryDict(""), by=cast.coordinator)
    base = f"/disputes/{closed.county}/{closed.pk}/"
    db = f"/disputes/{d.county}/{d.pk}/"
    pages = {"way": (db+"way/","coordinator"), "record": (db,"judicial"), "hops": ("/routing/?view=area","coordinator"), "returned": ("/routing/?view=area-returned","coordinator"),
      "referrals": ("/routing/?view=referrals","judicial"), "hopsempty": ("/routing/","coordinator"), "refer": (db+"refer/","judicial"), "reply": (db+"reply/","forestry"),
      "sheets": ("/sheets/?state=90","coordinator"), "volume": (base+"volume/","mediator"), "file": (f"/disputes/{c2.county}/{c2.pk}/volume/file/","mediator"),
      "volumes": ("/volumes/","coordinator"), "waiting": ("/volumes/?view=waiting","coordinator"), "inquire": (db+"inquire/","judicial"), "authorise": (db+"authorise/","judicial"),
      "papers": (base+"papers/","mediator"), "supervise": (db+"supervise/","county_coordinator"), "opened": (base+"papers/closing/0/open/","mediator"),
      "templates": ("/papers/","administrator"), "template": ("/papers/volume-contents/","administrator"), "closedrecord": (base,"mediator"), "disputes": ("/disputes/","coordinator")}
    who = None
    for name,(url,person) in pages.items():
        if person != who:
            page.context.clear_cookies(); sign_in(page, cast.people[person]); who = person
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            r = page.goto(url); print(name, width, r.status, "overflow", overflow(page), accessibility(page) if width==1440 or name in("way","sheets","hops") else "")
            scroll_through(page)
            page.screenshot(path=str(OUT/f"{name}-{width}.png"), full_page=True)
