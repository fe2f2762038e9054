package dev.isotherm.flow.signal;

import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.alert.RuledOperator;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.signal.memory.SensorReadings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Takes from blocks of readings what the signals of rules need: for each rule and sensor, the
 * readings of a message together. The readings of a message follow each other in a block, unless
 * they have been exchanged; then those of one position are brought together later.
 */
public final class TakeMessages extends RuledOperator<ReadingBlock, SignalMessage> {

  private static final long serialVersionUID = 1;

  /** Readings of one sensor, rule and instant. */
  private record Target(Series series, long epochMillis) {}

  private transient Map<Target, Map<String, Double>> message;

  public TakeMessages(RuleSetHistory known, PublishedRules published, RuleScope scope) {
    super(known, published, scope);
  }

  @Override
  public void open() throws Exception {
    super.open();
    message = new LinkedHashMap<>();
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    for (int i = 0; i < block.count(); i++) {
      if (i > 0 && block.positions()[i] != block.positions()[i - 1]) {
        send(block.positions()[i - 1]);
      }
      add(block, i);
    }
    if (block.count() > 0) {
      send(block.positions()[block.count() - 1]);
    }
  }

  private void add(ReadingBlock block, int place) {
    Series series = block.series()[place];
    long instant = block.epochMillis()[place];
    for (Rule rule : versions().at(instant).needing(series)) {
      Target target = new Target(new Series(series.sensorId(), rule.name()), instant);
      Map<String, Double> values = message.computeIfAbsent(target, key -> new HashMap<>(4));
      Double before = values.put(series.metric(), block.values()[place]);
      if (before != null) {
        // Twice in one message: these are two messages of one position.
        send(target, block.positions()[place], Map.of(series.metric(), before));
      }
    }
  }

  private void send(long position) {
    message.forEach((target, values) -> send(target, position, values));
    message.clear();
  }

  private void send(Target target, long position, Map<String, Double> values) {
    output.collect(
        new StreamRecord<>(
            new SignalMessage(
                target.series, new SensorReadings(target.epochMillis, position, values)),
            target.epochMillis));
  }
}
