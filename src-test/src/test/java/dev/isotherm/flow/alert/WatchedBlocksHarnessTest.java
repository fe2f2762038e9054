package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.yaml.RuleFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class WatchedBlocksHarnessTest {

  private static final Series WATCHED = new Series("boiler", "temperature");
  private static final Series OTHER = new Series("boiler", "humidity");

  @Test
  void onlyWatchedReadingsPassInTheirOrder() throws Exception {
    Reading first = new Reading(WATCHED, 1, 21);
    Reading second = new Reading(WATCHED, 3, 23);
    Reading third = new Reading(WATCHED, 5, 25);
    Reading unwatched = new Reading(OTHER, 2, 22);
    var operator = new WatchedBlocks(RuleSetHistory.of(RuleFile.builtIn()), RuleScope.READINGS);
    try (var harness =
        new OneInputStreamOperatorTestHarness<ReadingBlock, ReadingBlock>(operator)) {
      harness.open();
      List<List<Reading>> passed = new ArrayList<>();
      for (ReadingBlock block :
          List.of(
              ReadingBlocks.of(first, unwatched, second),
              ReadingBlocks.of(unwatched),
              ReadingBlocks.of(unwatched, unwatched, unwatched, third))) {
        harness.processElement(new StreamRecord<>(block));
        // The next one overwrites it.
        harness.extractOutputValues().forEach(one -> passed.add(ReadingBlocks.readings(one)));
        harness.getOutput().clear();
      }
      assertThat(passed).containsExactly(List.of(first, second), List.of(third));
    }
  }
}
