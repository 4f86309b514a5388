"""Local workspaces for stories and for `./sahayak demo`: they speak the platforms' own protocols over HTTP and know nothing of the desk."""
