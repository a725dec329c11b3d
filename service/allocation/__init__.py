"""Who may have how much room: people, policy, entitlement, findings, remedies, consolidation. Knows only geometry."""
