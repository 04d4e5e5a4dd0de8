"""Self-evaluations 绩效自评 recomputed by rubric; deviations become findings PF-01 …"""

from final_accounts.scoring.room import score

__all__ = ["score"]
