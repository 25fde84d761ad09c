"""The site as readers meet it: the real server, the real data, a real browser."""
