"""A draft call says what it is for, where, and who may apply."""

from collections.abc import Collection

from saanjh.calls.models import Call
from saanjh.calls.rules import aims as rules
from saanjh.calls.rules import calls as call_rules
from saanjh.ground import history
from saanjh.ground.models import District, Person
from saanjh.ground.refusals import need_change
from saanjh.ground.writing import action, afresh
from saanjh.programmes.models import Objective, Theme

FLAGS = (*rules.KINDS, "with_partners", "through_host", "host_applies", "is_blind")


@action
def aim(
    call: Call,
    *,
    objectives: Collection[Objective] = (),
    themes: Collection[Theme] = (),
    districts: Collection[District] = (),
    by: Person,
    **flags: bool,
) -> Call:
    """Set all of it. No district means everywhere; `flags` are those of FLAGS, a missing one stays as it is."""
    call_rules.may_prepare(afresh(call), by=by)
    flags = {name: flags.get(name, bool(getattr(call, name))) for name in FLAGS}
    rules.sound(call, objectives, themes, open_to=[name for name in rules.KINDS if flags[name]])
    lists = {"objectives": objectives, "themes": themes, "districts": districts}
    changed = [name for name, rows in lists.items() if set(rows) != set(getattr(call, name).all())]
    changed += [name for name, value in flags.items() if bool(getattr(call, name)) != value]
    need_change(changed)
    for name, rows in lists.items():
        getattr(call, name).set(rows)
    for name, value in flags.items():
        setattr(call, name, value)
    call.save(update_fields=list(flags))
    history.record("call_aimed", call, by=by, fields=",".join(changed))
    return call
