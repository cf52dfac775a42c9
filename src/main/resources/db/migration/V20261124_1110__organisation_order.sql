-- Organisers, partners and hosts are shown in an order of their own.
alter table edition_organisation add column part_position integer not null default 0;
