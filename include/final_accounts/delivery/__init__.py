"""Delivery 送达: messages to units and to the bureau, by mail or into a folder."""
