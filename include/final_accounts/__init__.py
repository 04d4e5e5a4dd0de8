"""final-accounts 决算: a city finance bureau's yearly cycle of departmental final accounts.

The rooms and what each may import are described in ``docs/architecture.md`` and held by ``tests/house``.
"""
