package dev.isotherm.alert;

import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How all levels of an alert change together. Lists go from the mildest level to the worst. */
final class LevelChanges {
  private LevelChanges() {}

  /** The levels once their conditions are over because no reading came. */
  static List<LevelStatus> over(Rule rule, List<LevelStatus> before, long at) {
    List<LevelStatus> levels = new ArrayList<>(before.size());
    for (LevelStatus level : before) {
      addUnlessOff(levels, level.isHeld() ? LevelStatus.over(level, rule, at) : level);
    }
    return levels;
  }

  /** Whether time alone changes one of the levels at an instant. */
  static boolean anyIsDue(Rule rule, List<LevelStatus> levels, long due) {
    return levels.stream().anyMatch(level -> level.dueMillis(rule) == due);
  }

  /** The levels once data is missing. */
  static List<LevelStatus> withoutData(List<LevelStatus> before) {
    List<LevelStatus> levels = new ArrayList<>(before.size());
    before.forEach(level -> addUnlessOff(levels, level.withoutData()));
    return levels;
  }

  /** While a worse level fires, a milder one whose condition holds fires, too. */
  static List<LevelStatus> raised(List<LevelStatus> own, long at) {
    List<LevelStatus> levels = own;
    boolean worseFires = false;
    for (int i = own.size() - 1; i >= 0; i--) {
      LevelStatus level = own.get(i);
      if (worseFires && !level.isFiring()) {
        levels = levels == own ? new ArrayList<>(own) : levels;
        levels.set(i, level.afterDue(at));
      }
      worseFires |= level.isFiring();
    }
    return levels;
  }

  /**
   * Adds a level to a list.
   *
   * @param level {@code null} for off, which no list has
   */
  static void addUnlessOff(List<LevelStatus> levels, @Nullable LevelStatus level) {
    if (level != null) {
      levels.add(level);
    }
  }

  /** A reading may come at the very instant of a deadline, which is then the reason. */
  static TransitionReason reasonOf(
      @Nullable LevelStatus before, @Nullable LevelStatus next, TransitionReason otherwise) {
    if (before == null || before.equals(next)) {
      return otherwise;
    }
    if (before.phase() == LevelStatus.Phase.PENDING && next != null) {
      return TransitionReason.HOLD_FOR;
    }
    return before.phase() == LevelStatus.Phase.ENDING && next == null
        ? TransitionReason.KEEP_FIRING_FOR
        : otherwise;
  }
}
