"""One chore a module, each reading like a recipe."""
