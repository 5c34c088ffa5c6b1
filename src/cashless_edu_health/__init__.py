"""Cashless payments for Vietnamese schools and hospitals.

Ask for money (invoices, payment requests, VietQR codes, slips), recognise it when it
arrives (bank credits, settlements, cash), and account for it (what each plan of each
province asks for, computed from the same receipts).

The package root exports nothing: import the module that owns the idea, for example
``from cashless_edu_health import vietqr``.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
