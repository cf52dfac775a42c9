-- Programmes that somebody uploaded and looks at before they are taken into the draft; gone after a day.
create table programme_import (
    edition_id uuid not null references edition,
    id uuid not null,
    at timestamptz not null default now(),
    file_name text not null,
    content bytea not null,
    primary key (edition_id, id)
);
create index programme_import_at on programme_import (at);
