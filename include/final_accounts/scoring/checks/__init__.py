"""What may be wrong with a self-evaluation: each module a few rules, each function one rule."""
