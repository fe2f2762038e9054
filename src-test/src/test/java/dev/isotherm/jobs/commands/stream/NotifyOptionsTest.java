package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.jobs.notify.Receiver;
import dev.isotherm.jobs.notify.Receivers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NotifyOptionsTest {

  @TempDir private Path folder;

  private static Receivers read(String... arguments) {
    NotifyOptions options = new NotifyOptions();
    new CommandLine(options).parseArgs(arguments);
    return options.notifications();
  }

  @Test
  void keepsThePathOfAnAddressAndTellsEachReceiverOnce() {
    Receivers asked =
        read(
            "--alertmanager=http://one:9093,https://two/am/",
            "--alertmanager=http://one:9093",
            "--webhook=http://[::1]:8080/hook?a=b");
    assertThat(asked.alertmanagers())
        .extracting(Receiver::address)
        .containsExactly(
            URI.create("http://one:9093/api/v2/alerts"),
            URI.create("https://two/am/api/v2/alerts"));
    assertThat(asked.alertmanagers()).extracting(Receiver::toString).contains("two:443");
    assertThat(asked.webhook().address()).hasToString("http://[::1]:8080/hook?a=b");
  }

  @Test
  void nobodyIsToldUnasked() {
    assertThat(read().alertmanagers()).isEmpty();
    assertThat(read().webhook()).isNull();
  }

  @Test
  void refusesWhatIsNoAddressAndShowsNoPassword() {
    CommandTrial trial =
        CommandTrial.isotherm(
            "stream",
            "--alertmanager=http://me:hu,sh@host:9093",
            "--alertmanager=localhost:9093,http://a_b/,http://h/?q=1,http://h:70000",
            "--webhook=me:hush@host/http://x");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err().lines())
        .containsExactlyInAnyOrder(
            "isotherm: --alertmanager http://***@host:9093: must not hold a user or a password;"
                + " they belong in --notify-config",
            "isotherm: --alertmanager localhost:9093: must begin with http:// or https://",
            "isotherm: --alertmanager http://a_b/: must name a host, of letters, digits, - and .",
            "isotherm: --alertmanager http://h/?***: must have no query",
            "isotherm: --alertmanager http://h:70000: must have a port from 1 to 65535",
            "isotherm: --webhook ***@host/http://x: must not hold a user or a password; they"
                + " belong in --notify-config");
  }

  @Test
  void showsNoQueryAndNoFragment() {
    CommandTrial trial =
        CommandTrial.isotherm(
            "stream", "--webhook=http://a_b/hook?token=hush", "--alertmanager=http://h/#hush");
    assertThat(trial.err().lines())
        .containsExactlyInAnyOrder(
            "isotherm: --webhook http://a_b/hook?***: must name a host, of letters, digits, - and"
                + " .",
            "isotherm: --alertmanager http://h/#***: must have no fragment");
    assertThat(CommandTrial.isotherm("stream", "http://h/?token=hush").err())
        .contains("http://h/?***: is not expected")
        .doesNotContain("hush");
    assertThat(read("--webhook=http://h/?token=hush").webhook()).hasToString("h:80");
  }

  @Test
  void takesCredentialsFromAFile() throws IOException {
    Path file = folder.resolve("notify.properties");
    Files.writeString(
        file, "alertmanager.authorization=Basic hush\nwebhook.authorization=Bearer hush\n");
    Receivers asked =
        read("--alertmanager=http://am", "--webhook=http://h/", "--notify-config=" + file);
    assertThat(asked.alertmanagers())
        .extracting(Receiver::authorization)
        .containsExactly("Basic hush");
    assertThat(asked.webhook().authorization()).isEqualTo("Bearer hush");
    assertThat(asked.toString()).doesNotContain("hush");
  }

  @Test
  void namesWhatIsWrongWithTheFileButNoValue() throws IOException {
    Path file = Files.writeString(folder.resolve("n.properties"), "webhook.token=hush\n");
    assertThat(CommandTrial.isotherm("stream", "--notify-config=" + file))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --notify-config "
                    + file
                    + ": does not know webhook.token; must set alertmanager.authorization,"
                    + " webhook.authorization or webhook.url\n"));
    Files.writeString(file, "webhook.authorization=hush\\u0007\n");
    assertThat(CommandTrial.isotherm("stream", "--notify-config=" + file).err())
        .contains("the value of webhook.authorization must be a header")
        .doesNotContain("hush");
  }

  @Test
  void takesAnAddressThatIsSecretFromAFile() throws IOException {
    Path file = folder.resolve("notify.properties");
    Files.writeString(file, "webhook.url=https://hooks.example.org/services/hush\n");
    Receivers asked = read("--notify-config=" + file);
    assertThat(asked.webhook().address())
        .isEqualTo(URI.create("https://hooks.example.org/services/hush"));
    assertThat(asked.toString()).doesNotContain("hush");
    assertThat(CommandTrial.isotherm("stream", "--notify-config=" + file, "--webhook=http://h/"))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --notify-config: webhook.url: is mutually exclusive with --webhook\n"));
    Files.writeString(file, "webhook.url=hooks.example.org/services/hush\n");
    assertThat(CommandTrial.isotherm("stream", "--notify-config=" + file))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --notify-config: webhook.url: must begin with http:// or https://\n"));
  }
}
