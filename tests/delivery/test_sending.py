"""Letters leave once, by a real mail server or into a folder, and the history says which words went to whom."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from delivery.post_office import PostOffice, make_certificate, open_office
from final_accounts.delivery import NotDeliveredError, mail_server
from final_accounts.model.errors import DeliveryError
from final_accounts.model.person import Office, Person, Role
from final_accounts.stages.house import House, Season
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.stages.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

UNIT = "101001"
ACCOUNTANT = Person("qs-101001-accountant", "示例会计", (Office(Role.ACCOUNTANT, UNIT),), mail="kj@example.org")
HEAD = Person("qs-101001-head", "示例负责人", (Office(Role.HEAD, UNIT),), mail="fzr@example.org")
NOBODYS = Person("qs-101001-new", "示例新会计", (Office(Role.ACCOUNTANT, UNIT),))
WORDS = {"days": 7, "until": date(2022, 4, 15), "standing": "未报送", "todo": "报送决算。"}
SEASON = Season.named("qingshi", 2021)


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House.open(Settings.at(tmp_path / "var"))
    house.warehouse.migrate()
    return house


def by_mail(house: House, office: PostOffice, login: str = "") -> House:
    url = f"smtp://{login}127.0.0.1:{office.port}"
    return replace(house, settings=replace(house.settings, delivery=url, sender="juesuan@example.org"))


def reminder(*to: Person, once: str = "-7") -> Letter:
    return Letter("reminder", UNIT, to, WORDS, once)


def in_folder(house: House, person: Person) -> list[EmailMessage]:
    folder = house.settings.outbox(SEASON.city.id, SEASON.fiscal_year) / person.id
    return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_without_a_mail_server_a_letter_is_a_file_that_a_mail_program_opens(house: House, tmp_path: Path) -> None:
    sheet = tmp_path / "v1-审核反馈.xlsx"
    sheet.write_bytes(b"PK a workbook")
    letter = replace(reminder(ACCOUNTANT, HEAD), attachments=(sheet,))
    assert send(house, SEASON, [letter]) == {"sent": 2, "already": 0, "failed": 0}
    (message,) = in_folder(house, ACCOUNTANT)
    assert message["To"].addresses[0].display_name == "示例会计"
    assert "还有 7 天" in text_of(message)
    assert message["Subject"].startswith("【提醒】101001 ")
    page = message.get_body(("html",))
    assert page is not None
    assert "2022年4月15日" in page.get_content()
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "v1-审核反馈.xlsx"
    assert attached.get_content() == b"PK a workbook"


def test_a_letter_is_sent_once_to_each_and_anew_when_it_is_about_something_else(house: House) -> None:
    assert send(house, SEASON, [reminder(ACCOUNTANT)])["sent"] == 1
    assert send(house, SEASON, [reminder(ACCOUNTANT)]) == {"sent": 0, "already": 1, "failed": 0}
    assert send(house, SEASON, [reminder(ACCOUNTANT, HEAD)]) == {"sent": 1, "already": 1, "failed": 0}
    assert send(house, SEASON, [reminder(ACCOUNTANT, once="-3")])["sent"] == 1
    names = [path.name for path in sorted((house.settings.outbox(SEASON.city.id, 2021) / ACCOUNTANT.id).glob("*"))]
    assert names == ["0001-reminder.eml", "0002-reminder.eml"]


def test_the_history_holds_who_got_which_words(house: House) -> None:
    send(house, SEASON, [reminder(ACCOUNTANT)])
    (event,) = house.history.events(SEASON.city.id, 2021, "message.sent")
    payload = json.loads(event.payload)
    assert (event.subject, event.actor) == (UNIT, "送达")
    assert (payload["kind"], payload["to"], payload["once"], payload["channel"]) == (
        "reminder", ACCOUNTANT.id, "-7", "folder",
    )  # fmt: skip
    assert house.store.get(payload["sha256"]).decode() == text_of(in_folder(house, ACCOUNTANT)[0]).replace("\r\n", "\n")


def test_a_message_that_left_before_its_event_was_written_is_one_file(house: House) -> None:
    send(house, SEASON, [reminder(ACCOUNTANT)])
    forgetful = House.open(replace(house.settings, warehouse=f"sqlite:///{house.settings.var / 'another.db'}"))
    forgetful.warehouse.migrate()
    assert send(forgetful, SEASON, [reminder(ACCOUNTANT)])["sent"] == 1
    assert len(in_folder(house, ACCOUNTANT)) == 1


def test_a_mail_server_gets_it_for_the_address_of_the_register(house: House, tmp_path: Path) -> None:
    sheet = tmp_path / "v1-审核反馈.xlsx"
    sheet.write_bytes(bytes(range(256)) * 100)
    letter = replace(reminder(ACCOUNTANT, HEAD), attachments=(sheet,))
    with open_office(PostOffice()) as office:
        assert send(by_mail(house, office), SEASON, [letter])["sent"] == 2
    (message,) = office.to("kj@example.org")
    assert str(message["From"]).endswith("<juesuan@example.org>")
    assert "还有 7 天" in text_of(message)
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (sheet.name, sheet.read_bytes())
    assert office.seen.count("quit") == 1  # one connection for all of them
    (first, _) = house.history.events(SEASON.city.id, 2021, "message.sent")
    assert json.loads(first.payload)["channel"] == "smtp"


def test_whoever_has_no_address_gets_it_in_the_folder_and_that_is_told(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with open_office(PostOffice()) as office, caplog.at_level(logging.WARNING):
        assert send(by_mail(house, office), SEASON, [reminder(NOBODYS, HEAD)])["sent"] == 2
    assert [str(message["To"]) for message in office.taken] == ["示例负责人 <fzr@example.org>"]
    assert len(in_folder(house, NOBODYS)) == 1
    assert "qs-101001-new 没有可用的邮箱地址" in caplog.text


def test_what_could_not_be_delivered_is_tried_again_and_nothing_else(house: House) -> None:
    office = PostOffice(refused=frozenset({"kj@example.org"}))
    with open_office(office):
        with pytest.raises(NotDeliveredError, match="拒收该地址（550）") as failure:
            send(by_mail(house, office), SEASON, [reminder(ACCOUNTANT, HEAD)])
        assert "其余 1 件已送达" in str(failure.value)
        office.refused = frozenset()
        assert send(by_mail(house, office), SEASON, [reminder(ACCOUNTANT, HEAD)]) == {
            "sent": 1, "already": 1, "failed": 0,
        }  # fmt: skip
    assert [str(message["To"]) for message in office.taken] == [
        "示例负责人 <fzr@example.org>",
        "示例会计 <kj@example.org>",
    ]


def test_a_connection_that_falls_is_opened_again(house: House) -> None:
    with open_office(PostOffice(falls=1)) as office:
        assert send(by_mail(house, office), SEASON, [reminder(ACCOUNTANT, HEAD)])["sent"] == 2
    assert len(office.taken) == 2


def test_a_server_that_is_away_is_no_error_of_ours(house: House) -> None:
    with open_office(PostOffice()) as office:
        away = by_mail(house, office)
    with pytest.raises(NotDeliveredError, match="连接失败：对方拒绝连接"):
        send(away, SEASON, [reminder(ACCOUNTANT)])
    assert not house.history.events(SEASON.city.id, 2021, "message.sent")


def test_a_folder_that_cannot_be_written_says_why(house: House) -> None:
    outbox = house.settings.outbox(SEASON.city.id, SEASON.fiscal_year)
    outbox.mkdir(parents=True)
    (outbox / ACCOUNTANT.id).write_text("a file where the letters go", encoding="utf-8")
    with pytest.raises(NotDeliveredError, match=f"写不进发件文件夹 .*{ACCOUNTANT.id}：同名的文件已存在"):
        send(house, SEASON, [reminder(ACCOUNTANT)])


def test_the_password_opens_the_server_and_is_told_nowhere(house: House, caplog: pytest.LogCaptureFixture) -> None:
    secret = "p@ss/word"
    with open_office(PostOffice(password=secret)) as office, caplog.at_level(logging.DEBUG):
        good, bad = (by_mail(house, office, f"robot:{word}@") for word in ("p%40ss%2Fword", "wr%3Dng-word"))
        assert send(good, SEASON, [reminder(ACCOUNTANT)])["sent"] == 1
        with pytest.raises(NotDeliveredError, match=r"不接受账号或口令（535）") as failure:
            send(bad, SEASON, [reminder(HEAD)])
    told = "".join([caplog.text, str(failure.value), repr(failure.value.__cause__), repr(good), repr(bad)])
    for word in (secret, "p%40ss", "wr=ng", "wr%3Dng"):
        assert word not in told


def test_over_tls_the_certificate_is_checked(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = tmp_path / "office.pem"
    make_certificate(certificate)
    with open_office(PostOffice(password="secret"), certificate) as office:
        url = f"smtps://robot:secret@localhost:{office.port}"
        secure = replace(house, settings=replace(house.settings, delivery=url, sender="juesuan@example.org"))
        with pytest.raises(NotDeliveredError, match="对方的证书不受信任"):
            send(secure, SEASON, [reminder(ACCOUNTANT)])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
        assert send(secure, SEASON, [reminder(ACCOUNTANT)])["sent"] == 1
    assert len(office.taken) == 1


@pytest.mark.parametrize(
    "url", ["mail.example.org", "smtp://", "http://a:secret@b", "smtp://a:secret@b:port", "smtp://b/path"]
)
def test_an_address_of_a_server_that_makes_no_sense_is_our_error_and_keeps_the_secret(url: str) -> None:
    with pytest.raises(DeliveryError) as failure:
        mail_server(url)
    assert "secret" not in str(failure.value)
    assert "FINAL_ACCOUNTS_DELIVERY" in str(failure.value)


def test_a_server_without_an_address_to_send_from_is_our_error(house: House) -> None:
    nameless = replace(house, settings=replace(house.settings, delivery="smtp://127.0.0.1:1"))
    with pytest.raises(DeliveryError, match="FINAL_ACCOUNTS_DELIVERY_FROM"):
        send(nameless, SEASON, [reminder(ACCOUNTANT)])


def test_nothing_to_send_opens_nothing(house: House) -> None:
    assert send(house, SEASON, []) == {"sent": 0, "already": 0, "failed": 0}
    assert not house.settings.outbox(SEASON.city.id, 2021).exists()
