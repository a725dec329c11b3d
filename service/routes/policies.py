"""The policies findings can follow."""

from __future__ import annotations

from fastapi import APIRouter

from service.allocation.policy_file import load_policy, policy_names
from service.dependencies import ServicesDep
from service.error_responses import problems
from service.schemas.policies import PolicyList, policy_out

router = APIRouter(prefix="/policies", tags=["findings"])


@router.get("", summary="Policies: who may have how much room, by which document", responses=problems())
def read_policies(services: ServicesDep) -> PolicyList:
    """Return the policies that come with the service and the one in use, which comes first."""
    used = services.occupancy.policy
    others = [load_policy(name) for name in policy_names() if name != used.id]
    return PolicyList(items=[policy_out(used, in_use=True), *(policy_out(one, in_use=False) for one in others)])
