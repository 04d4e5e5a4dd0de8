"""Open data 开放数据: CSV and JSON with a data package's description, for every unit and for the city."""

from final_accounts.publishing.open_data.packages import unit_package

__all__ = ["unit_package"]
