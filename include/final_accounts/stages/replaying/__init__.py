"""Replaying 重演: past reviews done again from what was kept, the story of a unit, the chain held against a head."""
