package dev.isotherm.jobs.notify;

import java.time.Duration;

/** The thread of a delivery. */
final class SenderThread implements AutoCloseable {

  private static final Duration END = Duration.ofSeconds(2);

  private final NotificationSender<?> delivery;
  private final Thread thread;

  SenderThread(String name, NotificationSender<?> delivery) {
    this.delivery = delivery;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Whether it is still at work, as it is to be until it is closed. */
  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long idleMillis = delivery.step();
        if (idleMillis > 0) {
          delivery.await(idleMillis);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives up what is under way, and ends. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(END.toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
