"""Where the public sends things: the form, its preview, the private status page."""
