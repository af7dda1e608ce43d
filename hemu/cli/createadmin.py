"""``hemu createadmin``: the first account, from which every other is made."""

from __future__ import annotations

import argparse
import getpass
import sys

from django.core.exceptions import ValidationError

from hemu.cli.main import CommandFailed


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("username", help="name to sign in with")
    parser.add_argument(
        "--name", required=True, help="the person's name, as colleagues and the ledger show it"
    )
    parser.add_argument(
        "--region", required=True, help="division code of the area to administer, such as 522725"
    )
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def run(options: argparse.Namespace) -> int:
    """Make the person, the unit of the area where there is none, and the administrator's post."""
    from django.db import transaction

    from hemu.orgs.models import Person

    if Person.objects.filter(username=options.username).exists():
        raise CommandFailed(f"there is an account {options.username!r} already")
    person = Person(username=options.username, name=options.name)
    password = _password(options.password_stdin)
    _check(person, password)
    person.set_password(password)
    with transaction.atomic():
        person.save()
        unit = _give_post(person, options.region)
    print(f"{options.username}: administrator of {unit}")
    return 0


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise CommandFailed("the two passwords differ")
    return first


def _check(person: object, password: str) -> None:
    from django.contrib.auth.password_validation import validate_password

    try:
        person.full_clean(exclude=["password"])  # type: ignore[attr-defined]  # a model imported late
        validate_password(password, person)  # type: ignore[arg-type]
    except ValidationError as error:
        raise CommandFailed(" ".join(error.messages)) from None


def _give_post(person: object, code: str) -> str:
    from hemu.kernel import clock
    from hemu.kernel.places import parse_code
    from hemu.orgs.models import Level, Person, Post, Region, Role, Unit, UnitArea, UnitKind

    assert isinstance(person, Person)  # noqa: S101  # for the type checker
    try:
        region = Region.objects.get(pk=parse_code(code))
    except ValueError as error:
        raise CommandFailed(str(error)) from None
    except Region.DoesNotExist:
        raise CommandFailed(f"no division has the code {code}; load them by: hemu regions load") from None
    kind = {Level.COUNTY: UnitKind.COUNTY_CENTRE, Level.TOWNSHIP: UnitKind.TOWNSHIP_CENTRE}.get(
        Level(region.level), UnitKind.PREFECTURE_OFFICE
    )
    unit = Unit.objects.filter(region=region, kind=kind, is_active=True).order_by("id").first()
    if unit is None:
        unit = Unit.objects.create(region=region, kind=kind, name=f"{region.name}{UnitKind(kind).label}")
        UnitArea.objects.create(unit=unit, lo=region.lo, hi=region.hi, since=clock.today())
    Post.objects.create(person=person, unit=unit, role=Role.ADMINISTRATOR, since=clock.today(), is_main=True)
    return unit.name
