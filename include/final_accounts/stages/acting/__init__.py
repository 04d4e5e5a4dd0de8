"""Acting 办理: what persons decide of a version: explanations, waivers, score disputes, and every other act."""
