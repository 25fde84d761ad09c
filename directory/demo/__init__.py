"""The demonstration: invented moderators and submissions. An app that only DEMO=1 installs."""
