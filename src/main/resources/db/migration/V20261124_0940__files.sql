-- Pictures and documents of an edition, by content: the same bytes are kept once.

create table stored_file (
    edition_id uuid not null,
    name text not null,
    sha256 bytea not null,
    media_type text not null,
    width integer,
    height integer,
    bytes bytea not null,
    primary key (edition_id, name)
);
