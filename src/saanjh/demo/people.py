"""The demo's people: one for each role, and two in each organisation. Their names are invented."""

import base64
import hashlib
import time
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from saanjh.demo.world import World
from saanjh.ground.access import HELD_IN, STAFF, Role, ScopeKind
from saanjh.ground.actions import erasures, exports, people, recoveries, sign_in
from saanjh.ground.models import Person, Recovery

PASSWORD = "neem-tree-by-the-canal"  # known to everybody: a demo holds nothing that is true of anybody

# sign-in name: (name, role); the second of a role is there so that two can check each other
CAST: dict[str, tuple[str, Role]] = {
    "administrator": ("Amna (demo)", Role.ADMINISTRATOR),
    "second_administrator": ("Sadia (demo)", Role.ADMINISTRATOR),
    "auditor": ("Bilal (demo)", Role.AUDITOR),
    "operator": ("Danish (demo)", Role.OPERATOR),
    "programme_officer": ("Farah (demo)", Role.PROGRAMME_OFFICER),
    "second_officer": ("Rehana (demo)", Role.PROGRAMME_OFFICER),
    "finance_officer": ("Ghazala (demo)", Role.FINANCE_OFFICER),
    "verifier": ("Hamid (demo)", Role.VERIFIER),
    "gate_checker": ("Iqra (demo)", Role.GATE_CHECKER),
    "panel_chair": ("Javed (demo)", Role.PANEL_CHAIR),
    "dataset_releaser": ("Kiran (demo)", Role.DATASET_RELEASER),
    "second_releaser": ("Laiba (demo)", Role.DATASET_RELEASER),
    "observer": ("Mansoor (demo)", Role.OBSERVER),
    "donor_viewer": ("Nida (demo)", Role.DONOR_VIEWER),
    "focal_person": ("Omar (demo)", Role.FOCAL_PERSON),
    "reviewer": ("Parveen (demo)", Role.REVIEWER),
    "second_reviewer": ("Qasim (demo)", Role.REVIEWER),
    "third_reviewer": ("Rabia (demo)", Role.REVIEWER),
    "signatory": ("Saima (demo)", Role.SIGNATORY),
    "editor": ("Tariq (demo)", Role.EDITOR),
    "field_officer": ("Uzma (demo)", Role.FIELD_OFFICER),
    "convenor": ("Waheed (demo)", Role.CONVENOR),
    "member": ("Yasmin (demo)", Role.MEMBER),
    "researcher": ("Zainab (demo)", Role.RESEARCHER),
    "coder": ("Asad (demo)", Role.CODER),
}
IN_URDU = {"signatory", "editor", "field_officer", "member"}


def tell(world: World) -> None:
    """Make the accounts; give the roles of the installation. Others follow when their scope is there."""
    for username, (name, role) in CAST.items():
        world.people[username] = account(world, username, name, password=PASSWORD)
        if HELD_IN[role] is ScopeKind.INSTALLATION:
            world.give(username, role)
        if role in STAFF:
            sign_in.set_up_factor(world.people[username], secret=secret_of(username), by=world.system)


def tell_roles(world: World, kind: ScopeKind, over: int) -> None:
    """Give the roles of a kind of scope to those of the cast who have them, once that scope exists."""
    for username, (_name, role) in CAST.items():
        if HELD_IN[role] is kind and kind is not ScopeKind.ORGANISATION:
            world.give(username, role, over)


def tell_members(world: World) -> None:
    """Give each organisation a signatory and an editor; the first one's are the cast's, who can sign in."""
    for number, organisation in enumerate(world.organisations, 1):
        first = number == 1
        for role, where in ((Role.SIGNATORY, world.signatories), (Role.EDITOR, world.editors)):
            username = role.value if first else f"{role.value}_{number}"
            if not first:
                world.people[username] = account(world, username, f"{role.label} {number} (demo)")
            where[organisation.pk] = world.give(username, role, organisation.pk)
    host = world.organisations[0]
    world.give("field_officer", Role.FIELD_OFFICER, host.pk)
    people.invite(role=Role.EDITOR, over=host.pk, language="ur", by=world.signatory(host))
    recoveries.ask(world.people["signatory_14"], way=Recovery.Way.CODE, by=world.people["administrator"])
    erasures.ask(world.people["donor_viewer"], by=world.people["donor_viewer"])
    exports.ask(by=world.people["observer"])


def account(world: World, username: str, name: str, password: str = "") -> Person:
    language = "ur" if username in IN_URDU else "en"
    return people.add(username=username, name=name, language=language, password=password, by=world.system)


def secret_of(username: str) -> str:
    """The demo's second-factor secret of a person: no secret, like all that is in a demo."""
    return base64.b32encode(hashlib.sha256(f"demo {username}".encode()).digest()[:20]).decode()


@dataclass(frozen=True)
class SignIn:
    """What somebody needs to try a role."""

    username: str
    role: str
    password: str
    code: str  # the second factor's code now; empty where none is asked for


def sign_ins() -> list[SignIn]:
    """One sign-in a person of the cast, with the codes that are valid now."""
    factors = {
        factor.user_id: decrypt(factor.data["secret"])
        for factor in Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    }
    rows = []
    for person in Person.objects.filter(username__in=CAST).order_by("pk"):
        secret = factors.get(person.pk)
        code = format_hotp_value(hotp_value(secret, int(time.time()) // 30)) if secret else ""
        rows.append(SignIn(person.username, str(CAST[person.username][1].label), PASSWORD, code))
    return rows
