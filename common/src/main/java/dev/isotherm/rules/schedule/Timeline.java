package dev.isotherm.rules.schedule;

import dev.isotherm.rules.schedule.Schedule.Period;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a schedule on the axis of instants, in blocks of equal length that are computed
 * when they are first needed. To ask again for the same active hours costs two comparisons.
 *
 * <p>Several threads may use one: what they share never changes once it is there.
 */
final class Timeline {

  /** How far the next change is sought, where hours come again each week: more than a year. */
  static final Duration FAR = Duration.ofDays(13 * 32);

  private static final long BLOCK_MILLIS = Duration.ofDays(32).toMillis();
  private static final int BLOCKS_FAR = Math.toIntExact(FAR.toMillis() / BLOCK_MILLIS);

  /** Blocks that are kept: more than twenty years. */
  private static final int SLOTS = 256;

  private final List<LocalHours> active;
  private final List<Times> maintenance;
  private final boolean isWeekly;

  /** The ends of what comes once, sorted. */
  private final long[] onceMillis;

  private final @Nullable Block[] blocks = new Block[SLOTS];
  private Period latest = new Period(true, 0, 0);

  /** A part of the axis. */
  private static final class Block {

    private final long index;
    private final boolean isActive;
    private final long[] edges;

    /**
     * Makes a block.
     *
     * @param isActive at its first instant
     * @param edges where that changes, sorted; none is its first instant
     */
    Block(long index, boolean isActive, long[] edges) {
      this.index = index;
      this.isActive = isActive;
      this.edges = edges;
    }

    Period at(long instant) {
      int found = Arrays.binarySearch(edges, instant);
      int passed = found >= 0 ? found + 1 : -found - 1;
      boolean isActiveThen = isActive == (passed % 2 == 0);
      long from = passed == 0 ? index * BLOCK_MILLIS : edges[passed - 1];
      return new Period(isActiveThen, from, passed < edges.length ? edges[passed] : Schedule.NEVER);
    }
  }

  Timeline(Schedule schedule) {
    active = schedule.active();
    maintenance = schedule.maintenance().stream().map(Maintenance::times).toList();
    isWeekly =
        Stream.concat(active.stream(), maintenance.stream()).anyMatch(LocalHours.class::isInstance);
    onceMillis =
        maintenance.stream()
            .filter(OneOff.class::isInstance)
            .flatMapToLong(
                one -> LongStream.of(((OneOff) one).fromMillis(), ((OneOff) one).toMillis()))
            .sorted()
            .toArray();
  }

  Period at(long instant) {
    Period known = latest;
    if (!known.has(instant) || !isCertain(known, instant)) {
      known = find(instant);
      latest = known;
    }
    return known;
  }

  /**
   * Whether a period that was found for another instant is that of an instant in it, too. What has
   * no end as far as was looked may end beyond that.
   */
  private boolean isCertain(Period period, long instant) {
    return period.untilMillis() != Schedule.NEVER
        || !isWeekly
        || Math.floorDiv(period.fromMillis(), BLOCK_MILLIS) == Math.floorDiv(instant, BLOCK_MILLIS);
  }

  private Period find(long instant) {
    long index = Math.floorDiv(instant, BLOCK_MILLIS);
    Period first = block(index).at(instant);
    if (first.untilMillis() != Schedule.NEVER) {
      return first;
    }
    return new Period(first.isActive(), first.fromMillis(), change(index, first.isActive()));
  }

  /** The first change after a block. */
  private long change(long block, boolean isActive) {
    long index = block;
    long end = (isWeekly ? index + BLOCKS_FAR : index) + 1;
    int once = 0;
    while (true) {
      for (index++; index < end; index++) {
        Block next = block(index);
        if (next.isActive != isActive) {
          return index * BLOCK_MILLIS;
        }
        if (next.edges.length > 0) {
          return next.edges[0];
        }
      }
      while (once < onceMillis.length && Math.floorDiv(onceMillis[once], BLOCK_MILLIS) < index) {
        once++;
      }
      if (once == onceMillis.length) {
        return Schedule.NEVER;
      }
      index = Math.floorDiv(onceMillis[once], BLOCK_MILLIS) - 1;
      end = (isWeekly ? index + BLOCKS_FAR : index) + 2;
    }
  }

  private Block block(long index) {
    int slot = (int) Math.floorMod(index, (long) SLOTS);
    Block known = blocks[slot];
    if (known == null || known.index != index) {
      known = compute(index);
      blocks[slot] = known;
    }
    return known;
  }

  private Block compute(long index) {
    long from = index * BLOCK_MILLIS;
    long to = from + BLOCK_MILLIS;
    Edges edges = new Edges(from, to);
    if (active.isEmpty()) {
      edges.addActive(from, to);
    }
    active.forEach(one -> one.forEachSpan(from, to, edges::addActive));
    maintenance.forEach(one -> one.forEachSpan(from, to, edges::addMaintenance));
    long[] changes = edges.changes();
    boolean isActive = changes.length > 0 && changes[0] == from;
    return new Block(
        index, isActive, isActive ? Arrays.copyOfRange(changes, 1, changes.length) : changes);
  }
}
