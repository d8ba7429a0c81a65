"""PURE. What the statutes say: regimes, working days, the clock. No mail, no office habits, no date of today.

To check the law, read `foia`, `eir`, `scotland` and `subject_access` aloud: each number stands beside its
section, and each event beside what it does. `regime` explains the words they use. `working_days` says which
days count, `counting` how, and `fold` and `clock` what the events of a request make of it.
"""
