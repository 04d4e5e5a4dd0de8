"""Parts and sections stand in the region's official order, numbered by the generator."""

from __future__ import annotations

from final_accounts.publishing.disclosure import Disclosure, Heading
from final_accounts.publishing.table_view import TableView
from publishing.disclosures import hubei, sichuan, wuhan, ziyang


def parts(document: Disclosure) -> list[str]:
    return [part.shown for part in document.parts]


def headings(document: Disclosure, part: str, level: int) -> list[str]:
    return [
        block.shown
        for owner, block in document.blocks()
        if owner.id == part and isinstance(block, Heading) and block.level == level
    ]


def test_wuhan_goes_from_tables_over_narrative_key_work_and_glossary_to_the_report() -> None:
    assert parts(wuhan()) == [
        "第一部分　武汉市江汉区社会福利事业发展中心概况",
        "第二部分　2021年度部门决算表",
        "第三部分　2021年度部门决算情况说明",
        "第四部分　2021年度重点工作完成情况",
        "第五部分　名词解释",
        "第六部分　附件",
        "审核与批复",
    ]


def test_sichuan_goes_from_narrative_over_glossary_and_annexes_to_the_tables() -> None:
    assert parts(sichuan()) == [
        "第一部分　单位概况",
        "第二部分　2022年度单位决算情况说明",
        "第三部分　名词解释",
        "第四部分　附件",
        "第五部分　附表",
        "审核与批复",
    ]
    assert headings(sichuan(), "overview", 2) == ["一、基本职能及主要工作", "二、机构设置"]
    assert headings(sichuan(), "overview", 3) == ["（一）主要职能", "（二）2022年重点工作完成情况"]


def test_the_official_tables_are_all_there_in_order() -> None:
    for document, mark, count in ((wuhan(), "表", 9), (sichuan(), "附表", 14)):
        numbers = [b.number for _, b in document.blocks() if isinstance(b, TableView) and b.look == "official"]
        assert numbers == [f"{mark}{n}" for n in range(1, count + 1)]


def test_wuhans_forms_stand_inside_the_section_on_performance() -> None:
    where = ""
    found: dict[str, str] = {}
    for part, block in wuhan().blocks():
        if isinstance(block, Heading):
            where = f"{part.id} {block.text}"
        elif isinstance(block, TableView) and block.look == "form":
            found[block.id] = where
    assert found == {
        "form-PW": "narrative 整体支出绩效自评结果",
        "form-PP1": "narrative 项目支出绩效自评结果",
        "form-PP2": "narrative 项目支出绩效自评结果",
        "form-PP3": "narrative 项目支出绩效自评结果",
    }


def test_sichuans_annexes_are_numbered_and_each_report_is_followed_by_its_two_sheets() -> None:
    document = ziyang()
    listed = [
        block.mark if isinstance(block, Heading) else block.id
        for part, block in document.blocks()
        if part.id == "annexes"
        and (
            (isinstance(block, Heading) and block.level == 2) or (isinstance(block, TableView) and block.look == "form")
        )
    ]
    assert listed == [
        *("附件一　", "form-PW", "form-PG"),
        *("附件二　", "form-PP1", "form-PGP1"),
        *("附件三　", "form-PP2", "form-PGP2"),
        *("附件四　", "form-PP3", "form-PGP3"),
    ]


def test_contents_list_what_stands_in_the_document_in_its_order() -> None:
    for document in (wuhan(), sichuan(), hubei()):
        entries = [entry.id for entry in document.contents()]
        places = [part.id for part in document.parts]
        assert [entry for entry in entries if entry in places] == places
        assert len(entries) == len(set(entries)) > 30
