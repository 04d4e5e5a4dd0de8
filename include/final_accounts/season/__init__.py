"""The season 编报季 as a thought: states, who may do what, calendar, ledger, forecast. Opens nothing."""
