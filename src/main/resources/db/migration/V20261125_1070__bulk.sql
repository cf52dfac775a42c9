-- The same thing done to many tickets: prepared once, done by a job, one ticket a transaction.

create table bulk (
    edition_id uuid not null references edition,
    id uuid not null,
    verb text not null check (verb in ('approve', 'cancel', 'move', 'links')),
    ticket_type text,
    reason text not null,
    by_kind text not null,
    by_id text not null,
    by_name text not null,
    made_at timestamptz not null,
    state text not null default 'running' check (state in ('running', 'stopped', 'done', 'undoing', 'undone')),
    primary key (edition_id, id),
    check ((verb = 'move') = (ticket_type is not null))
);
create index bulk_running on bulk (made_at) where state in ('running', 'undoing');

create table bulk_item (
    edition_id uuid not null,
    bulk_id uuid not null,
    ticket_id uuid not null,
    outcome text check (outcome in ('done', 'skipped', 'undone', 'kept')),
    type_before text,
    primary key (edition_id, bulk_id, ticket_id),
    foreign key (edition_id, bulk_id) references bulk,
    foreign key (edition_id, ticket_id) references ticket
);
create index bulk_item_left on bulk_item (edition_id, bulk_id, ticket_id) where outcome is null;
create index bulk_item_ticket on bulk_item (edition_id, ticket_id);
