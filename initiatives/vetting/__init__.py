"""How anything becomes public. Faces call ``submitting`` (submit, edit, answer, withdraw),
``decisions`` (correct, ask, endorse, send_back, approve, reject, mark_as_spam, hide, claim,
open_contact, add_note), ``scope``, ``tokens``, ``duplicates``,
``unlisted``, ``waiting``,
``importing.import_rows``; what is refused is told by ``refusals``."""
