"""Where moderators work: the queue, the review of one submission, and the reference tables."""
