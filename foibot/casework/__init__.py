"""PURE. What the office does about a request: events, the case, commands, policy, letters."""
