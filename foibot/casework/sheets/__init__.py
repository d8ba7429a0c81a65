"""A team's spreadsheet, read: which column is what, what each row says, and the facts that make it a case.

Pure: the cells come in as values, the law and the day as arguments. Nothing is guessed of a row: what cannot be read
is a `Fault` with its row, its column and the reason.
"""
