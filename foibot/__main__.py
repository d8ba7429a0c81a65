"""`python -m foibot` is `foibot`."""

from foibot.cli import main

if __name__ == "__main__":
    main()
