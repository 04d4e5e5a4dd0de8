"""读回核对 before publication: each rendered file, and the disclosure itself, say what they must. Pure."""

from final_accounts.publishing.proof.beside import beside_of
from final_accounts.publishing.proof.mismatch import Mismatch
from final_accounts.publishing.proof.orders import tokens_of
from final_accounts.publishing.proof.proving import prove
from final_accounts.publishing.proof.with_data import compare_package
from final_accounts.publishing.proof.with_facts import compare_with_facts

__all__ = ["Mismatch", "beside_of", "compare_package", "compare_with_facts", "prove", "tokens_of"]
