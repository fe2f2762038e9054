package dev.isotherm.jobs.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is set. */
final class TestClock implements InstantSource {
  static final long START = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();

  private final AtomicLong millis = new AtomicLong(START);

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  void pass(Duration time) {
    millis.addAndGet(time.toMillis());
  }
}
