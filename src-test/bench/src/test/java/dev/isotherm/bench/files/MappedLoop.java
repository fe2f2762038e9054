package dev.isotherm.bench.files;

import dev.isotherm.bench.Answer;
import dev.isotherm.bench.Task;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit: a loop over the bytes of a mapped file, written for these rows alone. It checks
 * nothing and rejects nothing, sums as doubles do, and two threads share the file.
 */
final class MappedLoop implements Task {

  private static final int THREADS = 2;
  private static final int CHUNK = 16 << 20;
  private static final int LONGEST_LINE = 4096;

  private Answer answer;

  private MappedLoop() {}

  /** Runs it, see {@link Task#perform}. */
  public static void main(String[] arguments) throws Exception {
    Task.perform(none -> new MappedLoop(), arguments);
  }

  @Override
  public Answer answer() {
    return answer;
  }

  @Override
  public void run(String file) throws IOException, InterruptedException, ExecutionException {
    boolean json = file.endsWith(".jsonl");
    AtomicLong next = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FileChannel channel = FileChannel.open(Path.of(file))) {
      List<Future<DailyTable>> parts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        parts.add(threads.submit(() -> readChunks(channel, next, json)));
      }
      DailyTable all = new DailyTable();
      for (Future<DailyTable> part : parts) {
        all.addAll(part.get());
      }
      answer = all.answer();
    } finally {
      threads.shutdown();
    }
  }

  private static DailyTable readChunks(FileChannel channel, AtomicLong next, boolean json)
      throws IOException {
    DailyTable table = new DailyTable();
    LineLoop loop = json ? new JsonLoop(table) : new CsvLoop(table);
    byte[] bytes = new byte[CHUNK + LONGEST_LINE];
    long size = channel.size();
    for (long start = next.getAndAdd(CHUNK); start < size; start = next.getAndAdd(CHUNK)) {
      // A line belongs to the chunk that it begins in: the one before ends the one here.
      long from = Math.max(0, start - 1);
      int length = (int) Math.min(size - from, CHUNK + LONGEST_LINE + (start - from) - 1);
      channel.map(FileChannel.MapMode.READ_ONLY, from, length).get(bytes, 0, length);
      int position = 0;
      if (start > 0) {
        while (bytes[position++] != '\n') {}
      } else if (!json) {
        while (bytes[position++] != '\n') {}
      }
      int end = (int) Math.min(length, start - from + CHUNK);
      while (position < end) {
        position = loop.line(bytes, position);
      }
    }
    return table;
  }

  /** Reads one line, and says where the next begins. */
  interface LineLoop {
    int line(byte[] bytes, int position);
  }
}
