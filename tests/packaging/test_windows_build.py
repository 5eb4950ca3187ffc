import hashlib
import shutil
import struct
import zipfile

import pytest
from devkit import console, environment
from windows import listing, portable, programs, python, signing, wine

HEAD = 0x80


def program(body=b"code and data....", signature=b""):
    """A file as Windows' programs are laid out, as far as a signature cares: 64 bit, checksum, certificate table."""
    data = bytearray(HEAD + 24 + 240)
    data[:2] = b"MZ"
    struct.pack_into("<L", data, 0x3C, HEAD)
    struct.pack_into("<H", data, HEAD + 24, 0x20B)
    body = body + bytes(-len(body) % 8)
    if signature:
        struct.pack_into("<2L", data, HEAD + 24 + 144, len(data) + len(body), len(signature))
        struct.pack_into("<L", data, HEAD + 24 + 64, 12345)
    return bytes(data) + body + signature


def test_a_signature_changes_nothing_of_what_application_control_hashes():
    assert listing.authenticode(program(signature=b"a signature.....")) == listing.authenticode(program())
    assert listing.authenticode(program(b"other code")) != listing.authenticode(program())


def test_the_list_names_programs_by_their_first_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(signing, "signature", lambda _file: None)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "library.pyd").write_bytes(program())
    (tmp_path / "readme.dll").write_bytes(b"not a program")
    (only,) = listing.programs(tmp_path)
    assert only.name == "inner/library.pyd" and only.signed_by == ""
    assert only.sha256 == hashlib.sha256(program()).hexdigest()
    assert listing.table([only]).splitlines()[1].startswith("inner/library.pyd,")


def test_the_portable_zip_is_the_same_twice_and_marks_itself(tmp_path):
    folder = tmp_path / "program"
    (folder / "inner").mkdir(parents=True)
    (folder / "briefing-reader.exe").write_bytes(b"program")
    (folder / "inner" / "data").write_bytes(b"data")
    files = [portable.make(folder, 1_700_000_000, tmp_path / f"{name}.zip") for name in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()
    with zipfile.ZipFile(files[0]) as packed:
        names = [name.removeprefix(f"{portable.FOLDER}/") for name in packed.namelist()]
        assert names == sorted(["README.txt", "briefing-reader.exe", "inner/data", "portable"])
        assert {info.date_time for info in packed.infolist()} == {(2023, 11, 14, 22, 13, 20)}


def test_the_lock_is_read_for_windows_alone():
    text = python.requirements(environment.LOCKS["package"].read_text(encoding="utf-8"))
    names = {line.partition("==")[0] for line in text.splitlines() if line[:1].isalnum()}
    assert {"pefile", "pywin32-ctypes", "pyside6-essentials", "pyinstaller"} <= names
    assert "macholib" not in names
    assert " ; " not in text
    assert text.count("==") == len(names)


def test_every_pinned_file_keeps_its_hash():
    other = "two==2 ; sys_platform == 'darwin' \\\n    --hash=sha256:bb\n"
    text = "one==1 ; sys_platform == 'win32' \\\n    --hash=sha256:aa\n" + other
    assert python.requirements(text) == "one==1 \\\n    --hash=sha256:aa\n"


def test_a_marker_nobody_answered_stops_the_build():
    with pytest.raises(console.StopError, match="platform_machine"):
        python.requirements("one==1 ; platform_machine == 'x86_64' \\\n    --hash=sha256:aa\n")


def test_a_zip_that_reaches_outside_itself_is_refused(tmp_path):
    file = tmp_path / "python.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("tools/python.exe", b"MZ")
        packed.writestr("tools/../../outside.txt", b"!")
    with pytest.raises(console.StopError, match="outside"):
        python.lay_out(file, tmp_path / "folder")
    assert not (tmp_path / "outside.txt").exists()


def test_what_is_no_windows_python_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(console.StopError, match=r"python\.exe"):
        python.lay_out(tmp_path / "empty", tmp_path / "folder")
    (tmp_path / "folder").mkdir(exist_ok=True)
    with pytest.raises(console.StopError, match="not whole"):
        python.check(tmp_path / "folder")


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({}, None),
        ({signing.PKCS12: "/k.p12", signing.PASSPHRASE_FILE: "/p"}, ["-pkcs12", "/k.p12", "-readpass", "/p"]),
        ({signing.CERTIFICATE: "/c.pem", signing.KEY: "/k.pem"}, ["-certs", "/c.pem", "-key", "/k.pem"]),
        (
            {signing.MODULE: "/m.so", signing.KEY: "pkcs11:x", signing.CERTIFICATE: "/c.pem"},
            ["-pkcs11module", "/m.so", "-certs", "/c.pem", "-key", "pkcs11:x"],
        ),
        (
            {signing.MODULE: "/m.so", signing.KEY: "pkcs11:x", signing.TOKEN_CERTIFICATE: "pkcs11:c"},
            ["-pkcs11module", "/m.so", "-pkcs11cert", "pkcs11:c", "-key", "pkcs11:x"],
        ),
    ],
)
def test_keys_come_from_outside_and_no_passphrase_is_an_argument(env, words):
    assert signing.from_outside(env) == words


@pytest.mark.parametrize(
    ("env", "word"),
    [({}, signing.PKCS12), ({signing.PKCS12: "/k.p12"}, signing.TIMESTAMP)],
)
def test_a_release_without_key_or_time_stamp_is_refused(tmp_path, env, word):
    with pytest.raises(console.StopError, match=word):
        signing.signer(env, tmp_path, 0, release=True)


def test_a_certificate_that_says_it_is_a_test_signs_no_release(tmp_path, monkeypatch):
    # What signs and what reads a signature are osslsigncode; `dev.py package --check` runs them for good.
    env = {signing.CERTIFICATE: "/c.pem", signing.KEY: "/c.key", signing.TIMESTAMP: "http://timestamp.invalid"}
    monkeypatch.setattr(programs, "run", lambda *_arguments, **_options: None)
    monkeypatch.setattr(signing.Signer, "sign", lambda _self, _file: None)
    subject = "/CN=" + signing.TEST_NAME
    monkeypatch.setattr(signing, "signature", lambda _file: signing.Signature(subject, True, "", False))
    with pytest.raises(console.StopError, match="test certificate"):
        signing.signer(env, tmp_path, 0, release=True)
    assert signing.signer(env, tmp_path, 0, release=False).is_test
    monkeypatch.setattr(signing, "signature", lambda _file: None)
    with pytest.raises(console.StopError, match="test certificate"):
        signing.signer(env, tmp_path, 0, release=True)
    subject = "/O=A force/CN=A force"
    monkeypatch.setattr(signing, "signature", lambda _file: signing.Signature(subject, True, "", False))
    assert not signing.signer(env, tmp_path, 0, release=True).is_test


def test_what_is_missing_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda *_arguments, **_options: None)
    monkeypatch.setattr(programs, "WINE_PLACES", ())
    assert {"wine64", "wixl", "msitools", "osslsigncode"} <= set(programs.missing())


def test_the_checkout_is_drive_p_for_windows_programs(root, tmp_path):
    assert wine.path(root / "reader" / "cli.py") == "P:\\reader\\cli.py"
    assert wine.path(tmp_path / "x") == "Z:" + str(tmp_path / "x").replace("/", "\\")
