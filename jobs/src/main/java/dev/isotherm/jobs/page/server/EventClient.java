package dev.isotherm.jobs.page.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** One browser that listens. Its events wait in a bounded queue until it has read those before. */
final class EventClient {

  /** About ten seconds. */
  private static final int MOST_WAITING = 50;

  /** A comment: shows both sides that the connection is alive. */
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);

  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final StallWatch watch;
  private final Thread thread = Thread.currentThread();
  private volatile boolean dropped;

  /** Creates a client that the present thread serves. */
  EventClient(StallWatch watch) {
    this.watch = watch;
  }

  /**
   * Adds an event. A browser that is too slow is dropped. It connects again, and gets a snapshot.
   */
  void offer(byte[] event) {
    if (!dropped && !waiting.offer(event)) {
      drop();
    }
  }

  /** Ends {@link #serve}. */
  void drop() {
    dropped = true;
    waiting.clear();
    watch.giveUp(thread);
  }

  /** Writes events until the browser is gone or dropped. */
  void serve(OutputStream out) throws IOException, InterruptedException {
    while (!dropped) {
      byte[] event = waiting.poll(HEARTBEAT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
      if (!dropped) {
        watch.allow(LONGEST_WRITE);
        out.write(event == null ? HEARTBEAT : event);
        out.flush();
        watch.clear();
      }
    }
  }
}
