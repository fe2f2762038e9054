package dev.isotherm.flow.signal;

import dev.isotherm.flow.replay.ReplayTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.signal.memory.SensorReadings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Removes from a replay the readings that, by the late log, came too late for the signal of a rule:
 * those of the same sensor, metric, instant, value and position. For BATCH mode only, where the
 * readings of a sensor and a rule come sorted by instant.
 */
public final class ExcludeLateMessages
    extends KeyedProcessFunction<Series, TaggedMessage, SignalMessage> {

  private static final long serialVersionUID = 1;

  private transient ListState<TaggedMessage> held;

  @Override
  public void open(OpenContext context) {
    held =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("held", SignalTypes.TAGGED_MESSAGE));
  }

  @Override
  public void processElement(TaggedMessage tagged, Context context, Collector<SignalMessage> out)
      throws Exception {
    TaggedMessage first = firstHeld();
    if (first == null) {
      // In BATCH mode timers fire after the last record of the key, whatever their instant.
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    } else if (first.message().epochMillis() != tagged.message().epochMillis()) {
      exclude(context, out);
    }
    held.add(tagged);
  }

  private TaggedMessage firstHeld() throws Exception {
    for (TaggedMessage tagged : held.get()) {
      return tagged;
    }
    return null;
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<SignalMessage> out)
      throws Exception {
    exclude(context, out);
  }

  private void exclude(Context context, Collector<SignalMessage> out) throws Exception {
    Map<Reading, Integer> late = new HashMap<>();
    List<SignalMessage> messages = new ArrayList<>();
    for (TaggedMessage tagged : held.get()) {
      if (tagged.late()) {
        tagged.message().each().forEach(reading -> late.merge(reading, 1, Integer::sum));
      } else {
        messages.add(tagged.message());
      }
    }
    held.clear();
    for (SignalMessage message : messages) {
      SignalMessage inTime = late.isEmpty() ? message : without(late, message);
      if (!inTime.readings().values().isEmpty()) {
        out.collect(inTime);
      }
    }
    String rule = context.getCurrentKey().metric();
    late.forEach(
        (reading, count) -> {
          for (int i = 0; i < count; i++) {
            context.output(ReplayTypes.UNMATCHED, LateReading.forSignal(reading, rule));
          }
        });
  }

  /** Takes the readings that are late out of a message, and the entries that name them away. */
  private static SignalMessage without(Map<Reading, Integer> late, SignalMessage message) {
    Map<String, Double> inTime = new HashMap<>();
    for (Reading reading : message.each()) {
      Integer count = late.get(reading);
      if (count == null) {
        inTime.put(reading.series().metric(), reading.value());
      } else if (count == 1) {
        late.remove(reading);
      } else {
        late.put(reading, count - 1);
      }
    }
    SensorReadings all = message.readings();
    return new SignalMessage(
        message.series(), new SensorReadings(all.epochMillis(), all.position(), inTime));
  }
}
