"""审核规则 at a terminal: the public list, and what a proposed rulebook would change."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from final_accounts.catalog import edition_of
from final_accounts.model.errors import UnknownEditionError
from final_accounts.stages.rulebook.rule_impact import rule_impact
from final_accounts.stages.rulebook.rule_impact_text import show_impact
from final_accounts.stages.rulebook.rule_list import write_rule_list
from final_accounts.stages.settings import Settings

Edition = Annotated[str, typer.Option(help="编报口径，例如 hubei-wuhan/2021")]
Html = Annotated[Path | None, typer.Option(help="另存为网页")]

rules_app = typer.Typer(invoke_without_command=True, help="审核规则：公开规则清单、规则改动的影响")


@rules_app.callback()
def rules_command(context: typer.Context, edition: Edition = "", html: Html = None) -> None:
    """列出一个编报口径的全部审核规则（不写子命令即 list）。"""
    if context.invoked_subcommand is None:
        if not edition:
            raise UnknownEditionError("请用 --edition 写明编报口径，例如 --edition hubei-wuhan/2021")
        list_command(edition, html)


@rules_app.command("list")
def list_command(edition: Edition, html: Html = None) -> None:
    """列出一个编报口径的全部审核规则（公开规则清单）。"""
    write_rule_list(edition_of(edition), sys.stdout, html)


@rules_app.command("impact")
def impact_command(
    city: Annotated[str, typer.Argument(help="城市代号")],
    fiscal_year: Annotated[int, typer.Argument(help="决算年度")],
    data: Annotated[
        Path,
        typer.Option(
            help="拟议的数据目录：可以只有改动的文件（例如 expectations/…），其余取现行的", file_okay=False, exists=True
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")] = False,  # noqa: FBT002
) -> None:
    """试算规则改动：哪些已收到的报送会改变结论，因为哪几条规则。不写入任何内容。"""
    impact = rule_impact(Settings.from_environment(), city, fiscal_year, data)
    if as_json:
        sys.stdout.write(json.dumps(impact.document, ensure_ascii=False, indent=1) + "\n")
        return
    show_impact(Console(highlight=False), impact)
