"""Mail against a real SMTP server with TLS and sign-in."""

from __future__ import annotations

import datetime
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hemu.notices.channels.base import Account, ForNow, Never
from hemu.notices.channels.mail import smtp
from tests.channels.conftest import MESSAGE

pytestmark = [
    pytest.mark.req("P2"),
    # aiosmtpd warns that AUTH without TLS is refused: which is what we want of it.
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]
PASSWORD = "mail-passw0rd-secret"


def certificate(folder: Path) -> tuple[Path, str]:
    """A key with its own certificate for this machine; answers where it lies, and the certificate's text."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    text = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + text)
    return path, text.decode()


@dataclass
class Mailbox:
    """Takes letters; answers `says` instead when it is set."""

    letters: list[Any] = field(default_factory=list)
    says: str = ""

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address.startswith("nobody"):
            return "550 5.1.1 no such user"
        if address.startswith("full"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:
        if self.says:
            return self.says
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(message_from_bytes(content, policy=policy.default))
        return "250 Message accepted"


def _signed_in(server: SMTP, session: Any, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False) if not right else AuthResult(success=True)


@dataclass
class Server:
    box: Mailbox
    port: int
    ca: str

    def account(self, password: str = PASSWORD, **over: str) -> Account:
        options = {
            "host": "localhost", "port": str(self.port), "security": "starttls", "user": "hemu",
            "sender": "hemu@example.gov.cn", "sender_name": "和睦", "ca": self.ca,
        }  # fmt: skip
        return Account(1, {**options, **over}, {"password": password})


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as tried:
        return int(tried.getsockname()[1])


def _started(tmp_path: Path, **more: Any) -> tuple[Controller, Server]:
    path, text = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    box = Mailbox()
    if more.pop("implicit", False):
        more |= {"ssl_context": context, "auth_require_tls": False}  # encrypted from the start
    elif more.pop("plain", False):
        more |= {"auth_require_tls": False}
    else:
        more |= {"tls_context": context, "require_starttls": True}
    controller = Controller(
        box, hostname="localhost", port=free_port(), authenticator=_signed_in, auth_required=True, **more
    )
    controller.start()
    return controller, Server(box, controller.port, text)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    controller, made = _started(tmp_path)
    yield made
    controller.stop()


def test_a_letter_arrives_over_starttls_and_sign_in_under_one_number(server):
    smtp.send(server.account(), "li@example.gov.cn", MESSAGE)
    smtp.send(server.account(), "li@example.gov.cn", MESSAGE)
    first, again = server.box.letters
    assert first["Subject"] == MESSAGE.title
    assert first["Message-ID"] == again["Message-ID"]
    assert MESSAGE.link in first.get_content()
    assert first["To"] == "li@example.gov.cn"


def test_tls_from_the_start(tmp_path):
    controller, server = _started(tmp_path, implicit=True)
    try:
        smtp.send(server.account(security="tls"), "li@example.gov.cn", MESSAGE)
        assert len(server.box.letters) == 1
    finally:
        controller.stop()


def test_a_wrong_password_is_not_tried_again_and_not_told(server):
    wrong = PASSWORD[::-1]
    with pytest.raises(Never, match="密码") as refused:
        smtp.send(server.account(password=wrong), "li@example.gov.cn", MESSAGE)
    assert wrong not in str(refused.getrepr(style="native"))


def test_a_server_that_does_not_encrypt_gets_neither_password_nor_letter(tmp_path):
    controller, server = _started(tmp_path, plain=True)
    try:
        with pytest.raises(Never, match="加密"):
            smtp.send(server.account(), "li@example.gov.cn", MESSAGE)
        assert server.box.letters == []
    finally:
        controller.stop()


def test_a_certificate_that_nobody_vouches_for_is_refused(server):
    with pytest.raises(Never, match="证书"):
        smtp.send(server.account(ca=""), "li@example.gov.cn", MESSAGE)


def test_a_full_mailbox_is_tried_again_an_unknown_one_is_not(server):
    with pytest.raises(ForNow) as full:
        smtp.send(server.account(), "full@example.gov.cn", MESSAGE)
    assert full.value.code == "452"
    with pytest.raises(Never) as unknown:
        smtp.send(server.account(), "nobody@example.gov.cn", MESSAGE)
    assert unknown.value.code == "550"
    server.box.says = "451 4.3.0 try later"
    with pytest.raises(ForNow):
        smtp.send(server.account(), "li@example.gov.cn", MESSAGE)


def test_a_name_cannot_smuggle_in_another_header(server):
    with pytest.raises(Never):
        smtp.send(server.account(), "li@example.gov.cn\nBcc: all@example.gov.cn", MESSAGE)


def test_nobody_listens(server):
    with pytest.raises(ForNow):
        smtp.send(server.account(port="1"), "li@example.gov.cn", MESSAGE)
