-- Who says what: people, or Kubernetes' HTTPRoutes, which stand beside what people have stored for the same service.
alter table revision add column if not exists origin varchar(16) default 'PEOPLE' not null;
