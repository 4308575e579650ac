"""The whole journey in a real browser: from a commission to a Cabinet report, one file a step, in order."""
