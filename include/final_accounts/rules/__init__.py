"""Facts and a rulebook become findings: all units of a chunk at once, each rule asserted by Great Expectations."""

from final_accounts.rules.compiling import CompiledRulebook, compile_rulebook
from final_accounts.rules.reviewing import review
from final_accounts.rules.units import NotCheckable, Review, RuleResult, UnitFacts

__all__ = ["CompiledRulebook", "NotCheckable", "Review", "RuleResult", "UnitFacts", "compile_rulebook", "review"]
