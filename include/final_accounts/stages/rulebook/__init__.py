"""Rulebook 审核规则: its changes in a season, what a change would do, and the public list of rules."""
