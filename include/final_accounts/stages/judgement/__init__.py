"""Judgement 审核与评分: what reading, rules and rubrics make of versions, and how it reaches the warehouse."""
