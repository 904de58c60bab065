"""Say who reads a case: row security, the service's rights, and the functions that answer."""

from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0002_say_who_reads"
down_revision = "0001_create_cases"
branch_labels = None
depends_on = None

RECORDS = "SELECT, INSERT"
WORKING = "SELECT, INSERT, UPDATE"
WHOLE = "reporting.reads_case(case_id, 'whole')"
# who holds a row of their own knows it; the other rows are for whoever reads the whole case
OWN_ROW = """
    reporting.reads_case(case_id,
        CASE WHEN person_id = directory.current_person() THEN 'words' ELSE 'whole' END)
"""
WORDS = "reporting.reads_case(case_id, 'words')"

# table: (who may read a row beyond its school, rights of the service)
GUARDS = {
    "school_key": (None, RECORDS),
    "case": ("reporting.reads_case(id, 'words')", RECORDS),
    "case_key": (WORDS, RECORDS),
    "case_change": (WHOLE, RECORDS),
    "case_summary": (WHOLE, WORKING),
    "case_reader": (
        OWN_ROW,
        RECORDS,
    ),
    "case_exclusion": (WHOLE, RECORDS),
    "case_clearance": (WHOLE, RECORDS),
    "case_pupil": (WHOLE, RECORDS),
    "chronology": (WHOLE, RECORDS),
    "read_mark": (WORDS, RECORDS),
    "device_link": (WHOLE, RECORDS),
    "concern": (WORDS, RECORDS),
    "concern_revision": (WORDS, RECORDS),
    "receipt": ("reporter_id = directory.current_person()", RECORDS),
    "come_back_code": (None, WORKING),
}

# A person reads a case as a reader whom nothing keeps out; a match in the words keeps out until
# it is cleared at triage, everything else for good (architecture.md 5, G-12).
KEPT_OUT = """
    CREATE FUNCTION reporting.is_kept_out(wanted_case uuid, person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT EXISTS (
            SELECT FROM reporting.case_exclusion x
            WHERE x.case_id = wanted_case AND x.person_id = person
            AND (x.why IN ('subject', 'asked_by_child', 'shares_mailbox') OR NOT EXISTS (
                SELECT FROM reporting.case_clearance c
                WHERE c.case_id = x.case_id AND c.person_id = x.person_id)))
    $$
"""
# Row security asks this for every row: PL/pgSQL keeps its plan, and nothing is called inside.
READS_CASE = """
    CREATE FUNCTION reporting.reads_case(wanted_case uuid, wanted text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        me uuid := directory.current_person();
    BEGIN
        RETURN directory.is_system() OR (
            EXISTS (
                SELECT FROM reporting.case_reader r
                WHERE r.case_id = wanted_case AND r.person_id = me
                AND r.school_id = directory.current_school()
                AND (r.scope = 'whole' OR wanted = 'words'))
            AND NOT EXISTS (
                SELECT FROM reporting.case_exclusion x
                WHERE x.case_id = wanted_case AND x.person_id = me
                AND (x.why IN ('subject', 'asked_by_child', 'shares_mailbox') OR NOT EXISTS (
                    SELECT FROM reporting.case_clearance c
                    WHERE c.case_id = x.case_id AND c.person_id = x.person_id))));
    END $$
"""
READERS_AMONG = """
    CREATE FUNCTION reporting.readers_among(wanted_case uuid, people uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT r.person_id FROM reporting.case_reader r
        WHERE r.case_id = wanted_case AND r.scope = 'whole' AND r.person_id = ANY (people)
        AND NOT reporting.is_kept_out(wanted_case, r.person_id)
    $$
"""
MY_REPORTS = """
    CREATE FUNCTION reporting.my_reports()
    RETURNS TABLE (report_id uuid, reference text, sent_at timestamptz, state text,
                   seen_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT m.concern_id, s.reference::text, m.sent_at, s.state::text,
               (SELECT min(o.at) FROM reporting.read_mark o
                WHERE o.case_id = m.case_id AND o.person_id <> m.reporter_id)
        FROM reporting.receipt m JOIN reporting.case_summary s ON s.case_id = m.case_id
        WHERE m.school_id = directory.current_school()
        AND m.reporter_id = directory.current_person() AND m.version = 1
        ORDER BY m.sent_at DESC, m.concern_id LIMIT 200
    $$
"""
MY_REFERENCE = """
    CREATE FUNCTION reporting.my_reference(report_id uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT s.reference::text
        FROM reporting.receipt m JOIN reporting.case_summary s ON s.case_id = m.case_id
        WHERE m.concern_id = $1 AND m.version = 1
        AND m.school_id = directory.current_school()
        AND m.reporter_id = directory.current_person()
    $$
"""
MY_REPORT_KEY = """
    CREATE FUNCTION reporting.my_report_key(report_id uuid)
    RETURNS TABLE (key_id uuid, wrapped bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT k.key_id, k.wrapped
        FROM reporting.receipt m JOIN reporting.case_key k ON k.case_id = m.case_id
        WHERE m.concern_id = $1 AND m.version = 1
        AND m.school_id = directory.current_school()
        AND m.reporter_id = directory.current_person()
    $$
"""
RAISE_URGENCY = """
    CREATE FUNCTION reporting.raise_urgency(report_id uuid, wanted text, lado boolean)
    RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
        UPDATE reporting.case_summary s SET
            needs_lado = s.needs_lado OR lado,
            danger = s.danger OR wanted = 'critical',
            severity = CASE
                WHEN array_position(ARRAY['critical', 'high', 'medium', 'low'], wanted)
                     < array_position(ARRAY['critical', 'high', 'medium', 'low'], s.severity::text)
                THEN wanted ELSE s.severity END
        FROM reporting.receipt m
        WHERE m.concern_id = $1 AND m.version = 1 AND m.case_id = s.case_id
        AND m.school_id = directory.current_school()
        AND m.reporter_id = directory.current_person()
        AND s.state <> 'closed'
    $$
"""
COME_BACK = """
    CREATE FUNCTION reporting.come_back(wanted bytea, at timestamptz)
    RETURNS TABLE (sent_at timestamptz, read_by uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT n.received_at, ARRAY (
            SELECT DISTINCT ON (o.person_id) o.person_id FROM reporting.read_mark o
            WHERE o.case_id = n.case_id AND NOT reporting.is_kept_out(n.case_id, o.person_id))
        FROM reporting.come_back_code c JOIN reporting.concern n ON n.id = c.concern_id
        WHERE c.school_id = directory.current_school() AND c.code_hash = wanted
        AND c.expires_at > at
    $$
"""
# The guards other services ask, in their own transaction; all under one lock, so that an answer
# holds until whoever asked has committed (architecture.md 3, way 4).
CASE_READERS = """
    CREATE FUNCTION published.case_readers(case_id uuid, person_id uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended($1::text, 7));
        RETURN EXISTS (
            SELECT FROM reporting.case_reader r
            WHERE r.case_id = $1 AND r.person_id = $2
            AND r.school_id = directory.current_school())
        AND NOT reporting.is_kept_out($1, $2);
    END $$
"""
# May the ladder of an unanswered alert ask this person next (G-11)? Positive only. Where a grown-up
# is meant and nobody was named, the head could be the one, and is passed over (architecture.md 5).
MAY_BE_TOLD = """
    CREATE FUNCTION published.may_be_told(case_id uuid, person_id uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended($1::text, 7));
        RETURN NOT reporting.is_kept_out($1, $2) AND EXISTS (
            SELECT FROM reporting.case_summary s
            WHERE s.case_id = $1 AND s.school_id = directory.current_school()
            AND s.state <> 'closed'
            AND (s.about_adult <> 'yes'
                OR NOT EXISTS (
                    SELECT FROM directory.role_holder h
                    WHERE h.person_id = $2 AND h.school_id = s.school_id AND h.role = 'head')
                OR EXISTS (
                    SELECT FROM reporting.case_exclusion x
                    WHERE x.case_id = $1 AND x.why IN ('subject', 'named_in_words'))));
    END $$
"""
RELEASE_HOLDS = """
    CREATE FUNCTION published.release_holds(link_id uuid, person_id uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended($1::text, 7));
        RETURN EXISTS (
            SELECT FROM reporting.device_link l
            JOIN reporting.case_summary s ON s.case_id = l.case_id AND s.state <> 'closed'
            JOIN reporting.case_exclusion x ON x.case_id = l.case_id AND x.person_id = $2
            WHERE l.link_id = $1 AND l.school_id = directory.current_school());
    END $$
"""


def upgrade() -> None:
    """Define the functions first: the policies ask them."""
    to = "reporting_service"
    define(op, "reporting.is_kept_out(uuid, uuid)", KEPT_OUT, to=to)
    define(op, "reporting.reads_case(uuid, text)", READS_CASE, to=to)
    define(op, "reporting.readers_among(uuid, uuid[])", READERS_AMONG, to=to)
    define(op, "reporting.my_reports()", MY_REPORTS, to=to)
    define(op, "reporting.my_reference(uuid)", MY_REFERENCE, to=to)
    define(op, "reporting.my_report_key(uuid)", MY_REPORT_KEY, to=to)
    define(op, "reporting.raise_urgency(uuid, text, boolean)", RAISE_URGENCY, to=to)
    grant(op, "reporting.case_summary", to="lantern_definer", rights="UPDATE")
    define(op, "reporting.come_back(bytea, timestamptz)", COME_BACK, to=to)
    define(op, "published.case_readers(uuid, uuid)", CASE_READERS, to="notifications_service")
    define(op, "published.may_be_told(uuid, uuid)", MAY_BE_TOLD, to="notifications_service")
    define(op, "published.release_holds(uuid, uuid)", RELEASE_HOLDS, to="devices_service")
    for table, (using, rights) in GUARDS.items():
        protect(op, f"reporting.{table}", using)
        grant(op, f"reporting.{table}", to=to, rights=rights)
