package dev.isotherm.flow.ingest;

import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.Accumulator;

/** Sums up what the tasks of a bounded job leave out of the messages that they accept. */
@SuppressWarnings("NonApiType") // Flink requires a serializable type
public final class LeftOutAccumulator implements Accumulator<LeftOut, ArrayList<LeftOut>> {

  private static final long serialVersionUID = 1;

  private ArrayList<LeftOut> values = new ArrayList<>();

  void addAll(List<LeftOut> more) {
    LeftOutCounts sum = new LeftOutCounts();
    sum.add(values);
    sum.add(more);
    values = new ArrayList<>(sum.take());
  }

  @Override
  public void add(LeftOut value) {
    addAll(List.of(value));
  }

  @Override
  public void merge(Accumulator<LeftOut, ArrayList<LeftOut>> other) {
    addAll(other.getLocalValue());
  }

  @Override
  public ArrayList<LeftOut> getLocalValue() {
    return values;
  }

  @Override
  public void resetLocal() {
    values = new ArrayList<>();
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // Flink's interface has no clone to call
  public LeftOutAccumulator clone() {
    LeftOutAccumulator copy = new LeftOutAccumulator();
    copy.values = new ArrayList<>(values);
    return copy;
  }
}
