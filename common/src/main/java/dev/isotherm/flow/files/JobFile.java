package dev.isotherm.flow.files;

import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A file that operators of a job know. It is not part of the job's graph: Flink's distributed cache
 * brings it to each TaskManager, where it is read once for all operators of the job.
 *
 * <p>The global job parameters have the name of the file, and the fingerprint of what it says.
 *
 * @param <T> what the file says; immutable, because all operators of a JVM share it
 */
public final class JobFile<T> {

  private final Kind<T> kind;
  private final String fileParameter;
  private final String versionParameter;

  /** What operators of this JVM use, by fingerprint. */
  private final Map<String, WeakReference<T>> known = new HashMap<>();

  /**
   * How such files are named and read.
   *
   * @param name of the file in the distributed cache, and in job parameters
   * @param option the option of the command line that names the file
   * @param none what a job without such a file knows
   * @param reader reads a file; the first argument is its name on the command line
   * @param fingerprint equal for what is equal
   */
  public record Kind<T>(
      String name,
      String option,
      T none,
      BiFunction<String, Path, T> reader,
      Function<T, String> fingerprint) {}

  /** For one kind of files of which a job has at most one. */
  public JobFile(Kind<T> kind) {
    this.kind = kind;
    fileParameter = "isotherm." + kind.name() + ".file";
    versionParameter = "isotherm." + kind.name() + ".version";
  }

  /**
   * Gives a file to all operators of the jobs of an environment.
   *
   * @param content what was read from the file
   */
  public void add(StreamExecutionEnvironment environment, Path file, T content) {
    String fingerprint = kind.fingerprint().apply(content);
    Map<String, String> parameters =
        new HashMap<>(environment.getConfig().getGlobalJobParameters().toMap());
    parameters.put(fileParameter, file.getFileName().toString());
    parameters.put(versionParameter, fingerprint);
    environment.getConfig().setGlobalJobParameters(Configuration.fromMap(parameters));
    environment.registerCachedFile(file.toAbsolutePath().toUri().toString(), kind.name());
    keep(fingerprint, content);
  }

  /** Whether the jobs of an environment have such a file. */
  public boolean isIn(StreamExecutionEnvironment environment) {
    return environment.getConfig().getGlobalJobParameters().toMap().containsKey(versionParameter);
  }

  private void keep(String fingerprint, T content) {
    synchronized (known) {
      known.values().removeIf(one -> one.get() == null);
      known.put(fingerprint, new WeakReference<>(content));
    }
  }

  /** Lets the next operator read its file anew. For tests. */
  public void forgetAll() {
    synchronized (known) {
      known.clear();
    }
  }

  /**
   * What the file of the job of an operator says; that of no file if the job has none.
   *
   * @throws IllegalStateException if the file is not what it was when the job was built
   */
  public T of(RuntimeContext context) {
    Map<String, String> parameters = context.getGlobalJobParameters();
    String fingerprint = parameters.get(versionParameter);
    if (fingerprint == null) {
      return kind.none();
    }
    synchronized (known) { // so that one of the subtasks that start reads it
      WeakReference<T> kept = known.get(fingerprint);
      T content = kept == null ? null : kept.get();
      if (content == null) {
        File file = context.getDistributedCache().getFile(kind.name());
        content = read(parameters.get(fileParameter), file.toPath(), fingerprint);
        keep(fingerprint, content);
      }
      return content;
    }
  }

  private T read(String name, Path file, String fingerprint) {
    T content = kind.reader().apply(name, file);
    if (!kind.fingerprint().apply(content).equals(fingerprint)) {
      throw new IllegalStateException(
          kind.option()
              + " "
              + name
              + ": has changed while the job was being started; start it again");
    }
    return content;
  }
}
