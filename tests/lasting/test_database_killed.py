"""PostgreSQL itself is killed while eight people write: what was accepted stands, once, when it is there again."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests import figures
from tests.installations import Installation, environment_for
from tests.lasting.ledgers import Found
from tests.lasting.sites import Grant, a_grant, serving
from tests.lasting.sizes import SIZE
from tests.lasting.test_killed import ACCEPTED_A_KILL, MOST_STORMS, WRITERS, Run, audited, counted, storm
from tests.migrated import for_psycopg
from tests.postgres import Cluster, own_cluster

pytestmark = pytest.mark.slow
SECONDS = SIZE.kill_seconds / 2
KILLS = SIZE.kills // 4


@pytest.fixture(scope="module")
def database() -> Iterator[Cluster]:
    with own_cluster() as made:
        yield made


@pytest.fixture(scope="module")
def site(database: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    data = tmp_path_factory.mktemp("database-killed")
    more = {"SAANJH_DATABASE_URL": database.address, "SAANJH_WORKERS": "2", "SAANJH_LOG_LEVEL": "CRITICAL"}
    made = Installation(data, {**environment_for(data), **more})
    done = made.saanjh("migrate", "--no-input", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def grant(site: Installation) -> Grant:
    return a_grant(site, WRITERS)


def killer(database: Cluster) -> Callable[[], None]:
    def strike() -> None:
        database.kill()
        database.start()

    return strike


def survived(site: Installation, grant: Grant, database: Cluster, seconds: float, kills: int = 1) -> tuple[Run, Found]:
    with serving(site) as served:
        run = storm(served, grant, seconds, killer(database), kills)
    return run, audited(site, run)


def test_what_was_accepted_survives_a_killed_database(site: Installation, grant: Grant, database: Cluster) -> None:
    run, found = survived(site, grant, database, SECONDS, KILLS)
    assert run.refused == []
    assert found.is_well, found
    assert run.kills >= KILLS
    assert found.accepted >= ACCEPTED_A_KILL * run.kills
    figures.note("killed", "database", **counted(run, found))


def test_a_database_that_answers_before_it_has_written_is_caught(
    site: Installation, grant: Grant, database: Cluster
) -> None:
    """`saanjh serve` would not start on it: it is told so while people write, and does so from the first kill on."""
    assert any(careless_storm(site, grant, database) for _storm in range(MOST_STORMS))
    figures.caught("killed", "database that answers before it has written")


def careless_storm(site: Installation, grant: Grant, database: Cluster) -> int:
    """How many were lost."""
    with serving(site) as served:
        tell(database, "ALTER ROLE postgres SET synchronous_commit = off")
        run = storm(served, grant, SIZE.mutant_seconds, killer(database), kills=2)
        tell(database, "ALTER ROLE postgres RESET synchronous_commit")
    return audited(site, run).lost


def tell(database: Cluster, command: str) -> None:
    with psycopg.connect(for_psycopg(database.address), autocommit=True) as connection:
        connection.execute(command.encode())
