"""The catalog: opens the data rooms, checks them, gives an Edition for a region and year; fails closed."""

from final_accounts.catalog.caching import forget
from final_accounts.catalog.cities import calendar, cities, city
from final_accounts.catalog.editions import edition, edition_of, explain, known_editions
from final_accounts.catalog.origin import Origin
from final_accounts.catalog.persons import person, persons
from final_accounts.catalog.rooms import data_root

__all__ = [
    "Origin",
    "calendar",
    "cities",
    "city",
    "data_root",
    "edition",
    "edition_of",
    "explain",
    "forget",
    "known_editions",
    "person",
    "persons",
]
