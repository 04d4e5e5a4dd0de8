"""The nouns of the product. Standard library only; every other room may import this one."""
