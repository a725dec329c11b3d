"""Policies on the wire: who may have how much, from which document, in force when."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from service.allocation.policy import Policy
from service.schemas.common import Schema


class SourceOut(Schema):
    """A document that rules are taken from."""

    document: str = Field(examples=["发改投资〔2014〕2674号"])
    title_zh: str
    title_en: str


class PostLimitOut(Schema):
    """The limit of one post."""

    level: str = Field(examples=["county.section-chief"])
    zh: str = Field(examples=["正科级"])
    en: str
    limit_m2: float | None = Field(description="null where another authority sets it", examples=[18.0])
    clause: str


class OrganOut(Schema):
    """The posts of one level of organs, highest first."""

    id: str = Field(examples=["county"])
    zh: str = Field(examples=["县级机关"])
    en: str
    posts: list[PostLimitOut]


class PolicyOut(Schema):
    """One policy."""

    id: str = Field(examples=["cn-2014"])
    version: str = Field(description="start of the SHA-256 of its content")
    label: str = Field(examples=["cn-2014@4f1c22a9"])
    title_zh: str
    title_en: str
    family: str = Field(examples=["national"])
    effective_from: date | None
    effective_until: date | None
    extends: list[str]
    in_use: bool = Field(description="findings follow this one; set `YIJIAN_POLICY` to choose another")
    sources: list[SourceOut]
    organs: list[OrganOut]


class PolicyList(Schema):
    """The policies this service knows."""

    items: list[PolicyOut]


def policy_out(policy: Policy, *, in_use: bool) -> PolicyOut:
    """Return one policy with its table of limits."""
    return PolicyOut(
        id=policy.id,
        version=policy.version,
        label=policy.label,
        title_zh=policy.title.zh,
        title_en=policy.title.en,
        family=policy.family,
        effective_from=policy.effective_from,
        effective_until=policy.effective_until,
        extends=list(policy.extends),
        in_use=in_use,
        sources=[
            SourceOut(document=one.document, title_zh=one.title.zh, title_en=one.title.en)
            for one in policy.sources.values()
        ],
        organs=[
            OrganOut(
                id=key,
                zh=organ.zh,
                en=organ.en,
                posts=[
                    PostLimitOut(
                        level=f"{key}.{post_key}",
                        zh=post.zh,
                        en=post.en,
                        limit_m2=post.limit_m2,
                        clause=policy.clause(post),
                    )
                    for post_key, post in organ.posts.items()
                ],
            )
            for key, organ in policy.organs.items()
        ],
    )
