-- Of a service whose HTTPRoutes a machine changes all day long, people's few revisions are found without reading all others.
create index if not exists revision_of_origin on revision (service, origin, number);
