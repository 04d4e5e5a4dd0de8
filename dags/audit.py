"""# 核对公开文本

找文件 → 逐批核对 → 出报告：把一个文件夹里的公开文本逐份核对，不论出自哪里，按问题轻重排成一份全市报告。
能读 .txt、.html、.docx、.pdf（有文字层的）和 .xlsx。
报告放在 var/audit/<名称>/ 下：网页、工作簿、JSON，每份文件的核对页和批注稿；一次换上，在此之前旧报告一直有效。
一份文件有问题，只影响它自己；读不出来的文件和没有核对的部分都列在报告里，不当作没有问题。
"""

from airflow.sdk import Param, TriggerRule, dag

from stage_tasks import alarm, auditing, verb

EVEN_SO = TriggerRule.ALL_DONE
find_documents = verb("auditing.find_documents", "找文件", minutes=30, asked=auditing)
audit_chunk = verb("auditing.audit_chunk", "核对", takes=("chunk",), minutes=60)
report_audit = verb("auditing.report_audit", "出报告", takes=("chunks",), minutes=30, trigger_rule=EVEN_SO)
alarmed = alarm()


@dag(
    dag_display_name="核对公开文本",
    doc_md=__doc__,
    schedule=None,
    max_active_runs=4,
    params={
        "folder": Param("", type="string", minLength=1, title="存放公开文本的文件夹"),
        "name": Param("", type="string", minLength=1, title="报告名称（例如城市和年度）"),
    },
)
def audit_published() -> None:
    """Wire the verbs."""
    chunks = find_documents()
    audited = audit_chunk.expand(chunk=chunks)
    reported = report_audit(chunks=chunks)
    audited >> reported
    [audited, reported] >> alarmed()


audit_published()
