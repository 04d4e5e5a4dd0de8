"""Delivery 送达: messages to units and to the bureau, by mail or into a folder. Knows no unit and no history."""

from final_accounts.delivery.channels import Channel, FolderChannel, MailServer, NotDeliveredError, mail_server
from final_accounts.delivery.mail import Attachment, mail
from final_accounts.delivery.templates import Templates, Written, day, moment

__all__ = [
    "Attachment",
    "Channel",
    "FolderChannel",
    "MailServer",
    "NotDeliveredError",
    "Templates",
    "Written",
    "day",
    "mail",
    "mail_server",
    "moment",
]
