"""`doctor`: every finding with its remedy, and an exit code that a script can read."""

from __future__ import annotations

from collections.abc import Sequence

from app.cli import opening
from app.cli.speaking import show, show_json
from app.doctor import Finding, Level
from app.errors import ConfigurationError

EXIT = {Level.OK: 0, Level.WARNING: 1, Level.ERROR: 2}


def doctor(as_json: bool) -> int:
    """0 when all is well, 1 with warnings, 2 with errors."""
    findings = _findings()
    worst = max((finding.level for finding in findings), key=EXIT.__getitem__, default=Level.OK)
    if as_json:
        show_json({"status": worst.value, "findings": [_document(finding) for finding in findings]})
    else:
        for finding in findings:
            show(f"{finding.level:<8} {finding.id:<24} {finding.says}")
            if finding.remedy:
                show(f"{'':<8} {'':<24} -> {finding.remedy}")
    return EXIT[worst]


def _findings() -> Sequence[Finding]:
    """Settings that cannot be read are a finding too, and then the only one."""
    try:
        settings = opening.settings()
    except ConfigurationError as error:
        return [Finding("settings", Level.ERROR, str(error), "Correct the setting; .env.example explains each.")]
    findings: Sequence[Finding] = opening.wiring().diagnose(settings)
    return findings


def _document(finding: Finding) -> dict[str, str]:
    return {"id": finding.id, "level": finding.level.value, "says": finding.says, "remedy": finding.remedy}
