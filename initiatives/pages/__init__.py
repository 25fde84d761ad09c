"""The public site: what readers see. Each view reads the request, asks the catalogue, renders."""
