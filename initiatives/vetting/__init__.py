"""How anything becomes public. Faces call ``submitting.submit, withdraw``,
``decisions.approve, reject``, ``importing.import_rows``, ``dumping.dump``, ``replaying.replay``,
``record.verify`` and ``InitiativeForm``; what is refused is told by ``refusals``."""
