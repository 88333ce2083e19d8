"""The staff web console, as one blueprint. It holds no rule of the trade: views read forms, call
the core and show pages.
"""

from __future__ import annotations

from office.blueprint import create_blueprint

__all__ = ["create_blueprint"]
