"""Words and addresses, without a database."""
