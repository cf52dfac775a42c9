-- Accounts (an e-mail address that has been proved), one-time sign-in tokens (stored hashed), sessions.

create table account (
    id uuid primary key,
    email text not null,
    name text not null,
    language text not null,
    administrator boolean not null default false,
    created_at timestamptz not null default now(),
    last_signed_in_at timestamptz,
    disabled_at timestamptz
);
create unique index account_email on account (lower(email));

create table sign_in_token (
    token_hash bytea primary key,
    account_id uuid not null references account on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    target text
);
create index sign_in_token_account on sign_in_token (account_id);
create index sign_in_token_expires on sign_in_token (expires_at);

-- Attempts counted in a window, by address of the network and by account.
create table throttle (
    key text not null,
    window_start timestamptz not null,
    attempts integer not null,
    primary key (key, window_start)
);

-- Spring Session 4 JDBC
create table spring_session (
    primary_id char(36) primary key,
    session_id char(36) not null unique,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval integer not null,
    expiry_time bigint not null,
    principal_name varchar(100)
);
create index spring_session_expiry on spring_session (expiry_time);
create index spring_session_principal on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36) not null references spring_session on delete cascade,
    attribute_name varchar(200) not null,
    attribute_bytes bytea not null,
    primary key (session_primary_id, attribute_name)
);
