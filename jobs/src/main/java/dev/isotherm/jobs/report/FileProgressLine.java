package dev.isotherm.jobs.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Computes how much of its files a run has read, its speed, and the remaining time at the speed of
 * the last ten seconds. The time after reading (sorting for rules, writing results) is not
 * estimated.
 */
final class FileProgressLine {

  private static final long SPEED_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long MIN_NANOS = Duration.ofSeconds(1).toNanos();

  /** The whole size may never be reached: a file with only a header has no block. */
  private static final double COMPLETE_SHARE = 0.9995;

  private final long totalBytes;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long bytes, long messages) {}

  /**
   * Creates a progress with nothing read.
   *
   * @param totalBytes size of all files, as stored on disk
   */
  FileProgressLine(long totalBytes) {
    this.totalBytes = totalBytes;
  }

  /**
   * Adds a sample.
   *
   * @param nanos the time of {@link System#nanoTime}
   * @param bytes bytes of the files that have been read since the start
   * @param messages messages that have been read since the start
   */
  void observe(long nanos, long bytes, long messages) {
    if (bytes == 0) {
      samples.clear(); // the time before the first byte must not count
    }
    samples.addLast(new Sample(nanos, bytes, messages));
    while (nanos - samples.getFirst().nanos() > SPEED_NANOS) {
      samples.removeFirst();
    }
  }

  /** One line for users; empty before a second of reading has been observed. */
  Optional<String> line() {
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long nanos = last.nanos() - first.nanos();
    if (nanos < MIN_NANOS) {
      return Optional.empty();
    }
    String total = bytes(totalBytes);
    if (last.bytes() >= COMPLETE_SHARE * totalBytes) {
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
