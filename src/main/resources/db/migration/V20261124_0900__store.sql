-- What every module stands on: search that forgives Swedish spelling, settings of the installation, the job queue.

create extension if not exists pg_trgm;
create extension if not exists btree_gist;
create extension if not exists unaccent;

-- å/ä/ö may be typed as a/a/o; folding is for search only, never for sorting or showing.
create function folded(value text) returns text
    language sql immutable parallel safe strict
    return lower(unaccent('unaccent'::regdictionary, value));

create table setting (
    name text primary key,
    value text not null
);

-- db-scheduler 16: its table for PostgreSQL
create table scheduled_tasks (
    task_name text not null,
    task_instance text not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures integer,
    last_heartbeat timestamptz,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_priority on scheduled_tasks (priority desc, execution_time asc);
