"""`python -m fitlens`."""

from fitlens.cli.main import program

if __name__ == "__main__":
    program()
