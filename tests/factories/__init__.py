"""Rows and documents that tests begin with: real ones where that says more, else the fewest."""
