package dev.isotherm.flow.ingest;

import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.Accumulator;

/**
 * Adds up {@link FileCounts} by the name of the file. The memory is bounded: of more than {@value
 * #MAX_FILES} files, the others are counted together, under the empty name.
 */
public final class CountsByFile implements Accumulator<CountsByFile.OfFile, CountsByFile.Counts> {

  /** The number of files that are told apart. */
  static final int MAX_FILES = 10_000;

  /** The name under which further files are counted. */
  public static final String OTHERS = "";

  private static final long serialVersionUID = 1;

  private Counts counts = new Counts();

  /** The counts of a part of a file. */
  public record OfFile(String file, FileCounts counts) {}

  /** Counts by the name of the file. */
  public static final class Counts extends TreeMap<String, FileCounts> {
    private static final long serialVersionUID = 1;
  }

  @Override
  public void add(OfFile part) {
    boolean isKnown = counts.containsKey(part.file()) || counts.size() < MAX_FILES;
    counts.merge(isKnown ? part.file() : OTHERS, part.counts(), FileCounts::plus);
  }

  @Override
  public Counts getLocalValue() {
    return counts;
  }

  @Override
  public void resetLocal() {
    counts = new Counts();
  }

  @Override
  public void merge(Accumulator<OfFile, Counts> other) {
    other.getLocalValue().forEach((file, of) -> add(new OfFile(file, of)));
  }

  @Override
  public CountsByFile clone() {
    CountsByFile copy = new CountsByFile();
    copy.counts.putAll(counts);
    return copy;
  }
}
