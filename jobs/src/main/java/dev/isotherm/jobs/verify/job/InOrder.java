package dev.isotherm.jobs.verify.job;

import java.io.Serializable;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableFunction;

/**
 * Converts elements, and gives them the timestamps by which BATCH mode sorts those of a key.
 *
 * @param <I> the elements
 * @param <O> the converted elements
 */
final class InOrder<I, O> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<I, O> {

  private static final long serialVersionUID = 1;

  private final Numbered<I, O> conversion;
  private final SerializableFunction<O, Long> order;

  private transient long number;

  /** Converts an element. */
  @FunctionalInterface
  interface Numbered<I, O> extends Serializable {
    /**
     * Converts an element.
     *
     * @param number number of earlier elements in this subtask
     */
    O of(I element, long number);
  }

  InOrder(Numbered<I, O> conversion, SerializableFunction<O, Long> order) {
    this.conversion = conversion;
    this.order = order;
  }

  @Override
  public void processElement(StreamRecord<I> element) {
    O converted = conversion.of(element.getValue(), number++);
    output.collect(new StreamRecord<>(converted, order.apply(converted)));
  }
}
