"""A written message as an RFC 5322 mail 邮件, which a mail program opens and a mail server takes."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from final_accounts.delivery.templates import Written
from final_accounts.model.errors import DeliveryError
from final_accounts.model.person import Person

KIND: Final = "X-Final-Accounts-Kind"
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    data: bytes


def usable(address: str) -> bool:
    """Whether mail can be sent to it.

    >>> usable("a@example.org"), usable("a@example.org, b@example.org"), usable("")
    (True, False, False)
    """
    return bool(_ADDRESS.fullmatch(address))


def mail(  # noqa: PLR0917 - a mail is its parts
    written: Written,
    person: Person,
    sender: tuple[str, str],
    identity: str,
    at: datetime,
    kind: str,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """The mail to one person. ``sender`` is (name, address); the same message has the same ``identity``.

    A person without an address gets a mail without one in its head, for the folder. DeliveryError when the sender's
    address is none.
    """
    name, address = sender
    if not usable(address):
        raise DeliveryError("发件地址不是一个邮箱地址；请改正环境变量 FINAL_ACCOUNTS_DELIVERY_FROM。")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = written.subject
    message["From"] = Address(name, addr_spec=address)
    to = Address(person.name, addr_spec=person.mail) if usable(person.mail) else Address(person.name, person.id)
    message["To"] = to
    message["Date"] = at
    message["Message-ID"] = message_id(identity, address)
    message["Auto-Submitted"] = "auto-generated"
    message[KIND] = kind
    message.set_content(written.text, charset="utf-8")
    message.add_alternative(written.html, subtype="html", charset="utf-8")
    for one in attachments:
        guessed = _SHEET if one.name.endswith(".xlsx") else mimetypes.guess_type(one.name)[0]
        main, _, sub = (guessed or "application/octet-stream").partition("/")
        if main == "text":
            main, sub = "application", "octet-stream"
        message.add_attachment(one.data, maintype=main, subtype=sub, filename=one.name)
    return message


def message_id(identity: str, address: str) -> str:
    """The same for the same message, so that a mail program shows one that came twice once."""
    digest = hashlib.sha256(identity.encode()).hexdigest()
    return f"<{digest[:40]}@{address.rpartition('@')[2]}>"
