"""Our own errors: something is wrong with the house, never with a unit's submission.

Nothing a unit can do to a file raises; that is a :class:`~final_accounts.model.finding.Finding`.
Every message says what is wrong, where, and what the person who runs the house can do about it.
"""


class FinalAccountsError(Exception):
    """Base of all errors that are ours. Airflow tasks fail at once on it: a retry would not help."""


class CatalogError(FinalAccountsError):
    """A data room (layout, register, rubric, rule, calendar) is absent, malformed or contradicts itself."""


class UnknownEditionError(CatalogError):
    """Year, region or template version is not in the data rooms; the message lists what is known."""


class RulebookError(FinalAccountsError):
    """A rule cannot be compiled, or fewer rules ran than were expected."""


class StoreError(FinalAccountsError):
    """The warehouse or the content store holds something else than the key promises."""


class HistoryError(FinalAccountsError):
    """The append-only chain is broken, or an event was refused."""


class PublishingError(FinalAccountsError):
    """A page could not be made complete; the last complete site stands."""


class SeasonError(FinalAccountsError):
    """The season asked for does not exist or does not allow the step (unknown city, year or parameter)."""


class DeliveryError(FinalAccountsError):
    """A message cannot be written or the way it should leave by is configured wrongly."""


class WatchError(FinalAccountsError):
    """Something in a season must be looked into now; the watch stays red for as long as it is found again."""
