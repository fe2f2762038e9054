package dev.isotherm.signal.step;

import dev.isotherm.signal.memory.SignalResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One step of a rule, for all groups whose members are added, or for these members. The results do
 * not depend on the order in which they are added. Mutable; not thread-safe.
 */
public final class StepOfGroups {

  private static final double[] NONE = {};

  private final StepProgram program;
  private final @Nullable String by;
  private final Map<String, GroupValues> groups = new TreeMap<>();
  private final Map<String, Member> members = new TreeMap<>();

  /** Takes the result of a group. */
  @FunctionalInterface
  public interface GroupResults {
    /**
     * Takes it.
     *
     * @param label what names the group
     * @param members the members that the alert names; {@code null} for none
     */
    void accept(String label, SignalResult result, @Nullable String members);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Member(String label, double[] ofSensor) {}

  /**
   * Without members.
   *
   * @param by the label by which a rule about sensors compares them; {@code null} for a rule about
   *     groups
   */
  public StepOfGroups(StepProgram program, @Nullable String by) {
    this.program = program;
    this.by = by;
  }

  /**
   * Adds a sensor.
   *
   * @param label what names its group; empty if it belongs to none
   * @param ofSensor what {@link StepProgram#sensors()} results in
   */
  public void add(String sensor, String label, double[] ofSensor) {
    members.put(sensor, new Member(label, ofSensor));
    if (!label.isEmpty() && !program.members().isEmpty()) {
      groups.computeIfAbsent(label, key -> program.newGroup(by)).add(ofSensor);
    }
  }

  /**
   * Evaluates the rule for each group; sorted by label.
   *
   * @param ofOthers the results of {@link StepProgram#others()}
   * @param lowIsBad whether the levels of the rule fire at low values
   */
  public void forEachGroup(
      long stepMillis, double[] ofOthers, boolean lowIsBad, GroupResults results) {
    if (groups.isEmpty()) {
      return;
    }
    WorstMembers worst = program.worstMembers(lowIsBad);
    Map<String, Map<String, double[]>> byGroup = new HashMap<>();
    members.forEach(
        (sensor, member) ->
            byGroup
                .computeIfAbsent(member.label, key -> new HashMap<>())
                .put(sensor, member.ofSensor));
    groups.forEach(
        (label, values) ->
            results.accept(
                label,
                program.evaluate(stepMillis, NONE, ofMembers(label), ofOthers),
                worst.text(byGroup.get(label))));
  }

  /**
   * Evaluates the rule for each sensor; sorted by name.
   *
   * @param ofOthers the results of {@link StepProgram#others()}
   */
  public void forEachSensor(
      long stepMillis, double[] ofOthers, BiConsumer<String, SignalResult> results) {
    Map<String, double[]> ofGroups = new TreeMap<>();
    members.forEach(
        (sensor, member) ->
            results.accept(
                sensor,
                program.evaluate(
                    stepMillis,
                    member.ofSensor,
                    ofGroups.computeIfAbsent(member.label, this::ofMembers),
                    ofOthers)));
  }

  /** The results of the functions of members; absent if there is no such group. */
  private double[] ofMembers(String label) {
    double[] results = new double[program.members().size()];
    Arrays.fill(results, Double.NaN);
    GroupValues values = groups.get(label);
    if (values != null) {
      values.addTo(results);
    }
    return results;
  }
}
