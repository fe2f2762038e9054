package dev.isotherm.jobs.commands.watch;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {

  @TempDir private Path folder;

  @Test
  void anAddressThatOthersCanReachNeedsAToken() throws Exception {
    assertThat(isotherm("watch", "--bind", "0.0.0.0:8090").err())
        .isEqualTo(
            "isotherm: --bind 0.0.0.0:8090: other machines can reach it; --token-file must be"
                + " given, too\n");
    Path file = Files.writeString(folder.resolve("token"), "too-short\n");
    assertThat(isotherm("watch", "--bind", "0.0.0.0:8090", "--token-file", file.toString()).err())
        .isEqualTo(
            "isotherm: --token-file "
                + file
                + ": must hold one line of at least 16 characters and at most 4096 bytes\n");
    assertThat(isotherm("watch", "--bind", "0.0.0.0:8090", "--token-file", "none").err())
        .isEqualTo("isotherm: --token-file none: there is no such file\n");
  }

  @Test
  void noMessageShowsTheToken() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "  a-secret-of-the-user \n");
    assertThat(TokenFile.read(file.toString()).token()).isEqualTo("a-secret-of-the-user");
    assertThat(TokenFile.read(file.toString()).toString()).doesNotContain("secret");
    assertThat(isotherm("watch", "--token-file", file.toString(), "--max-series", "0").err())
        .isEqualTo("isotherm: --max-series 0: must be at least 1 and at most 20000\n");
  }

  @Test
  void refusesWhatIsNoAddress() {
    for (String wrong : new String[] {"8090", "localhost", "localhost:99999", "local host:80"}) {
      assertThat(isotherm("watch", "--bind", wrong).err())
          .isEqualTo(
              "isotherm: --bind "
                  + wrong
                  + ": must be HOST:PORT, with a port of at most 65535, such as localhost:8090\n");
    }
  }

  @Test
  void boundsItsMemory() {
    assertThat(isotherm("watch", "--max-series=20000", "--max-windows=10000").err())
        .isEqualTo(
            "isotherm: --max-series 20000: times --max-windows 10000 must be at most 5000000\n");
  }

  @Test
  void aPortThatIsTakenIsSaidBeforeTheBrokerIsAsked() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var trial =
          isotherm("watch", "-b", "localhost:1", "--bind", "127.0.0.1:" + taken.getLocalPort());
      assertThat(trial.code()).isEqualTo(2);
      assertThat(trial.err())
          .startsWith("isotherm: --bind 127.0.0.1:" + taken.getLocalPort())
          .contains("cannot be listened on (Address already in use)");
    }
  }
}
