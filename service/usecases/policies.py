"""The policy a service follows, found or refused before it starts."""

from __future__ import annotations

from pathlib import Path

from geometry.finding import Text
from service.allocation.policy import Policy
from service.allocation.policy_file import PolicyError, load_policy, policy_names
from service.errors import SetupError

UNUSABLE = Text("YIJIAN_POLICY:{why}", "YIJIAN_POLICY: {why}")


def usable_policy(name: str) -> Policy:
    """Return a policy by its name or the path of its file; raises ``SetupError`` with the first thing wrong with it."""
    try:
        return load_policy(name if name in policy_names() else Path(name))
    except PolicyError as error:
        why = error.problems[0].reason
        raise SetupError(
            "policy-unusable", Text(UNUSABLE.zh.format(why=why.zh), UNUSABLE.en.format(why=why.en))
        ) from None
