-- Where the invoice of somebody goes who pays as a private person.
alter table ticket_order add column buyer_address text not null default '';
