package dev.isotherm.flow.reorder;

import dev.isotherm.flow.signal.SignalMessage;
import dev.isotherm.flow.signal.SignalTypes;
import dev.isotherm.model.Series;
import dev.isotherm.signal.memory.OpenReadings;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sorts the messages of a sensor and a rule by instant, and those of one instant by position.
 * Messages may have been divided: parts of the same sensor, instant and position become one message
 * again.
 *
 * <p>Scenario: a message of 12:00:07 has {@code a} and {@code b}, and only {@code a} is checked by
 * another task. Each task sends its part before the watermark of 12:00:07. Both have come when this
 * operator gets that watermark from all of them.
 *
 * <p>A message behind the delayed watermark is buffered until the next watermark, or the next
 * checkpoint barrier, so that its parts still find each other. If they do not, they are sent one
 * after the other: the first one may be evaluated, and the others are late. The evaluation decides
 * about each part once.
 */
public final class ReorderMessages
    extends ReorderOperator<SignalMessage, SignalMessage, SignalMessage> {

  private static final long serialVersionUID = 1;

  /**
   * Sorts with a delay.
   *
   * @param delay how long messages are buffered in addition to the lag of the watermark
   */
  public ReorderMessages(Duration delay) {
    super(delay, SignalTypes.SIGNAL_MESSAGE);
  }

  @Override
  public void processElement(StreamRecord<SignalMessage> element) throws Exception {
    hold(element.getValue().epochMillis(), element.getValue());
  }

  @Override
  void release(Series series, long instant, List<SignalMessage> parts) {
    TreeSet<String> metrics = new TreeSet<>();
    parts.forEach(part -> metrics.addAll(part.readings().values().keySet()));
    OpenReadings readings = new OpenReadings(List.copyOf(metrics));
    parts.forEach(part -> readings.add(part.readings()));
    readings
        .removeUntil(instant)
        .forEach(
            message ->
                output.collect(new StreamRecord<>(new SignalMessage(series, message), instant)));
  }
}
