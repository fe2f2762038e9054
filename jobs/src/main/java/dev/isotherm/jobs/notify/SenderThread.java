package dev.isotherm.jobs.notify;

import java.time.Duration;

/** A thread that sends what one {@link NotificationSender} has to send. */
final class SenderThread<T> implements AutoCloseable {

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(2);

  private final NotificationSender<T> sender;
  private final HttpSender http;
  private final Thread thread;

  /**
   * Sets up the thread; {@link #start()} starts it.
   *
   * @param http closed with the thread
   */
  SenderThread(String name, NotificationSender<T> sender, HttpSender http) {
    this.sender = sender;
    this.http = http;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  NotificationSender<T> sender() {
    return sender;
  }

  /** Whether the thread runs. It ends by itself only if sending failed unexpectedly. */
  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long idleMillis = sender.step();
        if (idleMillis > 0) {
          sender.await(idleMillis);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Abandons a request that is under way, and ends the thread. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(JOIN_TIMEOUT.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
