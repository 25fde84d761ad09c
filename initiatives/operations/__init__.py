"""What an operator runs: dump, replay, verification, erasing what is past its time."""
