package dev.isotherm.signal.step;

import dev.isotherm.baseline.SensorBaseline;
import dev.isotherm.signal.memory.Kept;
import dev.isotherm.signal.memory.OpenReadings;
import dev.isotherm.signal.memory.SensorMemory;
import dev.isotherm.signal.memory.SensorProgram;
import dev.isotherm.signal.memory.SensorReadings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * What a rule that is evaluated in steps needs of one sensor. Readings come in any order. Once all
 * of a step have come, the step is evaluated; a reading that comes later than that is late.
 *
 * <p>A step ends at a multiple of its length since 1970-01-01T00:00:00Z, and includes the readings
 * of that instant. The results are the same to the bit for the same readings, also if this was
 * written and read in between. Mutable; not thread-safe.
 */
public final class SensorSteps implements Kept {

  private static final byte FORM = 1;
  private static final long NEVER = Long.MIN_VALUE;

  private final SensorProgram program;
  private final SensorMemory memory;
  private final OpenReadings open;
  private long evaluatedMillis;

  /** A sensor that has measured nothing so far. */
  public SensorSteps(SensorProgram program) {
    this(program, program.newMemory(), new OpenReadings(program.metrics()), NEVER);
  }

  private SensorSteps(
      SensorProgram program, SensorMemory memory, OpenReadings open, long evaluatedMillis) {
    this.program = program;
    this.memory = memory;
    this.open = open;
    this.evaluatedMillis = evaluatedMillis;
  }

  /** Returns the end of the step that an instant belongs to. */
  public static long endOfStep(long epochMillis, Duration every) {
    long length = every.toMillis();
    return -Math.floorDiv(-epochMillis, length) * length;
  }

  /**
   * Takes the readings of a message; those of metrics that the expressions do not name are left
   * out.
   *
   * @return whether it is in time; a late message is not taken
   */
  public boolean add(SensorReadings message) {
    if (message.epochMillis() <= evaluatedMillis) {
      return false;
    }
    open.add(message);
    return true;
  }

  /**
   * Returns whether a step may have other results than the one before it: it has readings, or those
   * that were there may matter less.
   */
  public boolean isDue(long stepMillis, Duration every) {
    boolean hasReadings = !open.isEmpty() && open.firstMillis() <= stepMillis;
    return hasReadings
        || (memory.takenMillis() != NEVER
            && stepMillis - every.toMillis() <= memory.takenMillis() + program.lookBackMillis());
  }

  /** Returns whether all that may still come begins without what is known here. */
  public boolean isForgotten(long stepMillis) {
    return open.isEmpty() && memory.takenMillis() + program.forgetMillis() <= stepMillis;
  }

  /**
   * Returns the next step after one that was evaluated or left out: a step that is due, or the one
   * at which this is forgotten.
   */
  public long next(long stepMillis, Duration every) {
    long next = stepMillis + every.toMillis();
    if (isDue(next, every)) {
      return next;
    }
    return open.isEmpty()
        ? endOfStep(memory.takenMillis() + program.forgetMillis(), every)
        : endOfStep(open.firstMillis(), every);
  }

  /** Evaluates a step, without a baseline. */
  public double[] evaluate(long stepMillis, ToDoubleFunction<String> limits) {
    return evaluate(stepMillis, limits, SensorBaseline.NONE);
  }

  /**
   * Evaluates a step.
   *
   * @param stepMillis the end of the step, after that of the last one that was evaluated; steps
   *     between the two are left out
   * @param limits the limits of the sensor by their names; NaN for those that it does not have
   * @param baseline what is usual for the sensor
   * @return as {@link SensorMemory#evaluate}
   */
  public double[] evaluate(
      long stepMillis, ToDoubleFunction<String> limits, SensorBaseline baseline) {
    if (stepMillis <= evaluatedMillis) {
      throw new IllegalArgumentException(
          "the step at " + stepMillis + " comes after one at " + evaluatedMillis);
    }
    evaluatedMillis = stepMillis;
    for (SensorReadings message : open.removeUntil(stepMillis)) {
      memory.take(message, limits);
    }
    return memory.evaluate(stepMillis, limits, baseline);
  }

  @Override
  public SensorSteps copy() {
    return new SensorSteps(program, memory.copy(), open.copy(), evaluatedMillis);
  }

  /** Writes it, in about 10 bytes for each reading in a window, and 26 for each open one. */
  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(FORM);
    out.writeLong(evaluatedMillis);
    memory.writeTo(out);
    open.writeTo(out);
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IOException if it is of other expressions, or was written by a later version
   */
  public static SensorSteps readFrom(DataInput in, SensorProgram program) throws IOException {
    byte form = in.readByte();
    if (form != FORM) {
      throw new IOException("the steps of a signal have form " + form + ", not " + FORM);
    }
    long evaluatedMillis = in.readLong();
    SensorMemory memory = program.readMemory(in);
    OpenReadings open = new OpenReadings(program.metrics());
    open.addFrom(in);
    return new SensorSteps(program, memory, open, evaluatedMillis);
  }
}
