"""The verbs 环节: where rooms meet, grouped by what they are about.

A verb is a function of its module's name. It takes :class:`~final_accounts.stages.settings.Settings` first, can be run
again, and returns a small dict of ids and counts. Knows no Airflow. ``reenact`` and ``rule_trial`` are programs whose
names replays of older code rely on: they stay where they are.
"""
