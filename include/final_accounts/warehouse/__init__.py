"""The warehouse 数据仓库: SQLAlchemy tables, migrations, loading, queries; and the content store beside it."""

from final_accounts.warehouse.content_store import ContentStore
from final_accounts.warehouse.record import LoadRecord, facts_hash
from final_accounts.warehouse.submissions import StoredSubmission
from final_accounts.warehouse.warehouse import Warehouse

__all__ = ["ContentStore", "LoadRecord", "StoredSubmission", "Warehouse", "facts_hash"]
