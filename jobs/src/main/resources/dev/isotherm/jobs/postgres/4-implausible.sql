-- readings = aggregated + late + duplicates + implausible + buffered
ALTER TABLE runs ADD COLUMN implausible bigint NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN buffered bigint NOT NULL DEFAULT 0;
