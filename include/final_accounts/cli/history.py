"""审计轨迹 at a terminal: export its head, verify it, tell a unit's story, replay past reviews."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from final_accounts.stages.house import now
from final_accounts.stages.replaying.history_out import head_of, verify_history
from final_accounts.stages.replaying.replay_asked import replay_asked, replay_random
from final_accounts.stages.replaying.story import story
from final_accounts.stages.settings import Settings

City = Annotated[str, typer.Argument(help="城市代号")]
Year = Annotated[int, typer.Argument(help="决算年度")]
BROKEN = 1

history_app = typer.Typer(no_args_is_help=True, help="审计轨迹：导出链头、核验、查看办理经过、重演审核")


@history_app.command("head")
def head_command(
    city: City,
    fiscal_year: Year,
    out: Annotated[Path | None, typer.Option(help="存为文件（存到数据库之外的地方）", dir_okay=False)] = None,
) -> None:
    """导出链头：以后用它核验，能看出末尾被截断或整条被改写。"""
    text = head_of(Settings.from_environment(), city, fiscal_year).text
    if out is None:
        sys.stdout.write(text)
        return
    out.write_text(text, encoding="utf-8")
    Console(stderr=True, highlight=False, markup=False).print(f"链头已存到 {out}", soft_wrap=True)


@history_app.command("verify")
def verify_command(
    city: City,
    fiscal_year: Year,
    head: Annotated[
        Path | None, typer.Option(help="先前导出的链头文件；与它不符也算不完整", exists=True, dir_okay=False)
    ] = None,
) -> None:
    """核验审计轨迹：0 完整，1 有事件被改动、删除、调换次序或截断，2 没有办成（用法或输入有误，或程序自身出错）。"""
    kept = head.read_text(encoding="utf-8", errors="replace") if head else ""
    found = verify_history(Settings.from_environment(), city, fiscal_year, kept, str(head or ""))
    for line in found.lines:
        sys.stdout.write(line + "\n")
    if found.problems:
        raise typer.Exit(BROKEN)


@history_app.command("show")
def show_command(
    unit: Annotated[str, typer.Option(help="预算单位编码")],
    year: Annotated[int, typer.Option(help="决算年度")],
    city: Annotated[str, typer.Option(help="城市代号；只有一个城市有这家单位时可以不写")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")] = False,  # noqa: FBT002
) -> None:
    """一家单位在一个编报季里的经过：谁在何时做了什么，按哪一版规则，审出了什么。"""
    told = story(Settings.from_environment(), unit, year, city)
    if as_json:
        sys.stdout.write(json.dumps([one.document for one in told], ensure_ascii=False, indent=1) + "\n")
        return
    if not told:
        sys.stdout.write(f"{unit} {year} 年度还没有任何记载。\n")
    for one in told:
        sys.stdout.write(f"{one.at}  {one.says}\n")
        for message in one.found:
            sys.stdout.write(f"{'':18}· {message}\n")
        if one.more:
            sys.stdout.write(f"{'':18}· 另有 {one.more} 条\n")


@history_app.command("replay")
def replay_command(
    target: Annotated[
        str, typer.Argument(help="预算单位编码/版本（101001/v2）、运行编号，或与 --random 一起写的城市代号")
    ],
    fiscal_year: Annotated[int, typer.Argument(help="决算年度；写运行编号时可以不写")] = 0,
    city: Annotated[str, typer.Option(help="城市代号；只有一个城市有这家单位或这次运行时可以不写")] = "",
    random: Annotated[int, typer.Option(help="随机重演几次过去的审核", min=0)] = 0,
    seed: Annotated[str, typer.Option(help="随机抽取的种子；不写则为今天的日期，记入审计轨迹")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")] = False,  # noqa: FBT002
) -> None:
    """用留存的文件、规则和程序重演过去的审核：0 与当时一致，1 不一致（逐条说明），2 没有办成。"""
    settings = Settings.from_environment()
    if random:
        found = replay_random(settings, target, fiscal_year, random, seed or f"{now():%Y-%m-%d}")
    else:
        found = replay_asked(settings, target, fiscal_year, city)
    if as_json:
        documents = [{"subject": one.past.subject, **one.document, "notes": list(one.notes)} for one in found]
        sys.stdout.write(json.dumps(documents, ensure_ascii=False, indent=1) + "\n")
    else:
        for line in (line for one in found for line in one.lines):
            sys.stdout.write(line + "\n")
        sys.stdout.write(f"重演 {len(found)} 次，一致 {sum(one.same for one in found)} 次。\n")
    if not all(one.same for one in found):
        raise typer.Exit(BROKEN)
