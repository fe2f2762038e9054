package dev.isotherm.flow.files;

import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * How the operators of a job get to know something that may get further versions while the job
 * runs.
 *
 * @param <T> all versions of it
 */
public interface Known<T> extends Serializable {

  /**
   * All versions that were published by now. All operators of a JVM and a job share one object,
   * which may get further versions while the job runs.
   */
  T of(RuntimeContext context);

  /**
   * Makes sure that all versions are known up to a position of what is published.
   *
   * @param position the first one that is not needed
   */
  default void readTo(RuntimeContext context, long position) {}
}
