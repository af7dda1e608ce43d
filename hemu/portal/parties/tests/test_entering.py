"""Getting in: the code, the second proof, the lock; and that nobody learns which of them was wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hemu.disputes.models import Dispute
from hemu.disputes.queries import parties
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden
from hemu.loop.screening.villagers import rules
from hemu.portal.parties import codes, passes
from hemu.portal.parties.models import PartyCode
from hemu.portal.parties.tests.conftest import MY, party_named, way_of
from hemu.privacy.queries import openings_of_party

WRONG = "查询码或者核对信息不对"


def test_codes_are_given_when_mediation_is_accepted(cast):
    before = factories.received(cast)
    assert not codes.current(before).exists()
    after = factories.mediating(cast)
    assert codes.current(after).count() == len(parties(after))


@pytest.mark.parametrize("proof", ["pin", "5521", "123"])
def test_the_code_and_any_second_proof_let_in(dispute, ways, proof):
    way = ways("张大山")
    number = str(party_named(dispute, "张大山").identity_number)
    text = way.enter({"pin": way.pin, "123": number[-4:].lower()}.get(proof, proof))
    assert way.status == 200
    assert "正在调解" in text
    assert "张**" in text


def test_the_code_is_read_however_it_is_typed(ways):
    way = ways("张大山")
    assert "正在调解" in way.enter(code=rules.shown_code(way.code).lower())


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "nonsense", "' OR 1=1"])
def test_a_wrong_code_and_a_wrong_proof_are_answered_alike(ways, code):
    way = ways("张大山")
    wrong_proof = way.enter("9999")
    assert way.status == 403
    assert WRONG in wrong_proof
    wrong_code = way.enter(code=code or "ABCDEFGHJKMNPQRS")
    assert way.status == 403
    assert wrong_code.replace(code or "ABCDEFGHJKMNPQRS", way.code).split("<main")[1].count(WRONG) == 1
    assert not way.note


def test_the_second_question_is_asked_whatever_the_code_is(client, db):
    for code in ("ABCDEFGHJKMNPQRS", "x"):
        answer = client.post(MY, {"code": code})
        assert answer.status_code == 200
        assert "核对一下是您本人" in answer.content.decode()


def test_another_partys_proof_opens_nothing(ways):
    mine, theirs = ways("张大山"), ways("李长河")
    assert WRONG in mine.enter(theirs.pin)
    assert WRONG in mine.enter("7788")


def test_an_empty_proof_opens_nothing_where_nothing_is_recorded(cast):
    bare = factories.mediating(cast)
    way = way_of(bare, "张大山")
    for proof in ("", " ", "0", "0000"):
        assert WRONG in way.enter(proof)


def test_after_five_wrong_proofs_the_right_one_is_refused_too(ways):
    way = ways("张大山")
    for _turn in range(codes.MOST_TRIES):
        way.enter("0001")
    assert WRONG in way.enter()
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert "正在调解" in way.enter()


def test_the_third_lock_ends_only_with_a_new_code(dispute, ways, cast):
    way, moment = ways("张大山"), clock.now()
    for _lock in range(3):
        with clock.at(moment):
            for _turn in range(codes.MOST_TRIES):
                codes.enter(way.code, "0001")
        moment += timedelta(days=2)
    with clock.at(moment + timedelta(days=300)):
        assert codes.enter(way.code, way.pin) is None
    codes.renew(dispute, party_named(dispute, "张大山").pk, by=cast.mediator)
    assert codes.enter(way.code, way.pin) is None
    new = way_of(dispute, "张大山")
    assert codes.enter(new.code, new.pin) is not None


def test_guessing_from_one_network_meets_the_little_sum(ways):
    way = ways("张大山")
    for _turn in range(21):
        text = way.enter(code="ABCDEFGHJKMNPQRS")
    assert way.status == 429
    assert "请算一算" in text
    assert "请算一算" in way.enter()


def test_nothing_is_kept_that_opens_the_page(dispute):
    row = codes.current(dispute).first()
    kept = {str(getattr(row, field.name)) for field in PartyCode._meta.fields}
    assert codes.code_of(row) not in " ".join(kept)
    assert codes.pin_of(row) not in " ".join(kept)


def test_a_note_ends_by_itself_and_cannot_be_made_up(applicant):
    note = applicant.note
    assert passes.read(note) is not None
    assert passes.read(note[:-2]) is None
    assert passes.read("") is None
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert passes.read(note) is None
        assert "页面打开很久了" in applicant.send(do="papers")


def test_renewing_ends_the_page_that_is_open(dispute, applicant, cast):
    codes.renew(dispute, party_named(dispute, "张大山").pk, by=cast.mediator)
    assert "请重新输入查询码" in applicant.send(do="papers")


def test_a_party_who_was_removed_is_out(dispute, applicant, cast):
    from hemu.disputes.amendment import Changes, amend

    amend(dispute, Changes(remove_parties=[party_named(dispute, "张大山").pk]), by=cast.mediator)
    assert applicant.enter().count(WRONG) == 1


def test_no_page_is_kept_or_sets_a_cookie(ways):
    way = ways("张大山")
    answer = Client().post(MY, {"code": way.code, "proof": way.pin})
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert way.code not in answer.content.decode()


def test_who_may_not_open_personal_fields_prints_no_slip(dispute, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    address = f"{dispute.get_absolute_url()}party-codes/"
    slip = f"{address}{party_named(dispute, '张大山').pk}/slip.pdf"
    for who, status in (("grid_member", 403), ("stranger", 404), ("mediator", 200)):
        client.force_login(cast.people[who], backend=backend)
        assert client.get(address).status_code == status
        assert client.post(slip).status_code == status
    with pytest.raises(Forbidden):
        codes.renew(dispute, party_named(dispute, "张大山").pk, by=cast.grid_member)


def test_the_slip_carries_code_figures_and_rights(dispute, cast, client, settings):
    import pypdfium2

    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["mediator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    party = party_named(dispute, "张大山")
    address = f"{dispute.get_absolute_url()}party-codes/{party.pk}/slip.pdf"
    assert client.get(address).status_code == 302
    content = client.post(address).content
    assert {opening.note for opening in openings_of_party(dispute, party.pk)} == {"打印查询单"}
    pages = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    given = codes.given(dispute, party.pk)
    assert len(pages) == 1
    for part in (rules.shown_code(codes.code_of(given.code)), codes.pin_of(given.code), "您的权利", "起诉"):
        assert part in text
    assert isinstance(dispute, Dispute)
