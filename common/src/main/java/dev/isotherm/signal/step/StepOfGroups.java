package dev.isotherm.signal.step;

import dev.isotherm.signal.memory.SignalResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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
  private final Map<String, Group> groups = new TreeMap<>();

  /** All sensors that were added. The label of one that belongs to no group is empty. */
  private final List<Member> members = new ArrayList<>();

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

  /** A sensor and what {@link StepProgram#sensors()} results in. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Member(String sensor, String label, double[] ofSensor) {}

  private record Group(GroupValues values, List<Member> members) {}

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
   * Adds a sensor, which has not been added.
   *
   * @param label what names its group; empty if it belongs to none
   * @param ofSensor what {@link StepProgram#sensors()} results in
   */
  public void add(String sensor, String label, double[] ofSensor) {
    Member member = new Member(sensor, label, ofSensor);
    members.add(member);
    if (!label.isEmpty() && !program.members().isEmpty()) {
      Group group = groups.get(label);
      if (group == null) {
        group = new Group(program.newGroup(by), new ArrayList<>());
        groups.put(label, group);
      }
      group.values.add(ofSensor);
      group.members.add(member);
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
    groups.forEach(
        (label, group) ->
            results.accept(
                label,
                program.evaluate(stepMillis, NONE, ofMembers(label), ofOthers),
                worst.text(group.members)));
  }

  /**
   * Evaluates the rule for each sensor; sorted by name.
   *
   * @param ofOthers the results of {@link StepProgram#others()}
   */
  public void forEachSensor(
      long stepMillis, double[] ofOthers, BiConsumer<String, SignalResult> results) {
    members.sort(Comparator.comparing(Member::sensor));
    Map<String, double[]> ofGroups = new HashMap<>();
    for (Member member : members) {
      double[] ofGroup = ofGroups.computeIfAbsent(member.label, this::ofMembers);
      results.accept(
          member.sensor, program.evaluate(stepMillis, member.ofSensor, ofGroup, ofOthers));
    }
  }

  /** The results of the functions of members; absent if there is no such group. */
  private double[] ofMembers(String label) {
    double[] results = new double[program.members().size()];
    Arrays.fill(results, Double.NaN);
    Group group = groups.get(label);
    if (group != null) {
      group.values.addTo(results);
    }
    return results;
  }
}
