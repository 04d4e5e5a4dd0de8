"""Intake 收件: what lies in the inboxes becomes versions of submissions, each once."""
