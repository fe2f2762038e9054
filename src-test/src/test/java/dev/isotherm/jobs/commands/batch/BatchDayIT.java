package dev.isotherm.jobs.commands.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.model.Average;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code batch --day}: one command that is run for each day, without a change. */
final class BatchDayIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  @TempDir Path folder;

  @BeforeEach
  void writeArchive() throws IOException {
    for (String day : new String[] {"2025-07-01", "2025-07-02"}) {
      Path ofDay = Files.createDirectories(archive().resolve(day));
      Files.writeString(ofDay.resolve("cellar.txt"), "20\n21\n");
      Files.writeString(
          ofDay.resolve("a.csv"), "timestamp,sensor_id,temperature\n" + day + "T12:00:00Z,a,5\n");
    }
  }

  private BatchRun day(String day, String output) {
    return BatchRun.of(
        FLINK,
        folder.resolve(output),
        archive().resolve("{date}/*"),
        "--overwrite",
        "--day=" + day);
  }

  @Test
  void readsTheFilesOfTheDayAndGivesTheSameAgain() {
    CommandTrial trial = day("2025-07-02", "out-{date}").trial();
    assertThat(trial.code()).as(trial.err()).isZero();
    BatchRun first = new BatchRun(trial, folder.resolve("out-2025-07-02"));
    List<Average> averages = first.averages();
    long start = Instant.parse("2025-07-02T00:00:00Z").toEpochMilli();
    assertThat(averages)
        .extracting(one -> one.series().sensorId(), Average::windowStartMillis, Average::count)
        .containsExactlyInAnyOrder(tuple("a", start, 1L), tuple("cellar", start, 2L));
    assertThat(day("2025-07-02", "out-{date}").trial()).isEqualTo(trial);
    assertThat(first.averages()).isEqualTo(averages);
  }

  @Test
  void aDayWithoutFilesIsNamed() {
    assertThat(day("2025-07-03", "out").trial())
        .isEqualTo(
            new CommandTrial(2, "", "isotherm: " + archive() + "/2025-07-03/*: no file matches\n"));
  }

  @Test
  void aPlaceAndADayBelongTogether() {
    assertThat(BatchRun.of(FLINK, folder.resolve("out"), archive() + "/{date}/*").trial())
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: "
                    + archive()
                    + "/{date}/*: no file matches\n"
                    + "isotherm: --day: is missing, but a PATH has a place for it\n"));
    assertThat(BatchRun.of(FLINK, folder.resolve("out"), archive(), "--day=yesterday").trial())
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --day: has no effect, because no PATH has {date}, {yyyy}, {MM} or"
                    + " {dd}\n"));
  }

  private Path archive() {
    return folder.resolve("archive");
  }
}
