"""One letter to one address. A server that doesn't encrypt is refused: it leads into the product."""

from __future__ import annotations

import hashlib
import smtplib
import socket
import ssl
from email.message import EmailMessage
from email.utils import formataddr, formatdate

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Account, Client, ForNow, Message, Never, Setting, Taken
from hemu.notices.channels.dialling import dial
from hemu.notices.channels.kinds import ChannelKind, Reach

TIMEOUT = 10.0
SECURITY = (("starttls", "STARTTLS"), ("tls", "TLS"))


class _Server(smtplib.SMTP):
    """Connects to checked addresses only."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return dial((host, port), timeout)


class _ServerTLS(smtplib.SMTP_SSL):
    """The same, encrypted from the first byte; the certificate is asked of the name."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(dial((host, port), timeout), server_hostname=host)


def _letter(account: Account, to: str, message: Message) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"] = message.title
    letter["From"] = formataddr((account.option("sender_name", "和睦"), account.option("sender")))
    letter["To"] = to
    letter["Date"] = formatdate()
    domain = account.option("sender").rpartition("@")[2] or "hemu"
    # The same each time that it is tried, so that a mailbox shows it once.
    letter["Message-ID"] = f"<{hashlib.sha256(message.key.encode()).hexdigest()[:32]}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.whole)
    return letter


def _context(account: Account) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=account.option("ca") or None)


def send(account: Account, to: str, message: Message) -> Taken:
    """Hand a letter to the mail server. Raises ForNow, Never."""
    try:
        letter = _letter(account, to, message)
    except ValueError:
        raise Never(_("邮箱地址写得不对。"), "address") from None
    try:
        _handed(account, to, letter)
    except smtplib.SMTPAuthenticationError as error:
        raise Never(_("邮箱账号或密码不正确。"), str(error.smtp_code)) from None
    except smtplib.SMTPNotSupportedError:
        raise Never(_("邮件服务器不支持加密或登录，没有发送。"), "unsupported") from None
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0] if error.recipients else 550
        raise _by_code(code, _("邮件服务器不接受这个收信地址。")) from None
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code, _("邮件服务器拒收。")) from None
    except ssl.SSLCertVerificationError:
        raise Never(_("邮件服务器的证书不可信。"), "certificate") from None
    except TimeoutError:
        raise ForNow(_("平台没有在规定时间内回答。"), "timeout") from None
    except (OSError, smtplib.SMTPException) as error:
        raise ForNow(_("连接不上平台，或连接中断。"), type(error).__name__) from None
    return Taken(str(letter["Message-ID"]))


def _handed(account: Account, to: str, letter: EmailMessage) -> None:
    host, port = account.option("host"), int(account.option("port", "587"))
    if account.option("security", "starttls") == "tls":
        server: smtplib.SMTP = _ServerTLS(host, port, timeout=TIMEOUT, context=_context(account))
    else:
        server = _Server(host, port, timeout=TIMEOUT)
    with server:
        if not isinstance(server, smtplib.SMTP_SSL):
            server.starttls(context=_context(account))
        if user := account.option("user"):
            server.login(user, account.secret("password"))
        server.send_message(letter, to_addrs=[to])


def _by_code(code: int, words: object) -> ForNow | Never:
    """4yz is for now, 5yz for good (RFC 5321 4.2.1)."""
    if 400 <= code < 500:
        return ForNow(str(words), str(code))
    return Never(str(words), str(code))


CLIENT = Client(
    ChannelKind.MAIL,
    Reach.MAIL,
    (
        Setting("host", _("邮件服务器")),
        Setting("port", _("端口"), default="587"),
        Setting("security", _("加密方式"), default="starttls", choices=SECURITY),
        Setting("user", _("账号"), required=False),
        Setting("password", _("密码"), secret=True, required=False),
        Setting("sender", _("发件地址")),
        Setting("sender_name", _("发件人名称"), required=False, default="和睦"),
        Setting("ca", _("单位自己的根证书（PEM）"), required=False),
    ),
    send,
    per_minute=60,
)
