-- Who is asking, as row security sees it. A transaction sets app.school_id and app.person_id.
CREATE OR REPLACE FUNCTION directory.current_school() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.school_id', true), '')::uuid $$;

CREATE OR REPLACE FUNCTION directory.current_person() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.person_id', true), '')::uuid $$;

-- The named system persons (services/shared/directory.py): the workers of each service.
CREATE OR REPLACE FUNCTION directory.is_system() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT directory.current_person() IN (
        '00000000-0000-4000-8000-000000000001',
        '00000000-0000-4000-8000-000000000002',
        '00000000-0000-4000-8000-000000000003',
        '00000000-0000-4000-8000-000000000004') $$;

ALTER FUNCTION directory.current_school() OWNER TO lantern_owner;
ALTER FUNCTION directory.current_person() OWNER TO lantern_owner;
ALTER FUNCTION directory.is_system() OWNER TO lantern_owner;
GRANT EXECUTE ON FUNCTION directory.current_school(), directory.current_person(), directory.is_system()
    TO lantern_services, lantern_definer, sealer_service;
