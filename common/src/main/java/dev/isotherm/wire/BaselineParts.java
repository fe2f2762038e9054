package dev.isotherm.wire;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Baselines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a baseline that the parts of its topic say, in their order. A version counts when
 * its last part has come; of two versions of one instant, the first counts.
 *
 * <p>Not for several threads, but the versions are.
 */
public final class BaselineParts {

  private final Consumer<String> rejected;
  private final Baselines versions = new Baselines();
  private final List<byte[]> lines = new ArrayList<>();

  /** The last part of a version that is not complete; {@code null} if there is none. */
  private @Nullable BaselinePart open;

  /**
   * Begins without a part.
   *
   * @param rejected takes a sentence for each part or version that does not count
   */
  public BaselineParts(Consumer<String> rejected) {
    this.rejected = rejected;
  }

  /**
   * Takes the next part.
   *
   * @param source where it comes from, for people
   */
  public void add(String source, BaselinePart part) {
    if (part.number() == 1) {
      rejectOpen(source);
    } else if (open == null || !part.follows(open)) {
      rejected.accept(source + ": " + inWords(part) + " does not follow the part before it");
      return;
    }
    lines.addAll(part.lines());
    open = part;
    if (part.isLast()) {
      complete(source, part);
      open = null;
      lines.clear();
    }
  }

  private void rejectOpen(String source) {
    if (open != null) {
      rejected.accept(
          source + ": the version before is not complete: it ends with " + inWords(open));
      lines.clear();
    }
  }

  private static String inWords(BaselinePart part) {
    return "part " + part.number() + " of " + part.parts() + " of version " + part.version();
  }

  private void complete(String source, BaselinePart last) {
    String start = source + ": version " + last.version() + ": ";
    try {
      Baseline baseline = BaselineLines.read(lines);
      if (!baseline.fingerprint().equals(last.version())) {
        rejected.accept(start + "its lines are those of version " + baseline.fingerprint());
      } else if (!versions.add(last.fromMillis(), baseline)) {
        rejected.accept(start + "there is a version of the same instant already");
      }
    } catch (IllegalArgumentException wrong) {
      rejected.accept(start + wrong.getMessage());
    }
  }

  /** All versions that count. They get those that are completed later. */
  public Baselines versions() {
    return versions;
  }
}
