"""Policies in words: what is in force, where each came from, and what could not be read (FORMATS Y3)."""

from dataclasses import dataclass

from reader.language import tr, tr_n
from reader.policy import Notice, Policies, Problem
from reader.policy_table import POLICIES, Kind, Policy


@dataclass(frozen=True, slots=True)
class Row:
    """One policy as a page or a report shows it.

    Attributes:
        name: its key.
        title: in a few words.
        text: what it does.
        value: what is in force, in words.
        source: where that comes from, in words.
        is_set: whether an administrator set it.
        is_strictest: set, but unreadable, so that the strictest setting is in force.
    """

    name: str
    title: str
    text: str
    value: str
    source: str
    is_set: bool
    is_strictest: bool


def managed() -> str:
    """What stands with whatever policy has locked."""
    return tr("Managed by your organisation")


def rows(policies: Policies) -> tuple[Row, ...]:
    """Every policy of the table, in its order."""
    unread = {notice.name for notice in policies.notices if notice.problem is not Problem.UNKNOWN}
    return tuple(_row(policies, policy, strictest=bool({policy.name, "*"} & unread)) for policy in POLICIES)


def _row(policies: Policies, policy: Policy, *, strictest: bool) -> Row:
    is_set = policy.name in policies.set_names
    return Row(
        policy.name,
        tr(policy.title),
        tr(policy.text),
        value_words(policies, policy),
        policies.origin(policy.name) or tr("Default"),
        is_set,
        is_set and strictest,
    )


def value_words(policies: Policies, policy: Policy) -> str:
    """A policy's value as a person reads it."""
    match policy.kind:
        case Kind.FLAG:
            return tr("yes") if policies.flag(policy.name) else tr("no")
        case Kind.INTEGER:
            return f"{policies.number(policy.name):,}"
        case Kind.TEXTS:
            return ", ".join(policies.texts(policy.name)) or tr("none")
        case _:
            return policies.text(policy.name) or tr("none")


def notice_words(notice: Notice, source: str) -> str:
    """One sentence or two on what could not be read, naming it and saying what holds instead."""
    match notice.problem:
        case Problem.UNKNOWN:
            return tr("There is no policy “{name}”; it is ignored ({source}).").format(name=notice.name, source=source)
        case Problem.MALFORMED:
            return tr("The policy “{name}” cannot be read ({source}). Its strictest setting is in force.").format(
                name=notice.name, source=source
            )
        case Problem.UNREADABLE:
            return tr(
                "The policies of your organisation cannot be read: {source} ({reason}). The strictest setting of each "
                "is in force."
            ).format(source=source, reason=notice.reason)


def notices_line(policies: Policies) -> str:
    """Everything that could not be read, and whom to tell; "" where all could."""
    if not policies.notices:
        return ""
    said = [notice_words(notice, policies.source) for notice in policies.notices]
    return " ".join((*said, tr("Tell your IT team.")))


def summary(policies: Policies) -> str:
    """How many are set, and where."""
    if not policies.set_names:
        return tr("Your organisation has set no policies here.")
    count = len(policies.set_names)
    return tr_n("{n} policy set in {source}", "{n} policies set in {source}", count).format(
        n=count, source=policies.source
    )
