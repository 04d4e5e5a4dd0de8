"""Watching 值守: the ledger of every day, the bureau's page, the forecast, and the bell of the legal date."""
