package dev.isotherm.signal.memory;

import dev.isotherm.baseline.SensorBaseline;
import dev.isotherm.signal.window.ReadingLog;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What the expressions of a {@link SensorProgram} need of the messages that one sensor has sent:
 * the last value of each metric, and the readings that a window or an {@code ago} still looks at.
 * All else is forgotten.
 *
 * <p>Messages are taken in the order of their instants, and of their positions at the same instant.
 * The results are the same to the bit for the same messages, also if the memory was written and
 * read in between. Mutable, because it is on the path of every message; not thread-safe.
 */
public final class SensorMemory implements Kept {

  private static final byte FORM = 1;
  private static final long NEVER = Long.MIN_VALUE;

  private final SensorProgram program;
  private final double[] lastValues;
  private final long[] lastMillis;
  private final List<Track> tracks;
  private long takenMillis = NEVER;
  private long takenPosition = NEVER;

  SensorMemory(SensorProgram program) {
    this(program, newTracks(program));
  }

  private SensorMemory(SensorProgram program, List<Track> tracks) {
    this.program = program;
    this.tracks = new ArrayList<>(tracks);
    lastValues = new double[program.metrics().size()];
    lastMillis = new long[lastValues.length];
    Arrays.fill(lastMillis, NEVER);
  }

  private static List<Track> newTracks(SensorProgram program) {
    return program.tracks().stream().map(form -> new Track(form, new ReadingLog())).toList();
  }

  /** Returns whether a message does not stand before one that was taken; otherwise it is late. */
  public boolean isInOrder(SensorReadings message) {
    return message.epochMillis() != takenMillis
        ? message.epochMillis() > takenMillis
        : message.position() >= takenPosition;
  }

  /** Returns the instant of the last message that was taken; the least number if there is none. */
  public long takenMillis() {
    return takenMillis;
  }

  /** Takes a message, and evaluates the expressions at its instant, without a baseline. */
  public Optional<SignalResult> observe(SensorReadings message, ToDoubleFunction<String> limits) {
    return observe(message, limits, SensorBaseline.NONE);
  }

  /**
   * Takes a message, and evaluates the expressions at its instant.
   *
   * @param limits the limits of the sensor by their names; NaN for those that it does not have
   * @param baseline what is usual for the sensor
   * @return empty if the message brings none of the metrics
   * @throws IllegalArgumentException if the message is not in order
   */
  public Optional<SignalResult> observe(
      SensorReadings message, ToDoubleFunction<String> limits, SensorBaseline baseline) {
    return take(message, limits)
        ? Optional.of(SignalResult.of(evaluate(message.epochMillis(), limits, baseline)))
        : Optional.empty();
  }

  /**
   * Takes a message without evaluating.
   *
   * @param limits as in {@link #observe}
   * @return whether the message brings one of the metrics
   * @throws IllegalArgumentException if the message is not in order
   */
  public boolean take(SensorReadings message, ToDoubleFunction<String> limits) {
    if (!isInOrder(message)) {
      throw new IllegalArgumentException(
          "a message of " + message.epochMillis() + " comes after one of " + takenMillis);
    }
    if (takenMillis != NEVER && message.epochMillis() - takenMillis >= program.forgetMillis()) {
      forget();
    }
    if (!takeLastValues(message)) {
      return false;
    }
    takenMillis = message.epochMillis();
    takenPosition = message.position();
    Moment moment = new Moment(this, takenMillis, limits, SensorBaseline.NONE);
    for (Track track : tracks) {
      track.take(moment, message);
    }
    return true;
  }

  /** Forgets all messages, as if this one were the first. */
  private void forget() {
    Arrays.fill(lastMillis, NEVER);
    tracks.replaceAll(Track::emptied);
  }

  private boolean takeLastValues(SensorReadings message) {
    List<String> metrics = program.metrics();
    boolean isConcerned = false;
    for (int i = 0; i < metrics.size(); i++) {
      Double value = message.values().get(metrics.get(i));
      if (value != null) {
        lastValues[i] = value;
        lastMillis[i] = message.epochMillis();
        isConcerned = true;
      }
    }
    return isConcerned;
  }

  /** Evaluates the expressions at an instant, without a baseline. */
  public double[] evaluate(long epochMillis, ToDoubleFunction<String> limits) {
    return evaluate(epochMillis, limits, SensorBaseline.NONE);
  }

  /**
   * Evaluates the expressions at an instant, which must not be before that of a message, or of an
   * earlier evaluation.
   *
   * @param limits as in {@link #observe}
   * @param baseline as in {@link #observe}
   * @return a number for each expression, NaN if it is absent; of conditions see {@link
   *     dev.isotherm.signal.Truth#asReading}
   */
  public double[] evaluate(
      long epochMillis, ToDoubleFunction<String> limits, SensorBaseline baseline) {
    for (Track track : tracks) {
      track.moveTo(epochMillis);
    }
    Moment moment = new Moment(this, epochMillis, limits, baseline);
    double[] results = program.evaluate(moment);
    for (Track track : tracks) {
      track.endEvaluation(moment);
      track.dropOld(epochMillis);
    }
    return results;
  }

  /** Returns the last value of a metric; NaN if it is stale, or there is none. */
  double last(int metric, long epochMillis) {
    long age = epochMillis - lastMillis[metric];
    return lastMillis[metric] != NEVER && age <= program.staleMillis()
        ? lastValues[metric]
        : Double.NaN;
  }

  Track track(int place) {
    return tracks.get(place);
  }

  /** The number of earlier readings in the memory. */
  int size() {
    return tracks.stream().mapToInt(track -> track.log().size()).sum();
  }

  @Override
  public SensorMemory copy() {
    SensorMemory copy = new SensorMemory(program, tracks.stream().map(Track::copy).toList());
    copy.restore(takenMillis, takenPosition, lastMillis, lastValues);
    return copy;
  }

  /** Writes the memory, in about 10 bytes for each reading. */
  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(FORM);
    out.writeInt(program.fingerprint());
    out.writeLong(takenMillis);
    out.writeLong(takenPosition);
    for (int i = 0; i < lastValues.length; i++) {
      out.writeLong(lastMillis[i]);
      out.writeDouble(lastValues[i]);
    }
    for (Track track : tracks) {
      track.writeTo(out);
    }
  }

  static SensorMemory readFrom(DataInput in, SensorProgram program) throws IOException {
    byte form = in.readByte();
    if (form != FORM) {
      throw new IOException("the memory of a signal has form " + form + ", not " + FORM);
    }
    if (in.readInt() != program.fingerprint()) {
      throw new IOException("the memory of a signal is one of other expressions");
    }
    long takenMillis = in.readLong();
    long takenPosition = in.readLong();
    double[] values = new double[program.metrics().size()];
    long[] instants = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      instants[i] = in.readLong();
      values[i] = in.readDouble();
    }
    List<Track> tracks = new ArrayList<>();
    for (TrackForm track : program.tracks()) {
      tracks.add(Track.readFrom(in, track));
    }
    SensorMemory memory = new SensorMemory(program, tracks);
    memory.restore(takenMillis, takenPosition, instants, values);
    return memory;
  }

  private void restore(long millis, long position, long[] instants, double[] values) {
    takenMillis = millis;
    takenPosition = position;
    System.arraycopy(instants, 0, lastMillis, 0, instants.length);
    System.arraycopy(values, 0, lastValues, 0, values.length);
  }
}
