package dev.isotherm.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRangesTest {

  private static final long MIB = 1L << 20;

  @TempDir Path folder;

  @Test
  void rangesFollowEachOtherWithoutAGap() throws IOException {
    long length = 41 * MIB + 17;
    List<FileSourceSplit> ranges = List.copyOf(cut(2, file("a.txt", length)));
    assertThat(ranges).hasSize(9);
    long end = 0;
    for (FileSourceSplit range : ranges) {
      assertThat(range.offset()).isEqualTo(end);
      assertThat(range.fileSize()).isEqualTo(length);
      end += range.length();
    }
    assertThat(end).isEqualTo(length);
    assertThat(ranges).extracting(FileSourceSplit::splitId).doesNotHaveDuplicates();
  }

  @Test
  void smallFilesAreNotCut() throws IOException {
    assertThat(cut(8, file("a.txt", 4 * MIB), file("b.txt", 1))).hasSize(2);
  }

  @Test
  void noRangeIsLargerThan64Mib() throws IOException {
    assertThat(cut(1, file("a.txt", 1 << 30)))
        .hasSize(16)
        .allSatisfy(range -> assertThat(range.length()).isEqualTo(64 * MIB));
  }

  @Test
  void packedFilesStayWhole() throws IOException {
    for (String name : List.of("a.gz", "b.csv.zst", "C.TXT.GZ")) {
      assertThat(cut(8, file(name, 300 * MIB)))
          .singleElement()
          .satisfies(range -> assertThat(range.length()).isEqualTo(300 * MIB));
    }
  }

  @Test
  void anEmptyFileHasNoRange() throws IOException {
    assertThat(cut(1, file("a.txt", 0), file("b.gz", 0))).isEmpty();
  }

  @Test
  void rangesNameThePlaceOfTheirFileOnlyWhereFilesHaveAnOrder() throws IOException {
    Path first = file("b.txt", 5 * MIB);
    Path second = file("a.txt", 1);
    assertThat(new FileRanges(true).enumerateSplits(paths(first, second), 8))
        .extracting(FileRanges::file)
        .containsExactly(0, 0, 1);
    assertThat(cut(8, first, second)).extracting(FileRanges::file).containsExactly(0, 0, 0);
  }

  private static Collection<FileSourceSplit> cut(int subtasks, Path... files) throws IOException {
    return new FileRanges(false).enumerateSplits(paths(files), subtasks);
  }

  private static org.apache.flink.core.fs.Path[] paths(Path... files) {
    org.apache.flink.core.fs.Path[] paths = new org.apache.flink.core.fs.Path[files.length];
    for (int i = 0; i < files.length; i++) {
      paths[i] = new org.apache.flink.core.fs.Path(files[i].toUri());
    }
    return paths;
  }

  /** With a hole for its content. */
  private Path file(String name, long length) throws IOException {
    Path file = folder.resolve(name);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(length);
    }
    return file;
  }
}
