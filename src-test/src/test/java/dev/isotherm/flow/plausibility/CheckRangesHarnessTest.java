package dev.isotherm.flow.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.HarnessSensors;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.sensors.SensorTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckRangesHarnessTest {

  private static final Series BOILER = new Series("boiler", "temperature");
  private static final Series PRESSURE = new Series("boiler", "pressure");
  private static final Series UNKNOWN = new Series("x", "y");
  private static final String TABLE =
      """
      sensor,metric,min,max
      boiler,temperature,-50,400
      boiler,pressure,0,
      """;

  @TempDir private Path folder;

  private OneInputStreamOperatorTestHarness<ReadingBlock, ReadingBlock> harness;
  private SensorTables table;

  @BeforeEach
  void open() throws Exception {
    harness = new OneInputStreamOperatorTestHarness<>(new CheckRanges(KnownSensors.OF_JOB_FILE));
    table = HarnessSensors.give(harness, folder, TABLE);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    assertThat(table.latest().sensorCount()).isPositive();
  }

  @Test
  void oneBadValueCostsOneValue() throws Exception {
    Reading bad = new Reading(BOILER, 1, 400.001, 7);
    Reading good = new Reading(PRESSURE, 1, 0, 7);
    Reading unknown = new Reading(UNKNOWN, 1, 1e300, 7);
    assertThat(passedOn(bad, good, unknown)).containsExactly(good, unknown);
    assertThat(excluded())
        .containsExactly(LateReading.fromEverything(bad, Exclusion.IMPLAUSIBLE_RANGE));
  }

  @Test
  void theBoundsThemselvesAreValid() throws Exception {
    Reading[] valid = {
      new Reading(BOILER, 1, -50), new Reading(BOILER, 2, 400), new Reading(PRESSURE, 3, -0.0)
    };
    assertThat(passedOn(valid)).containsExactly(valid);
    assertThat(passedOn(new Reading(BOILER, 4, -50.1), new Reading(PRESSURE, 4, -0.001))).isEmpty();
    assertThat(excluded()).hasSize(2);
  }

  @Test
  void aBlockOfValidReadingsIsPassedOnAsItIs() throws Exception {
    ReadingBlock block = ReadingBlocks.of(new Reading(BOILER, 1, 20));
    harness.processElement(new StreamRecord<>(block));
    ReadingBlock passed = harness.extractOutputStreamRecords().get(0).getValue();
    assertThat(ReadingBlocks.readings(passed)).isEqualTo(ReadingBlocks.readings(block));
    assertThat(passed.messages()).isEqualTo(1);
  }

  /** Others wait for the last block of those that follow at once. */
  @Test
  void anEmptyBlockSaysThatNoMoreReadingsFollow() throws Exception {
    harness.processElement(new StreamRecord<>(ReadingBlocks.of(true, new Reading(BOILER, 1, 20))));
    harness.processElement(
        new StreamRecord<>(ReadingBlocks.of(false, new Reading(BOILER, 2, 999))));
    assertThat(harness.extractOutputStreamRecords())
        .extracting(record -> record.getValue().hasMore())
        .containsExactly(true, false);
  }

  @Test
  void countsWithEachCheckpointWhatIsExcludedSinceTheLastOne() throws Exception {
    passedOn(new Reading(BOILER, 1, 999), new Reading(BOILER, 2, -999), new Reading(BOILER, 3, 9));
    harness.getOperator().prepareSnapshotPreBarrier(1);
    harness.getOperator().prepareSnapshotPreBarrier(2);
    passedOn(new Reading(BOILER, 4, 999));
    harness.endInput();
    harness.getOperator().prepareSnapshotPreBarrier(3);
    assertThat(parts())
        .extracting(part -> part.counted().implausible())
        .containsExactly(2L, 0L, 1L);
  }

  @Test
  void watermarksPass() throws Exception {
    harness.processWatermark(new Watermark(5));
    assertThat(harness.getOutput()).containsExactly(new Watermark(5));
  }

  private List<Reading> passedOn(Reading... readings) throws Exception {
    harness.getOutput().clear();
    harness.processElement(new StreamRecord<>(ReadingBlocks.of(readings)));
    List<Reading> passed = new ArrayList<>();
    for (StreamRecord<? extends ReadingBlock> block : harness.extractOutputStreamRecords()) {
      passed.addAll(ReadingBlocks.readings(block.getValue()));
    }
    return passed;
  }

  private List<LateReading> excluded() {
    Queue<StreamRecord<LateReading>> excluded =
        harness.getSideOutput(PlausibilityTypes.IMPLAUSIBLE);
    return excluded == null ? List.of() : excluded.stream().map(StreamRecord::getValue).toList();
  }

  private Collection<ProgressPart> parts() {
    return harness.getSideOutput(ProgressTypes.PROGRESS_PARTS).stream()
        .map(StreamRecord::getValue)
        .toList();
  }
}
