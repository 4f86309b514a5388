"""Local workspaces for stories and for `./sahayak demo`: they speak the platforms' own protocols and know nothing of the desk."""
