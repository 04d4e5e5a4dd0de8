"""Approval 批复: departments certify the roll-up of their units, the bureau approves in batches."""
