package dev.isotherm.jobs.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ReceiverSecretsTest {
  private static final ReceiverSecrets SECRETS =
      new ReceiverSecrets(
          new Receiver(
              URI.create("https://hooks.example.org/services/T1/hushhush%21?key=hush1234&a=b"),
              "Bearer 0123456789"));

  private static String hide(String text) {
    return SECRETS.hideIn(text, 200);
  }

  @Test
  void hidesWhatAResponseRepeatsOfTheRequest() {
    assertThat(hide("Bearer 0123456789 is not known")).isEqualTo("*** is not known");
    assertThat(hide("token '0123456789'")).isEqualTo("token '***'");
    assertThat(hide("cannot POST /services/T1/hushhush%21?key=hush1234&a=b"))
        .isEqualTo("cannot POST ***?***");
    assertThat(hide("{\"path\":\"\\/services\\/T1\\/hushhush!\",\"key\":\"hush1234\"}"))
        .isEqualTo("{\"path\":\"\\/***\\/T1\\/***\",\"key\":\"***\"}");
  }

  @Test
  void showsTheRest() {
    assertThat(hide("no such channel; b is a bearer of T1"))
        .isEqualTo("no such channel; b is a bearer of T1");
  }

  /** The end of the text is not shown, so that a secret across it is hidden whole. */
  @Test
  void hidesASecretThatTheEndOfTheTextCuts() {
    String text = "x".repeat(195) + "Bearer 0123456789 and more";
    assertThat(hide(text)).isEqualTo("x".repeat(195) + "***");
    assertThat(SECRETS.longest()).isEqualTo("key=hush1234&a=b".length() + 8);
  }

  @Test
  void hidesNothingOfAReceiverWithoutSecrets() {
    ReceiverSecrets none =
        new ReceiverSecrets(new Receiver(URI.create("http://localhost:8080/"), null));
    assertThat(none.hideIn("GET / is not allowed", 200)).isEqualTo("GET / is not allowed");
    assertThat(none.longest()).isZero();
  }
}
