package dev.isotherm.flow.signal.step;

import com.sun.management.ThreadMXBean;
import dev.isotherm.fixtures.KnownTables;
import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.signal.SignalMessage;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Series;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import dev.isotherm.signal.memory.SensorReadings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * What each minute of a group of 10,000 members costs, in CPU of its thread: to take a reading of
 * each, to evaluate them one by one, to bring them together, to evaluate the group. Run by {@code
 * mvn -Pbench verify}, and by nothing else.
 */
class GroupBenchmark {

  private static final int MEMBERS = 10_000;
  private static final int WARM_UP = 300;
  private static final int STEPS = 60;
  private static final long EVERY = 60_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final SensorTables TABLES =
      new SensorTables(SensorFile.parseCsv("sensors.csv", "sensor,label.site\n*,north\n"));
  private static final PublishedRules PUBLISHED = KnownTables.with(List.of(), TABLES);

  /** The phases of a step, in milliseconds of CPU for each. */
  private final List<List<Double>> phases =
      List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

  private long begun;
  private KeyedOneInputStreamOperatorTestHarness<Series, SignalMessage, StepResult> steps;
  private KeyedOneInputStreamOperatorTestHarness<Series, StepPart, StepResult> groups;

  private static RuleSetHistory rules(String signal) {
    return RuleSetHistory.of(
        RuleFile.parse(
            "rules.yaml",
            "rules: [{ name: r, by: site, signal: '"
                + signal
                + "', every: 1m, levels: { info: { above: 100000 } } }]"));
  }

  @Test
  void costsOfAStep() throws Exception {
    for (String signal :
        List.of(
            "mean(a)", "count(a > 50)", "max(a)", "percentile(a, 95)", "mean(increase(a, 5m))")) {
      run(signal);
      System.out.printf(
          Locale.ROOT,
          "%-24s take %s, each member %s, bring together %s, group %s ms%n",
          signal,
          median(0),
          median(1),
          median(2),
          median(3));
      phases.forEach(List::clear);
    }
  }

  private String median(int phase) {
    List<Double> sorted = phases.get(phase).stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f–%.2f)",
        sorted.get(STEPS / 2),
        sorted.get(0),
        sorted.get(STEPS - 1));
  }

  private void run(String signal) throws Exception {
    RuleSetHistory rules = rules(signal);
    RuleScope scope = new RuleScope(Source.STEPS, null);
    steps =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new EvaluateSteps(rules, PUBLISHED, scope, false),
            SignalMessage::series,
            ModelTypes.SERIES);
    groups =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new EvaluateGroups(rules, PUBLISHED, scope, false), StepPart::group, ModelTypes.SERIES);
    steps.open();
    groups.open();
    for (int step = 1; step <= WARM_UP + STEPS; step++) {
      step(step);
      if (step == WARM_UP) {
        phases.forEach(List::clear);
      }
    }
    steps.close();
    groups.close();
  }

  private void step(int step) throws Exception {
    long millis = step * EVERY;
    List<StreamRecord<SignalMessage>> messages = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      SensorReadings readings =
          new SensorReadings(millis - i, i, Map.of("a", 20 + (i * 31L + step) % 97 / 3.0));
      messages.add(new StreamRecord<>(new SignalMessage(new Series("sensor-" + i, "r"), readings)));
    }
    begin();
    steps.processElements(messages);
    end(0);
    begin();
    steps.processWatermark(millis);
    end(1);
    List<StreamRecord<StepPart>> parts = List.copyOf(steps.getSideOutput(StepTypes.PARTS));
    steps.getSideOutput(StepTypes.PARTS).clear();
    steps.getOutput().clear();
    if (parts.size() != MEMBERS) {
      throw new AssertionError(parts.size() + " parts of " + MEMBERS + " members");
    }
    begin();
    groups.processElements(parts);
    end(2);
    begin();
    groups.processWatermark(millis);
    end(3);
    if (groups.extractOutputValues().size() != 1) {
      throw new AssertionError(groups.extractOutputValues());
    }
    groups.getOutput().clear();
  }

  private void begin() {
    begun = THREADS.getCurrentThreadCpuTime();
  }

  private void end(int phase) {
    phases.get(phase).add((THREADS.getCurrentThreadCpuTime() - begun) / 1e6);
  }
}
