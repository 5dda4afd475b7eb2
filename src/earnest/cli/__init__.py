"""The command line: one file per subcommand, and `main`, the only exit."""
