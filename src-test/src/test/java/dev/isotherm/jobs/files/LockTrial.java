package dev.isotherm.jobs.files;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process, which tries to lock a file: ends with 0 if it can, and with 3 if not. */
final class LockTrial {
  private LockTrial() {}

  public static void main(String[] args) throws Exception {
    try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
      System.exit(channel.tryLock() == null ? 3 : 0);
    }
  }
}
