"""How public things look, whichever face shows them: the frame of a page, cards, an entry."""
