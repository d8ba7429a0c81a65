"""PURE. What the statutes say: regimes, working days, the clock. No mail, no office habits."""
