"""How anything becomes public. Views and commands call ``submitting`` (submit, edit, answer,
withdraw), ``decisions`` (correct, ask, endorse, send_back, approve, reject, mark_as_spam, hide,
claim, open_contact, add_note) and ``importing.import_rows``; they ask ``permissions``,
``duplicates``, ``receipts`` and ``warnings``. What is not allowed is told by ``errors``."""
