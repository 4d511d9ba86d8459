-- What a session of the stand-in finds in the database behind it. Run by a superuser before the first session of a
-- database; safe to run again. Names that Redshift has in pg_catalog go there, so that queries find them unqualified.
CREATE SCHEMA IF NOT EXISTS redshift_stand_in;
SET allow_system_table_mods = on;

-- Functions ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION redshift_stand_in.version() RETURNS varchar LANGUAGE sql IMMUTABLE AS $$
  SELECT 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), Redshift 1.0.98765'::varchar
$$;

-- The start of the statement, and of the transaction, without a zone.
CREATE OR REPLACE FUNCTION pg_catalog.getdate() RETURNS timestamp LANGUAGE sql STABLE AS
  $$ SELECT date_trunc('second', statement_timestamp() AT TIME ZONE current_setting('TimeZone')) $$;
CREATE OR REPLACE FUNCTION pg_catalog.sysdate() RETURNS timestamp LANGUAGE sql STABLE AS
  $$ SELECT transaction_timestamp() AT TIME ZONE current_setting('TimeZone') $$;

CREATE OR REPLACE FUNCTION pg_catalog.len(varchar) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT char_length(rtrim($1, ' ')) $$;
CREATE OR REPLACE FUNCTION pg_catalog.charindex(varchar, varchar) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT strpos($2, $1) $$;

CREATE OR REPLACE FUNCTION pg_catalog.dateadd(part varchar, count bigint, start timestamp) RETURNS timestamp
  LANGUAGE sql STABLE STRICT AS $$ SELECT start + (count || ' ' || part)::interval $$;
CREATE OR REPLACE FUNCTION pg_catalog.dateadd(part varchar, count bigint, start timestamptz) RETURNS timestamptz
  LANGUAGE sql STABLE STRICT AS $$ SELECT start + (count || ' ' || part)::interval $$;
-- Counts the boundaries between two moments, as Redshift does: from 23:59 to 0:01 is one day.
CREATE OR REPLACE FUNCTION pg_catalog.datediff(part varchar, first timestamp, last timestamp) RETURNS bigint
  LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE rtrim(part, 's')
    WHEN 'year' THEN extract(year FROM last) - extract(year FROM first)
    WHEN 'month' THEN (extract(year FROM last) - extract(year FROM first)) * 12 + extract(month FROM last) - extract(month FROM first)
    ELSE extract(epoch FROM date_trunc(rtrim(part, 's'), last) - date_trunc(rtrim(part, 's'), first))
      / extract(epoch FROM ('1 ' || part)::interval)
  END::bigint $$;

DO $$ BEGIN
  IF to_regproc('pg_catalog.listagg') IS NULL THEN
    CREATE FUNCTION redshift_stand_in.append(state varchar, value varchar, separator varchar) RETURNS varchar
      LANGUAGE sql IMMUTABLE AS
      'SELECT CASE WHEN value IS NULL THEN state WHEN state IS NULL THEN value ELSE state || separator || value END';
    CREATE AGGREGATE pg_catalog.listagg(varchar, varchar) (SFUNC = redshift_stand_in.append, STYPE = varchar);
  END IF;
END $$;

-- SUPER --------------------------------------------------------------------------------------------------------------

DO $$ BEGIN
  IF to_regtype('pg_catalog.super') IS NULL THEN CREATE DOMAIN pg_catalog.super AS jsonb; END IF;
END $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_parse(varchar) RETURNS super LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT $1::jsonb::super $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_serialize(super) RETURNS varchar LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT $1::jsonb::varchar $$;
CREATE OR REPLACE FUNCTION pg_catalog.is_valid_json(varchar) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT $1 IS JSON $$;
CREATE OR REPLACE FUNCTION pg_catalog.can_json_parse(varchar) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS
  $$ SELECT $1 IS JSON $$;
CREATE OR REPLACE FUNCTION pg_catalog.json_extract_path_text(varchar, VARIADIC path text[]) RETURNS varchar
  LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT coalesce($1::jsonb #>> path, '') $$;

-- COPY ---------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION pg_catalog.pg_last_copy_count() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('redshift_stand_in.last_copy_count', true), ''), '0')::bigint $$;
CREATE OR REPLACE FUNCTION pg_catalog.pg_last_copy_id() RETURNS integer LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('redshift_stand_in.last_copy_id', true), ''), '-1')::integer $$;

CREATE SEQUENCE IF NOT EXISTS redshift_stand_in.query_id;
CREATE TABLE IF NOT EXISTS redshift_stand_in.loads (
  query integer NOT NULL, session integer NOT NULL, table_name varchar NOT NULL, status varchar NOT NULL,
  loaded_rows bigint NOT NULL, error_count integer NOT NULL, start_time timestamp NOT NULL, end_time timestamp NOT NULL,
  data_source varchar NOT NULL
);
CREATE TABLE IF NOT EXISTS redshift_stand_in.load_errors (
  query integer NOT NULL, session integer NOT NULL, tbl integer NOT NULL, starttime timestamp NOT NULL,
  filename varchar NOT NULL, line_number bigint NOT NULL, colname varchar NOT NULL, type varchar NOT NULL,
  col_length varchar NOT NULL, position integer NOT NULL, raw_line varchar NOT NULL, raw_field_value varchar NOT NULL,
  err_code integer NOT NULL, err_reason varchar NOT NULL
);

-- Texts are padded with blanks, as in Redshift.
CREATE OR REPLACE VIEW pg_catalog.stl_load_errors AS
  SELECT 100 AS userid, 0 AS slice, tbl, starttime, session, query, filename::char(256) AS filename, line_number,
    colname::char(127) AS colname, type::char(10) AS type, col_length::char(10) AS col_length, position,
    raw_line::char(1024) AS raw_line, raw_field_value::char(1024) AS raw_field_value, err_code,
    err_reason::char(100) AS err_reason
  FROM redshift_stand_in.load_errors;
CREATE OR REPLACE VIEW pg_catalog.sys_load_error_detail AS
  SELECT 100 AS user_id, query::bigint AS query_id, 0::bigint AS transaction_id, session AS session_id,
    current_database()::char(64) AS database_name, tbl AS table_id, starttime AS start_time,
    filename::char(256) AS file_name, line_number, colname::char(127) AS column_name, type::char(10) AS column_type,
    col_length::char(10) AS column_length, position, err_code AS error_code, err_reason::char(512) AS error_message
  FROM redshift_stand_in.load_errors;
CREATE OR REPLACE VIEW pg_catalog.sys_load_history AS
  SELECT 100 AS user_id, query::bigint AS query_id, status::char(10) AS status, session AS session_id,
    table_name::char(128) AS table_name, start_time, end_time, loaded_rows, error_count,
    data_source::char(512) AS data_source
  FROM redshift_stand_in.loads;
GRANT SELECT ON pg_catalog.stl_load_errors, pg_catalog.sys_load_error_detail, pg_catalog.sys_load_history TO PUBLIC;

-- Rights of users and roles, one row each; a role is who cannot log in.
CREATE OR REPLACE VIEW pg_catalog.svv_relation_privileges AS
  SELECT n.nspname::varchar AS namespace_name, c.relname::varchar AS relation_name,
    acl.privilege_type::varchar AS privilege_type, acl.grantee::integer AS identity_id,
    coalesce(r.rolname, 'public')::varchar AS identity_name,
    CASE WHEN r.oid IS NULL THEN 'public' WHEN r.rolcanlogin THEN 'user' ELSE 'role' END::varchar AS identity_type,
    acl.is_grantable AS admin_option
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
  LEFT JOIN pg_roles r ON r.oid = acl.grantee;
CREATE OR REPLACE VIEW pg_catalog.stv_db_isolation_level AS
  SELECT current_database()::char(128) AS database, 'Snapshot Isolation'::char(128) AS isolation_level;
GRANT SELECT ON pg_catalog.svv_relation_privileges, pg_catalog.stv_db_isolation_level TO PUBLIC;

-- Tables -------------------------------------------------------------------------------------------------------------

-- Makes a new or changed table one of Redshift's, in sessions of the stand-in only: keys are not enforced; text is
-- varchar(256) and bare numeric numeric(18,0), but in CREATE TABLE AS a text without length gets the greatest; the n of
-- varchar(n) and char(n) counts bytes.
CREATE OR REPLACE FUNCTION redshift_stand_in.shape_table() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
  command record;
  item record;
  width integer;
BEGIN
  IF coalesce(current_setting('redshift_stand_in.active', true), '') <> 'on' THEN RETURN; END IF;
  SET LOCAL redshift_stand_in.active = 'off';
  FOR command IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' LOOP
    FOR item IN SELECT conname FROM pg_constraint WHERE conrelid = command.objid AND contype IN ('p', 'u', 'f') LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', command.objid::regclass, item.conname);
    END LOOP;

    width := CASE WHEN command.command_tag IN ('CREATE TABLE AS', 'SELECT INTO') THEN 65535 ELSE 256 END;
    FOR item IN
      SELECT attname, CASE WHEN atttypid = 'numeric'::regtype THEN 'numeric(18,0)' ELSE format('varchar(%s)', width) END AS type
      FROM pg_attribute
      WHERE attrelid = command.objid AND attnum > 0 AND NOT attisdropped AND atttypmod = -1
        AND (atttypid IN ('text'::regtype, 'varchar'::regtype, 'name'::regtype)
          OR (atttypid = 'numeric'::regtype AND width = 256))
    LOOP
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE %s', command.objid::regclass, item.attname, item.type);
    END LOOP;

    FOR item IN
      SELECT a.attname, a.atttypmod - 4 AS bytes, format('byte_length_%s', a.attnum) AS name,
        EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = a.attrelid AND conname = format('byte_length_%s', a.attnum)) AS known
      FROM pg_attribute a
      WHERE a.attrelid = command.objid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypmod > 0
        AND a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype)
    LOOP
      IF item.known THEN
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', command.objid::regclass, item.name);
      END IF;
      EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (octet_length(%I) <= %s) NOT VALID',
        command.objid::regclass, item.name, item.attname, item.bytes);
    END LOOP;
  END LOOP;
  SET LOCAL redshift_stand_in.active = 'on';
END $$;

DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_event_trigger WHERE evtname = 'redshift_stand_in_shape_table') THEN
    CREATE EVENT TRIGGER redshift_stand_in_shape_table ON ddl_command_end
      WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE')
      EXECUTE FUNCTION redshift_stand_in.shape_table();
  END IF;
END $$;

-- Stops an ALTER COLUMN TYPE of what is no varchar, or has a default.
CREATE OR REPLACE FUNCTION redshift_stand_in.assert_widens(target regclass, column_name varchar)
  RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  found record;
BEGIN
  SELECT atttypid::regtype::varchar AS type, atthasdef INTO found
  FROM pg_attribute WHERE attrelid = target AND attname = column_name AND NOT attisdropped;
  IF found.type IS NULL THEN
    RAISE 'column "%" does not exist', column_name USING ERRCODE = '42703';
  END IF;
  IF found.type <> 'character varying' OR found.atthasdef THEN
    RAISE 'ALTER COLUMN TYPE is only supported for VARCHAR columns without a default' USING ERRCODE = '0A000';
  END IF;
END $$;

-- Makes a view WITH NO SCHEMA BINDING: the query is read anew whenever the view is, so it hangs on no table. The columns
-- are those that it has now; unlike in Redshift, its tables must be there.
CREATE OR REPLACE FUNCTION redshift_stand_in.create_late_binding_view(view_name varchar, query varchar)
  RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  reader varchar := format('redshift_stand_in.%I', 'late_' || md5(view_name || query));
  columns varchar;
BEGIN
  EXECUTE 'CREATE TEMPORARY VIEW late_binding_probe AS ' || query;
  SELECT string_agg(format('%I %s', attname, format_type(atttypid, NULL)), ', ' ORDER BY attnum) INTO columns
  FROM pg_attribute WHERE attrelid = 'late_binding_probe'::regclass AND attnum > 0;
  DROP VIEW late_binding_probe;
  EXECUTE format('CREATE OR REPLACE FUNCTION %s() RETURNS SETOF record LANGUAGE plpgsql STABLE AS %L', reader,
    format('BEGIN RETURN QUERY EXECUTE %L; END', query));
  EXECUTE format('CREATE OR REPLACE VIEW %s AS SELECT * FROM %s() AS late (%s)', view_name, reader, columns);
END $$;
