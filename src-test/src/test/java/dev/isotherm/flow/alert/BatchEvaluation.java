package dev.isotherm.flow.alert;

import dev.isotherm.fixtures.KnownTables;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.series.SortBySeries;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.sensors.SensorTables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * What the rules say about readings in BATCH mode. The two operators run in harnesses. In between,
 * records are sorted as BATCH mode sorts them: by key, then by timestamp.
 *
 * @param afterEndOfInput transitions that fall due after the last reading of their series
 */
record BatchEvaluation(
    List<Transition> transitions, List<Transition> afterEndOfInput, List<LateReading> late) {

  private static final Comparator<StreamRecord<SeriesReadings>> ORDER =
      Comparator.<StreamRecord<SeriesReadings>, Series>comparing(one -> one.getValue().series())
          .thenComparing(StreamRecord::getTimestamp);

  /** Evaluates the rules on readings. */
  static BatchEvaluation of(RuleSetHistory rules, List<Reading> readings) throws Exception {
    return of(rules, SensorTables.EMPTY, readings);
  }

  /** Evaluates the rules on readings with a sensor table. */
  static BatchEvaluation of(RuleSetHistory rules, SensorTables tables, List<Reading> readings)
      throws Exception {
    return evaluated(rules, tables, sorted(readings));
  }

  @SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
  private static List<StreamRecord<SeriesReadings>> sorted(List<Reading> readings)
      throws Exception {
    try (var sort =
        new OneInputStreamOperatorTestHarness<ReadingBlock, SeriesReadings>(new SortBySeries())) {
      sort.open();
      for (Reading reading : readings) {
        sort.processElement(new StreamRecord<>(ReadingBlocks.of(reading)));
      }
      sort.endInput();
      return sort.getRecordOutput().stream().sorted(ORDER).toList();
    }
  }

  @SuppressWarnings("try")
  private static BatchEvaluation evaluated(
      RuleSetHistory rules, SensorTables tables, List<StreamRecord<SeriesReadings>> chunks)
      throws Exception {
    try (var evaluate =
        new KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, Transition>(
            new EvaluateRulesInBatch(
                rules, KnownTables.with(List.of(), tables), RuleScope.READINGS),
            SeriesReadings::series,
            ModelTypes.SERIES)) {
      evaluate.open();
      Series last = null;
      for (StreamRecord<SeriesReadings> chunk : chunks) {
        if (last != null && !last.equals(chunk.getValue().series())) {
          evaluate.processWatermark(Long.MAX_VALUE); // fires the timers of the key
        }
        evaluate.processElement(chunk);
        last = chunk.getValue().series();
      }
      evaluate.processWatermark(Long.MAX_VALUE);
      return new BatchEvaluation(
          evaluate.extractOutputValues(),
          values(evaluate, AlertTypes.AFTER_END_OF_INPUT),
          values(evaluate, AlertTypes.LATE));
    }
  }

  private static <T> List<T> values(
      KeyedOneInputStreamOperatorTestHarness<?, ?, ?> harness, OutputTag<T> tag) {
    List<T> values = new ArrayList<>();
    Queue<StreamRecord<T>> records = harness.getSideOutput(tag);
    if (records != null) {
      records.forEach(one -> values.add(one.getValue()));
    }
    return values;
  }
}
