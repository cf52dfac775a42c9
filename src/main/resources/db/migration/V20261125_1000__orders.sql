-- Orders of several tickets, names to follow, prices in steps, extras, codes, waiting lists.

-- ticket types: for whom, how they take part, how many an order, whether somebody must say yes
alter table ticket_type
    add column audience text not null default 'public'
        check (audience in ('public', 'code', 'domain', 'organisation', 'role')),
    add column audience_of text[] not null default '{}',
    add column attendance text not null default 'on-site' check (attendance in ('on-site', 'digital')),
    add column approval boolean not null default false,
    add column min_an_order integer not null default 1,
    add column max_an_order integer not null default 50,
    add check (1 <= min_an_order and min_an_order <= max_an_order and max_an_order <= 500);

create table price_step (
    edition_id uuid not null,
    ticket_type_id uuid not null,
    begins_at timestamptz not null,
    price_minor bigint not null check (price_minor >= 0),
    primary key (edition_id, ticket_type_id, begins_at),
    foreign key (edition_id, ticket_type_id) references ticket_type
);

-- what can be had besides a ticket: the dinner, the bus
create table extra (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    name jsonb not null,
    description jsonb not null,
    price_minor bigint not null check (price_minor >= 0),
    currency text not null default 'SEK',
    vat_percent integer not null check (vat_percent between 0 and 100),
    ticket_types text[] not null default '{}',
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key)
);

create table extra_quota (
    edition_id uuid not null,
    extra_id uuid not null,
    quota_id uuid not null,
    primary key (edition_id, extra_id, quota_id),
    foreign key (edition_id, extra_id) references extra,
    foreign key (edition_id, quota_id) references quota
);

-- what holds for all orders of an edition
create table order_terms (
    edition_id uuid primary key references edition,
    state_agency boolean not null,
    hold_minutes integer not null check (hold_minutes between 1 and 1440),
    offer_hours integer not null check (offer_hours between 1 and 200),
    names_by date,
    cancellation jsonb not null
);

-- a code lets in, takes off a part of the price, or opens places that were put aside
create table code (
    edition_id uuid not null references edition,
    id uuid not null,
    code text not null check (code ~ '^[A-Z0-9-]{4,40}$'),
    kind text not null check (kind in ('access', 'discount', 'reserved')),
    note text not null default '',
    ticket_types text[] not null default '{}',
    percent_off integer not null default 0 check (percent_off between 0 and 100),
    max_uses integer not null check (max_uses between 1 and 100000),
    used integer not null default 0,
    quota_ids uuid[] not null default '{}',
    reserved integer not null default 0,
    valid_until timestamptz,
    created_at timestamptz not null,
    revoked_at timestamptz,
    primary key (edition_id, id),
    unique (edition_id, code),
    check (0 <= used and used <= max_uses),
    check (0 <= reserved and (reserved = 0 or kind = 'reserved'))
);

-- an order belongs to whoever ordered; the buyer pays
alter table ticket_order
    add column state text not null default 'placed' check (state in ('held', 'placed', 'lapsed')),
    add column held_until timestamptz,
    add column names_by date,
    add column code_id uuid,
    add column buyer_kind text not null default 'public' check (buyer_kind in ('public', 'state-agency', 'company', 'private')),
    add column buyer_name text not null default '',
    add column buyer_number text,
    add column buyer_gln text,
    add column buyer_e_invoice text,
    add column buyer_country text not null default 'SE' check (buyer_country ~ '^[A-Z]{2}$'),
    add column buyer_vat_number text,
    add column cost_centre text not null default '',
    add column version integer not null default 1,
    add foreign key (edition_id, code_id) references code,
    add check ((state = 'held') = (held_until is not null));
create index ticket_order_held on ticket_order (held_until) where state = 'held';
create index ticket_order_names on ticket_order (names_by) where names_by is not null;
create index ticket_order_code on ticket_order (edition_id, code_id) where code_id is not null;

-- a ticket says itself which quotas it holds a place of, whatever becomes of its type
alter table ticket
    add column state text not null default 'valid' check (state in ('held', 'pending', 'valid', 'cancelled')),
    add column quota_ids uuid[] not null default '{}',
    add column vat_rule text not null default 'standard' check (vat_rule in ('standard', 'outside-scope', 'reverse-charge')),
    add column photo_opt_out boolean not null default false,
    add column on_list boolean not null default false,
    alter column person_id drop not null;
update ticket set state = 'cancelled' where cancelled_at is not null;
update ticket set quota_ids = array(
    select used.quota_id from ticket_type_quota used
    where used.edition_id = ticket.edition_id and used.ticket_type_id = ticket.ticket_type_id);
alter table ticket add check ((state = 'cancelled') = (cancelled_at is not null));

create table ticket_extra (
    edition_id uuid not null,
    ticket_id uuid not null,
    extra_id uuid not null,
    quota_ids uuid[] not null,
    price_minor bigint not null,
    vat_percent integer not null,
    vat_rule text not null default 'standard' check (vat_rule in ('standard', 'outside-scope', 'reverse-charge')),
    taken_at timestamptz not null,
    given_back_at timestamptz,
    foreign key (edition_id, ticket_id) references ticket,
    foreign key (edition_id, extra_id) references extra
);
create unique index ticket_extra_once on ticket_extra (edition_id, ticket_id, extra_id) where given_back_at is null;
create index ticket_extra_of on ticket_extra (edition_id, extra_id);

-- The secret address of an order, for whoever ordered: kept as a hash.
create table order_link (
    token_hash bytea primary key,
    edition_id uuid not null,
    order_id uuid not null,
    generation integer not null default 1,
    created_at timestamptz not null,
    revoked_at timestamptz,
    foreign key (edition_id, order_id) references ticket_order
);
create unique index order_link_current on order_link (edition_id, order_id) where revoked_at is null;

-- Whoever waits for places of one thing, in order of rank. What they asked for is kept, so that saying yes is enough.
create table waiting (
    edition_id uuid not null references edition,
    id uuid not null,
    thing text not null check (thing in ('ticket-type', 'extra', 'offering')),
    thing_id uuid not null,
    quota_ids uuid[] not null check (cardinality(quota_ids) > 0),
    person_id uuid not null references person,
    ticket_id uuid,
    wanted jsonb,
    places integer not null check (places between 1 and 100),
    together boolean not null,
    left_over integer not null,
    rank bigint generated by default as identity,
    state text not null default 'waiting' check (state in ('waiting', 'served', 'ended')),
    idempotency_key text not null,
    joined_at timestamptz not null,
    ended_at timestamptz,
    primary key (edition_id, id),
    unique (edition_id, idempotency_key),
    foreign key (edition_id, ticket_id) references ticket,
    check (0 <= left_over and left_over <= places),
    check ((ticket_id is null) = (thing = 'ticket-type')),
    check ((state = 'ended') = (ended_at is not null))
);
create index waiting_in_line on waiting (edition_id, rank) where state = 'waiting';
create index waiting_thing on waiting (edition_id, thing_id, rank);
create index waiting_person on waiting (person_id);
create index waiting_ticket on waiting (edition_id, ticket_id) where ticket_id is not null;
create unique index waiting_once on waiting (edition_id, ticket_id, thing_id) where ticket_id is not null and state = 'waiting';

-- Places that are kept for somebody who waited, until an hour.
create table waiting_offer (
    edition_id uuid not null,
    id uuid not null,
    waiting_id uuid not null,
    places integer not null check (places > 0),
    quota_ids uuid[] not null,
    made_at timestamptz not null,
    answer_by timestamptz not null,
    state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'lapsed')),
    answered_at timestamptz,
    order_id uuid,
    primary key (edition_id, id),
    foreign key (edition_id, waiting_id) references waiting,
    foreign key (edition_id, order_id) references ticket_order,
    check ((state = 'open') = (answered_at is null))
);
create index waiting_offer_of on waiting_offer (edition_id, waiting_id);
create index waiting_offer_due on waiting_offer (answer_by) where state = 'open';
create unique index waiting_offer_open on waiting_offer (edition_id, waiting_id) where state = 'open';
