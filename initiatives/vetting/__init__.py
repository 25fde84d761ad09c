"""How anything becomes public. Faces call ``submitting`` (submit, edit, answer, withdraw),
``decisions`` (correct, ask, endorse, send_back, approve, reject, mark_as_spam, hide, claim,
open_contact, add_note), ``scope``, ``tokens``, ``comparison``, ``duplicates``,
``unlisted``, ``waiting``,
``retention.erase_expired``, ``importing.import_rows``, ``dumping.dump``, ``replaying.replay``,
``verifying.verify_all`` and ``InitiativeForm``; what is refused is told by ``refusals``."""
