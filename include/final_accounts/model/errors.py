"""Our own errors: something is wrong with the house, never with a unit's submission.

Nothing a unit can do to a file raises; that is a :class:`~final_accounts.model.finding.Finding`.
Every message says what is wrong, where, and what the person who runs the house can do about it.
"""

from collections.abc import Iterable


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


class RefusedError(SeasonError):
    """The season's rules do not allow what somebody asked for: ``about`` whom or what, which ``act``, ``against`` it.

    ``act`` completes 不能…, "" when what is against it says so itself.
    """

    def __init__(self, about: str, act: str, against: Iterable[str]) -> None:
        self.about, self.act, self.against = about, act, tuple(against)
        super().__init__(about, act, self.against)  # so that it passes from one process to another

    def __str__(self) -> str:
        """One Chinese sentence that stands for itself."""
        return f"{self.about}：{f'不能{self.act}。' if self.act else ''}{'；'.join(self.against)}。"


class InputError(FinalAccountsError):
    """What somebody gave us to work with (a file, a key, a proposal) is wrong; the message says which and why."""


class DeliveryError(FinalAccountsError):
    """A message cannot be written or the way it should leave by is configured wrongly."""


class WatchError(FinalAccountsError):
    """Something in a season must be looked into now; the watch stays red for as long as it is found again."""
