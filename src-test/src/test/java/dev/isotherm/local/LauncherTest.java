package dev.isotherm.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code isotherm}, in a folder that is built, with a java that tells its arguments. */
final class LauncherTest {
  private static final long BOUND_SECONDS = 30;
  private static final Instant BUILT = Instant.parse("2025-07-01T12:00:00Z");

  private static final String JAVA =
      """
      #!/usr/bin/env bash
      for argument; do
        if [[ $argument == -XX:ArchiveClassesAtExit=* ]]; then
          echo archiving >>"$JAVA_HOME/calls"
          [[ ! -f $JAVA_HOME/cannot-archive ]] || exit 1
          echo classes >"${argument#*=}"
          exit
        fi
      done
      printf '%s\\n' "$@" >"$JAVA_HOME/arguments"
      """;

  @TempDir private Path temporary;
  private Path root;
  private Path javaHome;
  private Path target;

  @BeforeEach
  void build() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("root"));
    javaHome = temporary.toRealPath().resolve("jdk");
    Path java = write(javaHome.resolve("bin/java"), JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.copy(Path.of("../isotherm"), root.resolve("isotherm"));
    write(root.resolve("pom.xml"), "");
    for (String module : List.of("common", "jobs", "local")) {
      write(root.resolve(module + "/pom.xml"), "");
      write(root.resolve(module + "/src/Source.java"), "");
    }
    target = root.resolve("local/target");
    write(target.resolve("isotherm-local.jar"), "");
    write(target.resolve("class-path"), write(root.resolve("jobs/target/jobs.jar"), "").toString());
    // Last, and as of now: the folders above are of now, too.
    Files.writeString(target.resolve("launcher-stamp"), java + "\n" + root + "\n");
  }

  private static Path write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return Files.setLastModifiedTime(file, FileTime.from(BUILT));
  }

  private List<String> launch() throws Exception {
    Path printed = temporary.resolve("printed");
    ProcessBuilder builder =
        new ProcessBuilder("bash", root.resolve("isotherm").toString(), "batch", "a file")
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
    assertThat(printed).isEmptyFile();
    List<String> arguments = Files.readAllLines(javaHome.resolve("arguments"));
    assertThat(arguments).endsWith("dev.isotherm.local.LocalIsotherm", "batch", "a file");
    return arguments;
  }

  private int archivings() throws IOException {
    Path calls = javaHome.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  private String archive() {
    return "-XX:SharedArchiveFile=" + target.resolve("classes.jsa");
  }

  @Test
  void archivesTheClassesOnceAndStartsWithThem() throws Exception {
    assertThat(launch()).contains(archive());
    assertThat(launch()).contains(archive());
    assertThat(archivings()).isEqualTo(1);
    try (var left = Files.list(target)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder(
              "isotherm-local.jar", "class-path", "launcher-stamp", "classes.jsa");
    }
  }

  @Test
  void archivesAnewOnceAJarIsAnother() throws Exception {
    launch();
    Path jar = root.resolve("jobs/target/jobs.jar");
    FileTime archived = Files.getLastModifiedTime(target.resolve("classes.jsa"));
    Files.setLastModifiedTime(target.resolve("classes.jsa"), FileTime.from(BUILT.plusSeconds(10)));
    Files.setLastModifiedTime(jar, FileTime.from(BUILT.plusSeconds(20)));
    assertThat(launch()).contains(archive());
    assertThat(launch()).contains(archive());
    assertThat(archivings()).isEqualTo(2);
    assertThat(Files.getLastModifiedTime(target.resolve("classes.jsa")))
        .isGreaterThanOrEqualTo(archived);
  }

  @Test
  void startsWithoutAnArchiveThatCannotBeMadeAndTriesNoMore() throws Exception {
    write(javaHome.resolve("cannot-archive"), "");
    assertThat(launch()).doesNotContain(archive());
    assertThat(launch()).doesNotContain(archive());
    assertThat(archivings()).isEqualTo(1);
  }
}
