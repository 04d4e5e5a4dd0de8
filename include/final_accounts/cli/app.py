"""The verbs for a terminal: ``final-accounts check|audit|template|examples|report``, acts of persons, and groups.

The acts stand in ``cli/acts.py``; groups are ``catalog|department|dispute|explanation|history|rules|season|waiver``.

Exit codes of every command: 0 done (``check``: accepted, ``audit``: nothing found), 1 the submission is returned, the
document has findings, the history is not whole or a replay differs, 2 nothing was done: the rules do not allow it
(不能办理), the call (用法有误) or what it was given (输入有误) is wrong, or it is our own error (程序自身出错). What a
machine reads goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import json
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer.exceptions import TyperException

from final_accounts.catalog import cities, edition_of, explain, known_editions
from final_accounts.cli.acts import add_acts
from final_accounts.cli.decisions import add_decisions
from final_accounts.cli.department import department_app
from final_accounts.cli.history import history_app
from final_accounts.cli.refused import no_file, not_done, usage
from final_accounts.cli.rules import rules_app
from final_accounts.cli.season import season_app
from final_accounts.model.errors import FinalAccountsError
from final_accounts.stages.auditing.audit_apart import audit_paths
from final_accounts.stages.auditing.audit_json import as_json as audit_as_json
from final_accounts.stages.auditing.audit_out import write_audit
from final_accounts.stages.auditing.audit_report import audit_html, show_audit
from final_accounts.stages.examples import prepare_examples
from final_accounts.stages.intake.template import template
from final_accounts.stages.judgement.check import as_json, check
from final_accounts.stages.judgement.check_text import show_outcome
from final_accounts.stages.publication.report import report, show_report
from final_accounts.stages.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="final-accounts 决算：部门决算编报、审核与公开",
    epilog=(
        "退出码：0 办成了（check 通过，audit 没有问题，verify 完整）；"
        "1 查出了问题（退回、有问题、不完整、重演不一致）；"
        "2 没有办成，第一个词说明为什么：不能办理（规则不允许）、用法有误、"
        "输入有误（所给的文件或设置项）、程序自身出错。"
    ),
)
catalog_app = typer.Typer(no_args_is_help=True, help="编报口径、城市，以及每一设置出自哪个数据文件")
app.add_typer(catalog_app, name="catalog")
app.add_typer(department_app, name="department")
app.add_typer(history_app, name="history")
app.add_typer(rules_app, name="rules")
app.add_typer(season_app, name="season")
add_acts(app)
add_decisions(app)
RETURNED = 1
NOT_DONE = 2


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


class AuditFormat(StrEnum):
    """How an audit is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@app.command("check")
def check_command(
    files: Annotated[
        list[Path], typer.Argument(help="报送工作簿（.xlsx/.xls/.ods），可以多个", exists=True, dir_okay=False)
    ],
    edition: Annotated[
        str | None, typer.Option(help="应使用的编报口径，例如 hubei-wuhan/2021；不填则以封面为准")
    ] = None,
    format: Annotated[Format, typer.Option(help="输出格式")] = Format.TEXT,  # noqa: A002 - the option is called --format
) -> None:
    """检查报送工作簿：0 通过，1 退回，2 没有办成（用法或输入有误，或程序自身出错）。"""
    outcomes = check(files, edition)
    if format is Format.JSON:
        documents = [as_json(outcome) for outcome in outcomes]
        shown = documents[0] if len(documents) == 1 else documents
        sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
    else:
        console = Console(highlight=False)
        for outcome in outcomes:
            show_outcome(console, outcome)
    if not all(outcome.accepted for outcome in outcomes):
        raise typer.Exit(RETURNED)


@app.command("audit")
def audit_command(
    documents: Annotated[
        list[Path],
        typer.Argument(help="公开文本（.txt/.html/.docx/.pdf/.xlsx），可以多个", exists=True, dir_okay=False),
    ],
    edition: Annotated[
        str | None, typer.Option(help="按哪个编报口径核对，例如 hubei-wuhan/2021；不填则由文本识别")
    ] = None,
    format: Annotated[AuditFormat, typer.Option(help="输出格式")] = AuditFormat.TEXT,  # noqa: A002 - the option's name
    out: Annotated[
        Path | None, typer.Option(help="把网页、工作簿、JSON 和批注稿写到这个空文件夹", file_okay=False)
    ] = None,
) -> None:
    """核对公开文本：文字、表格与自评表逐数复算。0 没有问题，1 有问题或没有可核对的内容，2 没有办成。"""
    if out is not None:
        page, clean = write_audit(documents, edition, out)
        Console(stderr=True, highlight=False, markup=False).print(f"核对报告 {page}", soft_wrap=True)
        raise typer.Exit(0 if clean else RETURNED)
    outcomes = audit_paths(documents, edition)
    if format is AuditFormat.JSON:
        found = [audit_as_json(outcome) for outcome in outcomes]
        shown = found[0] if len(found) == 1 else found
        sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
    elif format is AuditFormat.HTML:
        sys.stdout.write(audit_html(outcomes))
    else:
        console = Console(highlight=False)
        for outcome in outcomes:
            show_audit(console, outcome)
    if not all(outcome.clean for outcome in outcomes):
        raise typer.Exit(RETURNED)


@app.command("template")
def template_command(
    edition: Annotated[str, typer.Option(help="编报口径，例如 hubei-wuhan/2021")],
    out: Annotated[Path, typer.Option(help="写到哪个文件（.xlsx）")],
    unit: Annotated[str, typer.Option(help="预算单位编码；登记在名录中的单位会预填名称、性质和上年数")] = "",
    projects: Annotated[int, typer.Option(help="项目绩效自评表张数", min=0, max=50)] = 3,
) -> None:
    """生成一份空白报送工作簿。"""
    written = template(Settings.from_environment(), edition, unit, out, projects)
    Console(stderr=True, highlight=False, markup=False).print(f"已生成 {written}")


@catalog_app.command("list")
def catalog_list_command() -> None:
    """列出已登记的编报口径和城市。"""
    console = Console(highlight=False)
    console.print("编报口径：" + "、".join(known_editions()))
    for city in cities():
        console.print(f"城市：{city.id} {city.name}，{len(city.units)} 家单位，年度 {'、'.join(map(str, city.years))}")


@catalog_app.command("explain")
def catalog_explain_command(
    key: Annotated[str, typer.Argument(help="要查明出处的设置项，例如 T7.title")],
    edition: Annotated[str, typer.Option(help="编报口径，例如 hubei-wuhan/2022")],
) -> None:
    """说明某一设置由哪个数据文件决定，以及它盖过了哪些文件。"""
    resolved = edition_of(edition)
    Console(highlight=False).print(str(explain(resolved.region, resolved.fiscal_year, key)), markup=False)


@app.command("examples")
def examples_command() -> None:
    """生成示例城市的收件箱（两家真实单位与两座虚构城市）。"""
    for line in prepare_examples(Settings.from_environment()):
        sys.stderr.write(line + "\n")


@app.command("report")
def report_command(
    city: Annotated[str, typer.Argument(help="城市代号")],
    fiscal_year: Annotated[int, typer.Argument(help="决算年度")],
) -> None:
    """一个编报季的单位情况表。"""
    show_report(Console(highlight=False), report(Settings.from_environment(), city, fiscal_year))


def main() -> None:
    """Entry point: refusals, wrong calls, wrong input and our own errors become one Chinese line and exit code 2.

    So does what nobody foresaw, with its traceback: Python's own exit code 1 would say that a unit's file is returned.
    """
    try:
        code = app(prog_name="final-accounts", standalone_mode=False)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # the help, which is what it says
            sys.stderr.write(f"{error}\n")
        else:
            sys.stderr.write(f"{usage(error)}\n")
        raise SystemExit(NOT_DONE) from error
    except typer.Abort as error:
        raise SystemExit(NOT_DONE) from error
    except FinalAccountsError as error:
        sys.stderr.write(f"{not_done(error)}\n")
        raise SystemExit(NOT_DONE) from error
    except Exception as error:
        cause = error if isinstance(error, OSError) else error.__context__
        if isinstance(cause, OSError) and cause.filename:
            sys.stderr.write(f"{no_file(cause)}\n")
            raise SystemExit(NOT_DONE) from error
        traceback.print_exc()
        sys.stderr.write(f"程序自身出错（{type(error).__name__}）：{error}。请把以上内容交给系统管理员。\n")
        raise SystemExit(NOT_DONE) from error
    if isinstance(code, int) and code:
        raise SystemExit(code)
