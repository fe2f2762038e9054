package dev.isotherm.jobs.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a run has come in reading its files, how fast it reads, and how long the rest will take
 * if it goes on as in the last ten seconds. Reading is not all: what comes after it (sorting for
 * rules, writing results) is not foretold.
 */
final class ReadingProgress {

  private static final long WITHIN_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long AT_LEAST_NANOS = Duration.ofSeconds(1).toNanos();

  /** What a file consists of only nearly is read: a file of nothing but a header has no block. */
  private static final double WHOLE = 0.9995;

  private final long totalBytes;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long bytes, long messages) {}

  /**
   * Begins with nothing read.
   *
   * @param totalBytes of all files, as they lie on disk
   */
  ReadingProgress(long totalBytes) {
    this.totalBytes = totalBytes;
  }

  /**
   * Takes in how far the run has come.
   *
   * @param nanos of {@link System#nanoTime}
   * @param bytes of the files that have been read, since the run began
   * @param messages in them
   */
  void observe(long nanos, long bytes, long messages) {
    if (bytes == 0) {
      samples.clear(); // the time before the first byte says nothing about the pace
    }
    samples.addLast(new Sample(nanos, bytes, messages));
    while (nanos - samples.getFirst().nanos() > WITHIN_NANOS) {
      samples.removeFirst();
    }
  }

  /** One line for people; nothing before a second of reading has been observed. */
  Optional<String> line() {
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long nanos = last.nanos() - first.nanos();
    if (nanos < AT_LEAST_NANOS) {
      return Optional.empty();
    }
    String total = bytes(totalBytes);
    if (last.bytes() >= WHOLE * totalBytes) {
      return Optional.of("all of " + total + " is read; results are being completed");
    }
    double seconds = nanos / 1e9;
    double bytesPerSecond = (last.bytes() - first.bytes()) / seconds;
    double messagesPerSecond = (last.messages() - first.messages()) / seconds;
    String line =
        String.format(
            Locale.ROOT,
            "%d%% of %s is read; %,d messages/s",
            100 * last.bytes() / totalBytes,
            total,
            Math.round(messagesPerSecond));
    return Optional.of(
        bytesPerSecond == 0
            ? line
            : line + "; " + left((totalBytes - last.bytes()) / bytesPerSecond) + " left");
  }

  private static String left(double seconds) {
    long whole = (long) Math.ceil(seconds);
    if (whole < 60) {
      return whole + "s";
    }
    long minutes = whole / 60;
    return minutes < 60
        ? minutes + "min " + whole % 60 + "s"
        : minutes / 60 + "h " + minutes % 60 + "min";
  }

  private static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double scaled = bytes;
    int thousands = 0;
    while (scaled >= 999.95 && thousands < 5) {
      scaled /= 1_000;
      thousands++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", scaled, " kMGTP".charAt(thousands));
  }
}
