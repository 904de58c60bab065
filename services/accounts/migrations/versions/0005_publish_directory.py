"""The directory: what every service may read of the school and its people."""

from alembic import op

from services.shared.migrations import define, grant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Views run with the owner's rights, and row security is forced on the owner too: every view shows
# the rows of the transaction's school only.
VIEWS = {
    "school": """
        SELECT s.id, s.name, s.short_name, s.urn, s.local_authority, s.time_zone,
               p.settings AS profile, p.version AS profile_version
        FROM accounts.school s
        LEFT JOIN LATERAL (
            SELECT settings, version FROM accounts.profile_version
            WHERE school_id = s.id ORDER BY version DESC LIMIT 1
        ) p ON true""",
    "person": """
        SELECT id, school_id, kind, display_name, given_name, family_name, job_title, portrait,
               is_active
        FROM accounts.person""",
    "role_holder": """
        SELECT h.school_id, h.role, h.person_id, h.rank
        FROM accounts.role_holding h JOIN accounts.person p ON p.id = h.person_id
        WHERE h.ended_at IS NULL AND p.is_active""",
    "school_class": "SELECT id, school_id, name, year_group, lane FROM accounts.school_class",
    "class_staff": "SELECT school_id, class_id, person_id FROM accounts.class_staff",
    "pupil": """
        SELECT e.person_id, e.school_id, e.class_id, c.name AS class_name, e.year_group,
               e.student_id, e.upn, e.date_of_birth, e.sex, e.send_status, e.eal, e.looked_after,
               e.child_protection_plan, e.child_in_need, e.admission_on
        FROM accounts.pupil_entry e JOIN accounts.school_class c ON c.id = e.class_id""",
    "guardian": """
        SELECT g.school_id, g.pupil_id, g.person_id, g.relationship, g.is_barred, g.may_collect,
               EXISTS (
                   SELECT FROM accounts.contact mine
                   JOIN accounts.contact theirs
                       ON theirs.school_id = mine.school_id
                       AND theirs.address_hash = mine.address_hash
                       AND theirs.person_id <> mine.person_id
                   JOIN accounts.guardianship barred
                       ON barred.person_id = theirs.person_id
                       AND barred.pupil_id = g.pupil_id AND barred.is_barred
                   WHERE mine.person_id = g.person_id
               ) AS shares_channel_with_barred
        FROM accounts.guardianship g""",
    "trusted_adult": """
        SELECT t.school_id, t.person_id, t.display_name, t.portrait, t.sort
        FROM accounts.trusted_adult t JOIN accounts.person p ON p.id = t.person_id
        WHERE p.is_active""",
    "page_code": """
        SELECT code, school_id, class_id, lane FROM accounts.page_code WHERE retired_at IS NULL""",
    "live_session": """
        SELECT s.id AS session_id, s.school_id, s.person_id, s.version
        FROM accounts.session s JOIN accounts.account a ON a.person_id = s.person_id
        JOIN accounts.person p ON p.id = s.person_id
        LEFT JOIN accounts.tablet t ON t.id = s.tablet_id
        WHERE s.ended_at IS NULL AND a.version = s.version AND a.disabled_at IS NULL
              AND p.is_active AND t.revoked_at IS NULL""",
    "school_day": """
        SELECT school_id, on_date, kind, starts_at, ends_at FROM accounts.school_day""",
    "mailbox": """
        SELECT school_id, person_id, address_hash AS mailbox_hash
        FROM accounts.contact WHERE channel = 'email'""",
}

# How people are reached is for notifications alone. `address_sealed` opens with the label
# "contact.address.1", the row id `id` and the key `key_id` of contact_key.
REACHED = {
    "contact": """
        SELECT id, person_id, school_id, channel, address_sealed, key_id, verified_at
        FROM accounts.contact""",
    "contact_key": """
        SELECT d.school_id, d.key_id, d.wrapped, k.wrapped AS school_wrapped
        FROM accounts.data_key d JOIN accounts.school_key k ON k.school_id = d.school_id""",
}

SESSION_IS_LIVE = """
CREATE FUNCTION directory.session_is_live(session_id uuid, version int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM accounts.session s
        JOIN accounts.account a ON a.person_id = s.person_id
        JOIN accounts.person p ON p.id = s.person_id
        LEFT JOIN accounts.tablet t ON t.id = s.tablet_id
        WHERE s.id = $1 AND s.version = $2 AND a.version = $2 AND s.ended_at IS NULL
              AND a.disabled_at IS NULL AND p.is_active AND t.revoked_at IS NULL)
$$"""

# The three things that are looked up before anybody knows which school is meant.
ACCOUNT_BY_USER_NAME = """
CREATE FUNCTION accounts.account_by_user_name(wanted text)
RETURNS TABLE (person_id uuid, school_id uuid, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.person_id, a.school_id, a.password_hash
    FROM accounts.account a JOIN accounts.person p ON p.id = a.person_id
    WHERE a.user_name = wanted AND a.disabled_at IS NULL AND p.is_active
$$"""

SESSION_BY_HASH = """
CREATE FUNCTION accounts.session_by_hash(wanted bytea)
RETURNS TABLE (session_id uuid, school_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, s.school_id, s.person_id FROM accounts.session s
    WHERE s.secret_hash = wanted AND s.ended_at IS NULL
$$"""

SCHOOL_OF_PAGE = """
CREATE FUNCTION accounts.school_of_page(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT school_id FROM accounts.page_code WHERE code = wanted AND retired_at IS NULL
$$"""


def upgrade() -> None:
    for name, query in {**VIEWS, **REACHED}.items():
        op.execute(f"CREATE VIEW directory.{name} AS {query}")
    for name in VIEWS:
        grant(op, f"directory.{name}", to="lantern_services", rights="SELECT")
    grant(op, "directory.school", to="sealer_service", rights="SELECT")
    for name in REACHED:
        grant(op, f"directory.{name}", to="notifications_service", rights="SELECT")
    live = "directory.session_is_live(uuid, int)"
    define(op, live, SESSION_IS_LIVE, to="lantern_services")
    by_name = "accounts.account_by_user_name(text)"
    define(op, by_name, ACCOUNT_BY_USER_NAME, to="accounts_service")
    by_hash = "accounts.session_by_hash(bytea)"
    define(op, by_hash, SESSION_BY_HASH, to="accounts_service")
    define(op, "accounts.school_of_page(text)", SCHOOL_OF_PAGE, to="accounts_service")
