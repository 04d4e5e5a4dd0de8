"""Open data 开放数据: CSV and JSON with a data package's description, for every unit and for the city."""

from final_accounts.publishing.open_data.city_nouns import CityAbout, CityRows, PackageRef
from final_accounts.publishing.open_data.city_rows import city_rows
from final_accounts.publishing.open_data.packages import city_package, unit_package
from final_accounts.publishing.open_data.page import data_page

__all__ = ["CityAbout", "CityRows", "PackageRef", "city_package", "city_rows", "data_page", "unit_package"]
