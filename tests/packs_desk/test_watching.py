"""The watched folder: noticed, offered, remembered, and installed by itself only where policy says so."""

import shutil

import pytest

from reader.errors import PolicyError, RefusedError
from reader.packs_desk.watching import Watch


@pytest.fixture
def share(tmp_path, publisher):
    folder = tmp_path / "share"
    folder.mkdir()
    publisher.edit("knowledge-hub", lambda text: text + "\nA new last sentence stands here.\n")
    publisher.raise_edition()
    shutil.copytree(publisher.build(), folder / "hub")
    return folder


def watch(open_packs, share, **policies):
    packs = open_packs(policies={"watched_folder": str(share), **policies})
    return packs, Watch(packs)


def test_a_new_edition_is_offered_once_a_session_and_not_installed(open_packs, share):
    packs, watching = watch(open_packs, share)
    (offer,) = watching.look().offers
    assert offer.plan.edition.edition == 2
    assert [change.key for change in offer.plan.changes] == ["cse-policing-hub/knowledge-hub"]
    assert packs.libraries()[0].edition == 1
    assert watching.new() == () and watching.look().offers == ()
    assert len(watch(open_packs, share)[1].look().offers) == 1


def test_dismissed_is_dismissed_until_it_changes(open_packs, share, publisher):
    watching = watch(open_packs, share)[1]
    watching.dismiss(watching.look().offers[0])
    later = watch(open_packs, share)[1]
    assert later.new() == ()
    publisher.edit("knowledge-hub", lambda text: text + "\nOne more.\n")
    publisher.raise_edition()
    shutil.rmtree(share / "hub")
    shutil.copytree(publisher.build(), share / "hub")
    (offer,) = later.look().offers
    packs, _ = watch(open_packs, share)
    packs.show(packs.prepare(offer.path).install())
    assert packs.libraries()[0].edition == 3
    again = watch(open_packs, share)[1]
    assert again.look().offers == ()
    assert again.new() == ()


def test_policy_may_have_it_installed_without_asking(open_packs, share):
    packs, watching = watch(open_packs, share, pack_auto_install=True)
    (done,) = watching.look().installed
    packs.show(done)
    assert packs.libraries()[0].edition == 2
    assert watching.look().installed == ()


def test_what_is_refused_is_told_once_with_its_report_and_what_is_old_is_not_told(
    open_packs, share, publisher, first_edition
):
    packs, watching = watch(open_packs, share, pack_auto_install=True)
    watching.look()
    shutil.copytree(first_edition.channel, share / "older")
    shutil.copytree(share / "hub", share / "spoilt")
    listing = next((share / "spoilt/metadata").glob("2.targets.json"))
    listing.write_bytes(listing.read_bytes() + b" ")
    (refusal,) = watching.look().refused
    assert isinstance(refusal, RefusedError) and refusal.what == "spoilt"
    (report,) = packs.refusals()
    assert report.path == refusal.report and report.clause == refusal.clause
    assert "spoilt" in report.text
    assert watching.look().refused == ()


def test_a_share_that_is_away_is_nothing(open_packs, tmp_path):
    assert watch(open_packs, tmp_path / "away")[1].look().offers == ()


def test_where_only_administrators_install_nothing_is_offered(open_packs, share):
    packs, watching = watch(open_packs, share, pack_install="machine")
    assert watching.folder is None and watching.look().offers == ()
    assert not packs.may_install
    with pytest.raises(PolicyError):
        packs.prepare(share / "hub")


def test_a_publisher_is_trusted_only_by_its_fingerprint_and_only_where_policy_allows(open_packs, share, publisher):
    shutil.rmtree(open_packs().desk.places.profile / "machine/publishers")
    packs = open_packs(policies={"allow_user_publishers": True})
    root, fingerprint = packs.root_of(share / "hub")
    assert root == (publisher.pins / "hub.root.json").read_bytes()
    with pytest.raises(RefusedError):
        packs.prepare(share / "hub")
    with pytest.raises(RefusedError):
        packs.trust("hub", root, "00" * 32)
    packs.trust("hub", root, fingerprint)
    (row,) = packs.publishers()
    assert (row.name, row.own, row.libraries) == ("hub", True, ())
    packs.show(packs.prepare(share / "hub").install())
    assert packs.publishers()[0].libraries == (packs.desk.shelf.libraries[0].info.title,)
    closed = open_packs(policies={"allow_user_publishers": False})
    assert closed.publishers() == ()
    with pytest.raises(PolicyError):
        closed.trust("hub", root, fingerprint)
    strict = open_packs(policies={"allow_user_publishers": True, "trusted_publishers": ["00" * 32]})
    with pytest.raises(RefusedError):
        strict.prepare(share / "hub")
