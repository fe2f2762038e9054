package dev.isotherm.flow.state;

import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * State that a job cannot continue from. A restart would read the same state again, so the job
 * fails once and is not restarted, whatever its restart strategy.
 */
public final class RefusedState {
  private RefusedState() {}

  /**
   * Makes the exception that ends the job.
   *
   * @param sentence why the state cannot be used, and what to do
   */
  public static SuppressRestartsException because(String sentence) {
    return new SuppressRestartsException(new IllegalStateException(sentence));
  }
}
