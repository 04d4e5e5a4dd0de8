"""The verbs 环节: where rooms meet.

Each takes :class:`~final_accounts.stages.settings.Settings` first, can be run again, and returns a small dict of ids
and counts. Knows no Airflow.
"""
