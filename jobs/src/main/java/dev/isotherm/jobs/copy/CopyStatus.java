package dev.isotherm.jobs.copy;

import java.util.concurrent.atomic.AtomicLong;

/** How the copy of result topics to the database stands. One thread writes it, others read it. */
public final class CopyStatus {

  private volatile boolean connected;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile long recordsBehind;

  /** Whether the last attempt to write succeeded. */
  public boolean connected() {
    return connected;
  }

  /** Records that were written since the start. */
  public long written() {
    return written.get();
  }

  /** Records since the start that cannot be stored, or that are no results. */
  public long leftOut() {
    return leftOut.get();
  }

  /** Records that their topic had deleted before they were written. */
  public long lost() {
    return lost.get();
  }

  /** Attempts since the start that failed. */
  public long failures() {
    return failures.get();
  }

  /** Committed offsets of the topics that are not in the database yet. */
  public long recordsBehind() {
    return recordsBehind;
  }

  void wrote(long records, long withoutPlace) {
    connected = true;
    written.addAndGet(records);
    leftOut.addAndGet(withoutPlace);
  }

  void connectedNow() {
    connected = true;
  }

  void failed() {
    connected = false;
    failures.incrementAndGet();
  }

  void lost(long records) {
    lost.addAndGet(records);
  }

  void behind(long records) {
    recordsBehind = records;
  }
}
