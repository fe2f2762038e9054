package dev.isotherm.flow.alert;

import dev.isotherm.baseline.Baselines;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RulesByInstant;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * An operator that needs to know the rules. Where they can change, or the sensor table or the
 * baseline can, versions come with the second input.
 *
 * @param <I> its input
 * @param <O> its output
 */
public abstract class RuledOperator<I, O> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<I, O>, TwoInputStreamOperator<I, RulesUpdate, O> {

  private static final long serialVersionUID = 1;

  private final RuleSetHistory known;
  private final PublishedRules published;
  private final RuleScope scope;

  private transient RuleSetHistory atStart;
  private transient RulesByInstant versions;
  private transient @Nullable Baselines baselines;

  /**
   * Uses the rules of a scope.
   *
   * @param known versions that are known when the job is built
   * @param published versions that are published when the job starts
   */
  protected RuledOperator(RuleSetHistory known, PublishedRules published, RuleScope scope) {
    this.known = known;
    this.published = published;
    this.scope = scope;
  }

  @Override
  public void open() throws Exception {
    super.open();
    atStart = known.with(published.read());
    versions = new RulesByInstant(atStart, scope, published.sensors().of(getRuntimeContext()));
  }

  /** The versions that are known when the job is built. */
  final RuleSetHistory known() {
    return known;
  }

  /** The versions that were known when this operator started. */
  final RuleSetHistory atStart() {
    return atStart;
  }

  /** Which rules of each version are used. */
  final RuleScope scope() {
    return scope;
  }

  /** All versions of the rules. */
  protected final RulesByInstant versions() {
    return versions;
  }

  /** All versions of the baseline. They are read when an operator asks for them. */
  protected final Baselines baselines() {
    if (baselines == null) {
      baselines = published.baselines().of(getRuntimeContext());
    }
    return baselines;
  }

  @Override
  public final void processElement1(StreamRecord<I> element) throws Exception {
    processElement(element);
  }

  @Override
  public final void processElement2(StreamRecord<RulesUpdate> element) throws Exception {
    RulesUpdate update = element.getValue();
    switch (update.kind()) {
      case RULES -> {
        if (versions.add(update.version(getUserCodeClassloader()))) {
          addedFrom(update.effectiveFromMillis());
        }
      }
      case SENSORS -> {
        published.sensors().readTo(getRuntimeContext(), update.readTo());
        versions.tablesHaveChanged();
        addedFrom(update.effectiveFromMillis());
      }
      case BASELINE -> {
        if (baselines != null) {
          published.baselines().readTo(getRuntimeContext(), update.readTo());
        }
      }
    }
  }

  /** Takes note of a version that came while the job runs. */
  void addedFrom(long effectiveFromMillis) {}

  @Override
  public final void processWatermark1(Watermark mark) throws Exception {
    processWatermark(mark);
  }

  /** Versions of the rules have no event time. */
  @Override
  public final void processWatermark2(Watermark mark) {}

  @Override
  protected final void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
    if (input == 0) {
      processWatermarkStatus(status);
    }
  }
}
