package dev.isotherm.jobs.commands.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files, read as the same rows in JSON lines are. */
class BatchParquetIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final String METRICS = "--metrics=temperature,humidity,x=data.x";

  @TempDir private Path folder;

  private Path copy(String name, String as) throws IOException {
    try (var in = getClass().getResourceAsStream("/parquet/" + name + ".parquet")) {
      Path file = folder.resolve(as);
      Files.copy(in, file);
      return file;
    }
  }

  @Test
  void givesWhatTheSameRowsInJsonGive() throws IOException {
    Path parquet = copy("snappy", "rows"); // whose name does not say it
    Path json =
        Files.writeString(
            folder.resolve("rows.jsonl"),
            """
            {"timestamp":"2025-07-01T12:00:00.250Z","sensor_id":"a","temperature":21.3,"humidity":40,"data":{"x":1.5}}
            {"timestamp":"2025-07-01T12:00:01.250Z","sensor_id":"b","temperature":null,"humidity":41,"data":{"x":1.5}}
            {"timestamp":"2025-07-01T12:00:02.250Z","sensor_id":"a","temperature":NaN,"humidity":42,"data":{"x":1.5}}
            """);
    BatchRun ofParquet = BatchRun.of(FLINK, folder.resolve("a"), METRICS, parquet);
    BatchRun ofJson = BatchRun.of(FLINK, folder.resolve("b"), METRICS, json);
    assertThat(ofParquet.trial().code()).as(ofParquet.trial().err()).isZero();
    assertThat(ofParquet.lines(ResultFolder.AVERAGES))
        .hasSize(5)
        .isEqualTo(ofJson.lines(ResultFolder.AVERAGES));
    assertThat(ofParquet.summary()).contains("left_out").isEqualTo(ofJson.summary());
  }

  @Test
  void aRejectedRowIsKeptAndOtherFilesAreRefusedBefore() throws IOException {
    Path rejected = copy("rejected", "r.parquet");
    Path big = copy("duckdb", "d.parquet");
    Path brotli = copy("brotli", "b.parquet");
    BatchRun run = BatchRun.of(FLINK, folder.resolve("out"), rejected, big, brotli, "-p=2");
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.trial().err())
        .contains("r.parquet:2: NO_TIMESTAMP: timestamp is null")
        .contains("left out: ", "b.parquet is a Parquet file that is compressed by BROTLI")
        .contains("2103 messages = 2102 accepted + 1 rejected");
    assertThat(run.addsUp()).isTrue();
    assertThat(run.rejected())
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.reason()).isEqualTo(RejectionReason.NO_TIMESTAMP);
              assertThat(new String(dead.raw(), UTF_8))
                  .isEqualTo("{\"timestamp\":null,\"sensor_id\":\"b\",\"temperature\":2.0}");
            });
  }
}
