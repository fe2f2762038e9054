-- Text is compared byte by byte: an index does not depend on the locale of the server.

-- The start identifies a window of a series. So a session that grows replaces its earlier form.
CREATE TABLE averages (
  sensor_id text COLLATE "C" NOT NULL,
  metric text COLLATE "C" NOT NULL,
  windowing text COLLATE "C" NOT NULL,
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  count bigint NOT NULL,
  sum double precision NOT NULL,
  mean double precision NOT NULL,
  min double precision NOT NULL,
  max double precision NOT NULL,
  stddev double precision NOT NULL,
  revision integer NOT NULL,
  PRIMARY KEY (sensor_id, metric, windowing, window_start)
) PARTITION BY RANGE (window_start);

CREATE INDEX averages_by_time ON averages (windowing, window_start);

-- The order in which transitions were written, where their instants are equal.
CREATE SEQUENCE transition_order;

CREATE TABLE transitions (
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  rule text COLLATE "C" NOT NULL,
  sensor_id text COLLATE "C" NOT NULL,
  metric text COLLATE "C" NOT NULL,
  severity text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  previous text COLLATE "C" NOT NULL,
  previous_severity text COLLATE "C",
  value double precision,
  threshold double precision,
  since timestamptz NOT NULL,
  reason text COLLATE "C" NOT NULL,
  repeat integer NOT NULL,
  rules_version text,
  summary text,
  labels jsonb NOT NULL,
  ordinal bigint NOT NULL DEFAULT nextval('transition_order'),
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX transitions_by_alert ON transitions (rule, sensor_id, metric, at);
CREATE INDEX transitions_by_time ON transitions (at);

-- The last transition of each alert.
CREATE TABLE alerts (
  rule text COLLATE "C" NOT NULL,
  sensor_id text COLLATE "C" NOT NULL,
  metric text COLLATE "C" NOT NULL,
  transition_id uuid NOT NULL,
  severity text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  since timestamptz NOT NULL,
  value double precision,
  threshold double precision,
  repeat integer NOT NULL,
  reason text COLLATE "C" NOT NULL,
  rules_version text,
  summary text,
  labels jsonb NOT NULL,
  PRIMARY KEY (rule, sensor_id, metric)
);

-- One row for each stream, and for each batch and replay with other input.
CREATE TABLE runs (
  run_id uuid PRIMARY KEY,
  run text NOT NULL,
  messages bigint NOT NULL,
  accepted bigint NOT NULL,
  readings bigint NOT NULL,
  aggregated bigint NOT NULL,
  late bigint NOT NULL,
  duplicates bigint NOT NULL,
  watermark timestamptz,
  written_at timestamptz NOT NULL
);

CREATE TABLE rejected_counts (
  run_id uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
  reason text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (run_id, reason)
);

-- How far the result topics of a stream are in these tables.
CREATE TABLE topic_offsets (
  stream_id uuid NOT NULL,
  topic_id text COLLATE "C" NOT NULL,
  partition integer NOT NULL,
  topic text NOT NULL,
  next_offset bigint NOT NULL,
  record_time timestamptz NOT NULL,
  PRIMARY KEY (stream_id, topic_id, partition)
);

-- Where TimescaleDB is there, it makes the partitions.
DO $$
DECLARE
  extension text;
BEGIN
  SELECT n.nspname INTO extension
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
  WHERE e.extname = 'timescaledb';
  IF FOUND THEN
    ALTER TABLE averages RENAME TO averages_partitioned;
    CREATE TABLE averages (LIKE averages_partitioned INCLUDING ALL);
    DROP TABLE averages_partitioned;
    ALTER TABLE transitions RENAME TO transitions_partitioned;
    CREATE TABLE transitions (LIKE transitions_partitioned INCLUDING ALL);
    DROP TABLE transitions_partitioned;
    EXECUTE format(
      'SELECT %1$I.create_hypertable(''averages''::regclass, ''window_start'','
      ' chunk_time_interval => interval ''1 month'', create_default_indexes => false)', extension);
    EXECUTE format(
      'SELECT %1$I.create_hypertable(''transitions''::regclass, ''at'','
      ' chunk_time_interval => interval ''1 month'', create_default_indexes => false)', extension);
  END IF;
END
$$;
