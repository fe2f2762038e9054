package dev.isotherm.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 500;

  @TempDir Path folder;

  @Test
  void isHeldUntilItIsClosed() throws Exception {
    Path file = folder.resolve("lock");
    ProcessLock lock = ProcessLock.take(file).orElseThrow();
    assertThat(ProcessLock.take(file)).isEmpty();
    assertThat(ProcessLock.takeOver(file)).isEmpty();
    assertThat(isFree(file)).isFalse();
    lock.close();
    assertThat(file).doesNotExist();
    ProcessLock.take(file).orElseThrow().release();
    assertThat(file).exists();
    assertThat(isFree(file)).isTrue();
  }

  @Test
  void onlyAFileThatExistsIsTakenOver() throws IOException {
    Path file = folder.resolve("lock");
    assertThat(ProcessLock.takeOver(file)).isEmpty();
    assertThat(file).doesNotExist();
    Files.createFile(file);
    ProcessLock.takeOver(file).orElseThrow().close();
    assertThat(file).doesNotExist();
  }

  /** Tried by another process, because a lock belongs to a process. */
  private static boolean isFree(Path file) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            LockTrial.class.getName(),
            file.toString());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    int code = builder.inheritIO().start().waitFor();
    assertThat(code).isIn(0, 3);
    return code == 0;
  }

  @Test
  void neverHasTwoOwners() throws Exception {
    Path file = folder.resolve("lock");
    AtomicInteger owners = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    Callable<Void> rounds =
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            var lock = ProcessLock.take(file);
            if (lock.isPresent()) {
              assertThat(owners.incrementAndGet()).isEqualTo(1);
              taken.incrementAndGet();
              owners.decrementAndGet();
              lock.get().close();
            }
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(threads.submit(rounds));
      }
      for (Future<Void> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(taken.get()).isPositive();
    assertThat(file).doesNotExist();
  }
}
