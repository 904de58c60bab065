-- Roles and schemas. Role names differ from schema names on purpose: PostgreSQL's default search
-- path would otherwise make the role's schema the default one (style.md 2.4).
-- Runs at every migration, as the superuser; everything here may be run again.
DO $roles$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['lantern_owner', 'accounts_service', 'reporting_service',
                                'notifications_service', 'devices_service', 'sealer_service']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', name);
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lantern_definer') THEN
        CREATE ROLE lantern_definer NOLOGIN BYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lantern_services') THEN
        CREATE ROLE lantern_services NOLOGIN;
    END IF;
EXCEPTION WHEN unique_violation OR duplicate_object THEN
    NULL; -- two databases of one cluster were prepared at the same moment
END
$roles$;

GRANT lantern_services TO accounts_service, reporting_service, notifications_service, devices_service;
-- The owner may hand functions to the definer; it does not act with the definer's rights.
GRANT lantern_definer TO lantern_owner WITH INHERIT FALSE, SET TRUE;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

DO $schemas$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['accounts', 'reporting', 'notifications', 'devices',
                                'directory', 'published', 'audit', 'queue', 'working']
    LOOP
        EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION lantern_owner', name);
        -- the definer's functions read the tables they guard
        EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO lantern_definer', name);
    END LOOP;
END
$schemas$;

GRANT USAGE ON SCHEMA accounts TO accounts_service;
GRANT USAGE ON SCHEMA reporting TO reporting_service;
GRANT USAGE ON SCHEMA notifications TO notifications_service;
GRANT USAGE ON SCHEMA devices TO devices_service;
GRANT USAGE ON SCHEMA directory, published, audit, queue, working TO lantern_services;
GRANT USAGE ON SCHEMA directory, audit TO sealer_service;

-- What the owner makes later, the definer may read (its functions run past row security).
ALTER DEFAULT PRIVILEGES FOR ROLE lantern_owner GRANT SELECT ON TABLES TO lantern_definer;
ALTER DEFAULT PRIVILEGES FOR ROLE lantern_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
