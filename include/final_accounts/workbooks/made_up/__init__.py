"""Made-up cities 虚构城市: balanced accounts to the fen for any number of units, the same for the same seed.

Everything a unit reports is derived from one ledger (function × level × economic item × fund × project), so that
tables, annexes, self-evaluations and texts agree the way a careful accountant's would. No real unit is described.
"""

from final_accounts.workbooks.made_up.city import accounts, made_up_city, made_up_units

__all__ = ["accounts", "made_up_city", "made_up_units"]
