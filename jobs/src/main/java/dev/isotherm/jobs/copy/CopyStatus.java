package dev.isotherm.jobs.copy;

/** How the copy of result topics to the database stands. One thread writes it, others read it. */
public final class CopyStatus {

  private volatile boolean connected;
  private volatile long written;
  private volatile long leftOut;
  private volatile long lost;
  private volatile long failures;
  private volatile long recordsBehind;

  /** Whether the last attempt to write succeeded. */
  public boolean connected() {
    return connected;
  }

  /** Records that were written since the start. */
  public long written() {
    return written;
  }

  /** Records since the start that cannot be stored, or that are no results. */
  public long leftOut() {
    return leftOut;
  }

  /** Records that their topic had deleted before they were written. */
  public long lost() {
    return lost;
  }

  /** Attempts since the start that failed. */
  public long failures() {
    return failures;
  }

  /** Committed offsets of the topics that are not in the database yet. */
  public long recordsBehind() {
    return recordsBehind;
  }

  void wrote(long records, long withoutPlace) {
    connected = true;
    written += records;
    leftOut += withoutPlace;
  }

  void connectedNow() {
    connected = true;
  }

  void failed() {
    connected = false;
    failures++;
  }

  void lost(long records) {
    lost += records;
  }

  void behind(long records) {
    recordsBehind = records;
  }
}
