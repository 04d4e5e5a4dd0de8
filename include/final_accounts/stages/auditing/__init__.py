"""Auditing 核对: any published document against itself, one alone or a city's at once."""
